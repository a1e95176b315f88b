#include "core/record/statement.h"

#include <gtest/gtest.h>

#include "core/base/limits.h"
#include "core/crypto/digest.h"

namespace stile::record {
namespace {

const auto kFrom = AgencyId::parse("spiffe://stile.example/force/testshire/agent").value();
const auto kTo = AgencyId::parse("spiffe://stile.example/regulator/ofsted/agent").value();

Statement some_statement() {
  return {{crypto::sha256("agreement"), kFrom, kTo, return_of({2026, 10}), RecordType::kCallOut,
           "monthly-return"},
          3,
          parse_utc_minute("2026-11-03T09:00Z").value(),
          2,
          crypto::sha256("rows"),
          crypto::sha256("envelopes"),
          crypto::sha256("actor")};
}

Acknowledgement some_acknowledgement() {
  return {crypto::sha256("consignment"), kFrom, kTo, 3,
          parse_utc_minute("2026-11-03T09:01Z").value()};
}

std::string replaced(std::string text, std::string_view from, std::string_view to) {
  return text.replace(text.find(from), from.size(), to);
}

// without_line(n) is the text without its n-th line; nothing if there is none.
std::optional<std::string> without_line(const std::string& text, std::size_t n) {
  std::size_t begin = 0;
  for (; n > 0 && begin < text.size(); --n) begin = text.find('\n', begin) + 1;
  if (begin == text.size()) return std::nullopt;
  return std::string(text).erase(begin, text.find('\n', begin) + 1 - begin);
}

// Whatever a byte becomes, the text reads as something else or not at all.
template <typename Value, typename Parse>
void expect_no_alteration_unseen(const std::string& text, const Value& value, const Parse& parse) {
  for (std::size_t i = 0; i < text.size(); ++i) {
    std::string altered = text;
    altered[i] = static_cast<char>(altered[i] ^ 1);
    const auto read = parse(altered);
    EXPECT_TRUE(!read.ok() || !(read.value() == value)) << altered;
  }
}

template <typename Parse>
void expect_every_line_needed(const std::string& text, const Parse& parse) {
  for (std::size_t n = 0; without_line(text, n); ++n) {
    EXPECT_FALSE(parse(*without_line(text, n)).ok()) << n;
  }
}

TEST(StatementTest, ReadsWhatItWrote) {
  const auto text = statement_text(some_statement());
  EXPECT_TRUE(text.starts_with("stile-consignment/v1\nagreement "));
  EXPECT_NE(text.find("\noccasion return/2026-10\nrecord call-out\nclause monthly-return\nnumber "
                      "3\nmade 2026-11-03T09:00Z\nrows 2\n"),
            std::string::npos);
  EXPECT_EQ(parse_statement(text).value(), some_statement());
}

TEST(StatementTest, ANotificationIsOfOneRow) {
  auto statement = some_statement();
  statement.disclosure.occasion = notification();
  statement.rows = 1;
  const auto text = statement_text(statement);
  EXPECT_NE(text.find("\noccasion notify\n"), std::string::npos);
  EXPECT_EQ(parse_statement(text).value(), statement);
  EXPECT_EQ(parse_statement(replaced(text, "rows 1", "rows 2")).reason(), Reason::kTooLarge);
  EXPECT_FALSE(parse_statement(replaced(text, "notify", "notify/2026-10")).ok());
}

TEST(StatementTest, NoAlteredByteGoesUnseen) {
  expect_no_alteration_unseen(statement_text(some_statement()), some_statement(), parse_statement);
}

TEST(StatementTest, NeedsEveryLine) {
  expect_every_line_needed(statement_text(some_statement()), parse_statement);
}

TEST(StatementTest, RefusesWhatIsAdded) {
  const auto text = statement_text(some_statement());
  EXPECT_EQ(parse_statement(text + "more 1\n").reason(), Reason::kMalformed);
  EXPECT_EQ(parse_statement(text + "\n").reason(), Reason::kMalformed);
  EXPECT_FALSE(parse_statement(replaced(text, "rows 2", "rows 2 ")).ok());
}

TEST(StatementTest, RefusesOtherOrders) {
  const auto text = statement_text(some_statement());
  const auto turned =
      replaced(text, "number 3\nmade 2026-11-03T09:00Z\n", "made 2026-11-03T09:00Z\nnumber 3\n");
  EXPECT_EQ(parse_statement(turned).reason(), Reason::kMalformed);
}

TEST(StatementTest, RefusesNumbersWrittenOtherwise) {
  const auto text = statement_text(some_statement());
  EXPECT_EQ(parse_statement(replaced(text, "number 3", "number 03")).reason(),
            Reason::kNotCanonical);
  EXPECT_EQ(parse_statement(replaced(text, "rows 2", "rows 002")).reason(), Reason::kNotCanonical);
  for (const auto* number : {"number 0", "number -1", "number +3", "number ",
                             "number 18446744073709551616", "number 3x"}) {
    EXPECT_EQ(parse_statement(replaced(text, "number 3", number)).reason(), Reason::kMalformed)
        << number;
  }
}

TEST(StatementTest, BoundsTheRows) {
  const auto text = statement_text(some_statement());
  EXPECT_EQ(parse_statement(replaced(text, "rows 2", "rows 0")).reason(), Reason::kMalformed);
  EXPECT_TRUE(parse_statement(replaced(text, "rows 2", "rows 256")).ok());
  EXPECT_EQ(parse_statement(replaced(text, "rows 2", "rows 257")).reason(), Reason::kTooLarge);
  EXPECT_EQ(parse_statement(std::string(limits::kStatementBytes + 1, 'x')).reason(),
            Reason::kTooLarge);
}

TEST(StatementTest, RefusesAnOccasionOutsideTheList) {
  const auto text = statement_text(some_statement());
  EXPECT_EQ(parse_statement(replaced(text, "return/", "notify/")).reason(), Reason::kUnknownValue);
  EXPECT_EQ(parse_statement(replaced(text, "return/2026-10", "return/2026-13")).reason(),
            Reason::kMalformed);
}

TEST(StatementTest, TheDigestIsOfTheText) {
  const auto text = statement_text(some_statement());
  EXPECT_EQ(consignment_digest(text), crypto::sha256(text));
}

TEST(AcknowledgementTest, ReadsWhatItWrote) {
  const auto text = acknowledgement_text(some_acknowledgement());
  EXPECT_TRUE(text.ends_with("number 3\nstate stored\ntime 2026-11-03T09:01Z\n"));
  EXPECT_EQ(parse_acknowledgement(text).value(), some_acknowledgement());
}

TEST(AcknowledgementTest, NoAlteredByteGoesUnseen) {
  expect_no_alteration_unseen(acknowledgement_text(some_acknowledgement()), some_acknowledgement(),
                              parse_acknowledgement);
}

TEST(AcknowledgementTest, NeedsEveryLineAndNoMore) {
  const auto text = acknowledgement_text(some_acknowledgement());
  expect_every_line_needed(text, parse_acknowledgement);
  EXPECT_EQ(parse_acknowledgement(text + "more 1\n").reason(), Reason::kMalformed);
}

TEST(AcknowledgementTest, RefusesAnUnknownState) {
  const auto text = acknowledgement_text(some_acknowledgement());
  EXPECT_EQ(parse_acknowledgement(replaced(text, "state stored", "state opened")).reason(),
            Reason::kUnknownValue);
}

TEST(AcknowledgementTest, IsNoStatement) {
  EXPECT_FALSE(parse_statement(acknowledgement_text(some_acknowledgement())).ok());
  EXPECT_FALSE(parse_acknowledgement(statement_text(some_statement())).ok());
}

}  // namespace
}  // namespace stile::record
