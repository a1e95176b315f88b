#include <gtest/gtest.h>
#include <unistd.h>

#include <algorithm>
#include <charconv>
#include <cstdio>
#include <cstdlib>
#include <map>
#include <set>
#include <sstream>
#include <string>
#include <string_view>
#include <vector>

#include "core/crypto/initialise.h"
#include "tests/property/oracle.h"
#include "tests/property/random_case.h"
#include "tests/property/road.h"

// Whatever is exported and whatever is agreed: the rows that a recipient's people find are those of
// the plain definition (oracle.h), applied to the raw rows. STILE_TEST_CASES says how many cases
// are drawn (30 unless given) and STILE_TEST_SEED from which seed on.
namespace stile::property {
namespace {

constexpr long kCases = 30;

long number_given(const char* name, long otherwise) {
  const char* given = std::getenv(name);
  if (given == nullptr) return otherwise;
  const std::string_view text(given);
  long number = 0;
  const auto read = std::from_chars(text.begin(), text.end(), number);
  EXPECT_EQ(read.ptr, text.end()) << name;
  return number;
}

// Row is one row as it is compared, and what stands for its child: the oracle's word for who has to
// have the same pseudonym, or the pseudonym.
struct Row {
  std::string text;
  std::string agreement;
  std::string child;
  std::string reference = {};  // of the event, as held
};

std::string text_of(const std::string& file, const std::string& month, const Line& cells) {
  std::string text = file + " " + month;
  for (const auto& [column, value] : cells) text += "|" + column + "=" + value;
  return text;
}

std::vector<Row> rows_of(const std::vector<Expected>& expected) {
  std::vector<Row> rows;
  for (const auto& row : expected) {
    Line line = row.line;
    if (!row.same.empty()) line["child_pseudonym"] = "given";
    rows.push_back({text_of(row.file, row.month, line), row.line.at("agreement"), row.same});
  }
  return rows;
}

std::vector<Row> rows_of(const std::vector<Held>& held) {
  std::vector<Row> rows;
  for (const auto& row : held) {
    Line line;
    for (const auto& [column, value] : row.cells) {
      if (!value.empty()) line[column] = value;
    }
    const std::string reference = line["event_reference"];
    for (const char* other : {"consignment", "event_reference", "revision"}) {
      EXPECT_EQ(line.erase(other), 1U) << other;
    }
    const std::string pseudonym = line["child_pseudonym"];
    if (pseudonym.empty()) line.erase("child_pseudonym");
    if (!pseudonym.empty()) line["child_pseudonym"] = "given";
    rows.push_back({text_of(row.file, row.month, line), line["agreement"], pseudonym, reference});
  }
  return rows;
}

std::multiset<std::string> texts(const std::vector<Row>& rows) {
  std::multiset<std::string> all;
  for (const auto& row : rows) all.insert(row.text);
  return all;
}

// children() are the rows of each child, whatever it is called.
std::multiset<std::multiset<std::string>> children(const std::vector<Row>& rows) {
  std::map<std::string, std::multiset<std::string>> by_child;
  for (const auto& row : rows) {
    if (!row.child.empty()) by_child[row.child].insert(row.text);
  }
  std::multiset<std::multiset<std::string>> all;
  for (auto& [child, of_child] : by_child) all.insert(std::move(of_child));
  return all;
}

std::string difference(const std::multiset<std::string>& expected,
                       const std::multiset<std::string>& held) {
  std::vector<std::string> missing;
  std::vector<std::string> excess;
  std::ranges::set_difference(expected, held, std::back_inserter(missing));
  std::ranges::set_difference(held, expected, std::back_inserter(excess));
  std::ostringstream words;
  for (const auto& text : missing) words << "  expected " << text << "\n";
  for (const auto& text : excess) words << "  held     " << text << "\n";
  return words.str();
}

class ExportsPropertyTest : public ::testing::Test {
 protected:
  // What survives a power cut is not the matter here: files in memory make many cases possible.
  static void SetUpTestSuite() {
    crypto::initialise();
    if (::access("/dev/shm", W_OK) == 0) setenv("TMPDIR", "/dev/shm", 0);
  }

  // compare() fails where a regulator does not hold just what it should.
  std::vector<Row> compare(const Oracle& oracle, Road& road, const std::string& scheme,
                           const std::vector<std::string>& months) {
    const auto all = oracle.of(scheme);
    for (const auto& row : all) ++rows_[row.same.empty() ? row.file : row.file + ", a child"];
    const auto expected = rows_of(all);
    auto held = rows_of(road.exported(scheme, months));
    const std::string differs = difference(texts(expected), texts(held));
    EXPECT_TRUE(differs.empty()) << scheme << "\n" << differs;
    EXPECT_TRUE(children(expected) == children(held)) << "pseudonyms do not part the children";
    return held;
  }

  // Nothing that names a child or an event at the force is anywhere outside it.
  static void find_no_reference(const Road& road) {
    for (const auto& [file, bytes] : road.kept_outside()) {
      for (const char* word : {"PERSON-", "OUR-LOG-", "INCIDENT-", "CANARY", "Invented House"}) {
        EXPECT_EQ(bytes.find(word), std::string::npos) << word << " in " << file;
      }
    }
  }

  void run(const Case& what) {
    Oracle oracle(what.world, what.layouts);
    Road road(what);
    std::set<std::string> months;
    for (const auto& sending : what.sendings) {
      road.send(sending);
      oracle.send(sending);
      months.insert(sending.month);
    }
    std::map<std::string, std::string> agreement_of;  // by pseudonym
    std::set<std::string> references;
    for (const char* scheme : {"ofsted", "ciw"}) {
      for (const auto& row : compare(oracle, road, scheme, {months.begin(), months.end()})) {
        EXPECT_TRUE(references.insert(row.reference).second) << "a reference of two rows";
        if (row.child.empty()) continue;
        const auto [found, fresh] = agreement_of.emplace(row.child, row.agreement);
        EXPECT_EQ(found->second, row.agreement) << "a pseudonym of two agreements";
      }
    }
    road.audits();
    find_no_reference(road);
    if (HasFailure()) std::printf("the force was told:\n%s", road.said().c_str());
  }

  std::map<std::string, long> rows_;  // that were compared, by what they are
};

TEST_F(ExportsPropertyTest, RecipientsHoldWhatTheTableSaysOfTheRawRows) {
  const long cases = number_given("STILE_TEST_CASES", kCases);
  const auto first = static_cast<std::uint64_t>(number_given("STILE_TEST_SEED", 20261103));
  for (std::uint64_t seed = first; seed < first + static_cast<std::uint64_t>(cases); ++seed) {
    run(random_case(seed));
    ASSERT_FALSE(HasFailure()) << "again with STILE_TEST_SEED=" << seed << " STILE_TEST_CASES=1";
  }
  // Cases in which nothing goes prove nothing: every file had rows, two of them rows of children.
  if (cases < kCases) return;
  EXPECT_EQ(rows_.size(), 8U);
  for (const auto& [what, rows] : rows_) EXPECT_GT(rows, kCases / 3) << what;
}

}  // namespace
}  // namespace stile::property
