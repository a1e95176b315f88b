#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <iterator>
#include <random>
#include <sstream>

#include "agents/ingest/column_map_file.h"
#include "tests/support/built_from.h"
#include "tests/unit/agents/ingest/layouts.h"

namespace stile::agent {
namespace {

using testing::HasSubstr;
using testing::Not;

constexpr std::ptrdiff_t kMostMapLines = 40;

std::string path_of(const Layout& layout) {
  return support::source_dir() + "/tests/unit/agents/ingest/layouts/" + layout.map + ".textproto";
}

ColumnMap map_of(const Layout& layout) {
  auto map = load_column_map_file(path_of(layout));
  EXPECT_TRUE(map.ok()) << map.error().detail;
  return std::move(map).value();
}

struct Read {
  LayoutCounts counts;
  std::vector<std::int64_t> lines;
  std::vector<record::Event> events;
  std::vector<RowFault> faults;
  std::optional<Reason> error;
  bool never_opened = false;
};

Read read(const ColumnMap& map, const std::string& file) {
  Read all;
  std::istringstream from(file);
  auto rows = EventRows::open(from, map);
  if (!rows.ok()) {
    all.error = rows.reason();
    all.never_opened = true;
    return all;
  }
  for (;;) {
    auto outcome = rows->next();
    if (!outcome.ok()) all.error = outcome.reason();
    if (!outcome.ok() || !*outcome) return all;
    all.lines.push_back(std::visit([](const auto& row) { return row.line; }, **outcome));
    if (auto* row = std::get_if<ReadEvent>(&**outcome)) {
      ++(row->event.hold == record::Hold::kNone ? all.counts.records : all.counts.held);
      all.events.push_back(std::move(row->event));
      continue;
    }
    RowFault fault = std::get<RowFault>(std::move(**outcome));
    const bool withheld = fault.kind == RowFault::Kind::kWithheld;
    ++(withheld ? all.counts.withheld : all.counts.rejected);
    all.faults.push_back(std::move(fault));
  }
}

class LayoutsTest : public ::testing::TestWithParam<Layout> {};

TEST_P(LayoutsTest, LoadsAfterAMapOfUnderFortyLines) {
  std::ifstream file(path_of(GetParam()));
  const std::string text(std::istreambuf_iterator<char>(file), {});
  EXPECT_GT(text.size(), 0U);
  EXPECT_LT(std::ranges::count(text, '\n'), kMostMapLines);
  const Read all = read(map_of(GetParam()), GetParam().header + GetParam().body);
  EXPECT_FALSE(all.error);
  EXPECT_EQ(all.counts.records, GetParam().counts.records);
  EXPECT_EQ(all.counts.held, GetParam().counts.held);
  EXPECT_EQ(all.counts.withheld, GetParam().counts.withheld);
  EXPECT_EQ(all.counts.rejected, GetParam().counts.rejected);
  for (const RowFault& fault : all.faults) {
    EXPECT_THAT(fault.what + fault.mend + fault.column, Not(HasSubstr("Zq"))) << fault.line;
    EXPECT_FALSE(fault.mend.empty());
  }
}

// lines_of_rows() are where the rows of a file begin, as the reader of rows alone finds them.
std::vector<std::int64_t> lines_of_rows(const std::string& file, const ColumnMap& map) {
  std::vector<std::int64_t> lines;
  std::istringstream from(file);
  CsvReader reader(from, map.separator());
  for (;;) {
    const auto row = reader.next();
    if (!row.ok() || !*row) break;
    lines.push_back((*row)->line);
  }
  lines.erase(lines.begin(), lines.begin() + map.header_rows());
  return lines;
}

TEST_P(LayoutsTest, EveryRowOfAGarbledFileEndsAsExactlyOneOutcome) {
  using std::string_literals::operator""s;
  const ColumnMap map = map_of(GetParam());
  const std::string letters = ",;|\t\"\r\n=Y1 \xE9\xC5\0"s;
  std::mt19937 random(17);
  std::size_t outcomes = 0;
  for (int round = 0; round < 60; ++round) {
    std::string body = GetParam().body;
    for (auto change = random() % 12; change > 0; --change) {
      body[random() % body.size()] = letters[random() % letters.size()];
    }
    const std::string file = GetParam().header + body;
    const Read all = read(map, file);
    // A byte that is no UTF-8 makes it a Windows-1252 file, in which a Welsh header is another.
    if (all.never_opened) continue;
    EXPECT_EQ(all.lines, lines_of_rows(file, map)) << round;
    outcomes += all.lines.size();
  }
  EXPECT_GT(outcomes, 100U);
}

TEST(LayoutTrapsTest, AWindows1252TextIsComparedAsLetters) {
  const Layout layout = all_layouts()[3];
  const Read all = read(map_of(layout), layout.header + layout.body);
  ASSERT_FALSE(all.events.empty());
  EXPECT_EQ(all.events[0].type, record::RecordType::kArrest);
  EXPECT_EQ(all.events[0].placing_authority->text(), "W06000001");
}

TEST(LayoutTrapsTest, ASerialDateWithADecimalCommaIsTheSameMinute) {
  const Layout layout = all_layouts()[1];
  const Read all = read(map_of(layout), layout.header + layout.body);
  ASSERT_FALSE(all.events.empty());
  EXPECT_EQ(utc_minute_text(all.events[0].time), "2026-10-03T11:00Z");
}

TEST(LayoutTrapsTest, AWelshExportHasCiwsNumbers) {
  const Layout layout = all_layouts()[4];
  const Read all = read(map_of(layout), layout.header + layout.body);
  ASSERT_FALSE(all.events.empty());
  EXPECT_EQ(all.events[0].home->text(), "ciw:W-0001");
  EXPECT_EQ(all.events[0].looked_after, record::LookedAfter::kYes);
}

TEST(LayoutTrapsTest, ANameAndAddressFindOneHomeNoneOrSeveral) {
  const Layout layout = all_layouts()[8];
  const Read all = read(map_of(layout), layout.header + layout.body);
  ASSERT_FALSE(all.events.empty());
  EXPECT_EQ(all.events[0].home->text(), "ofsted:SC900001");
  ASSERT_EQ(all.faults.size(), 2U);
  EXPECT_EQ(all.faults[0].reason, Reason::kAmbiguous);
  EXPECT_EQ(all.faults[1].reason, Reason::kUnknownHome);
}

TEST(LayoutTrapsTest, TheOffsetTellsTheRepeatedHourApart) {
  const Layout layout = all_layouts()[9];
  const Read all = read(map_of(layout), layout.header + layout.body);
  ASSERT_FALSE(all.events.empty());
  EXPECT_EQ(*all.events[0].end - all.events[0].time, 3600);
}

TEST(LayoutTrapsTest, OneMapReadsTheOldLayoutAndTheNew) {
  const Layout layout = all_layouts()[7];
  const std::string newer =
      "Episode ID;Person ID;URN;Missing From;Located;Date of Birth;Placement Type;Authority;"
      "Risk Level;Activity;Checks Made;RHI Due;Lock\n"
      "E1;P1;SC900001;2026/10/03 21.15;;2012/05/07;K2;;H;Taxi;yes;yes;\n";
  const Read all = read(map_of(layout), newer);
  ASSERT_EQ(all.events.size(), 1U) << all.faults.at(0).what;
  EXPECT_EQ(all.events[0].police_response, record::PoliceResponse::kTransportOnly);
  EXPECT_EQ(utc_minute_text(all.events[0].time), "2026-10-03T20:15Z");
}

INSTANTIATE_TEST_SUITE_P(Ten, LayoutsTest, ::testing::ValuesIn(all_layouts()),
                         [](const auto& layout) {
                           std::string name = layout.param.map;
                           std::ranges::replace(name, '-', '_');
                           return "Layout" + name;
                         });

}  // namespace
}  // namespace stile::agent
