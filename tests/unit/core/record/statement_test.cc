#include "core/record/statement.h"

#include <gtest/gtest.h>

#include "core/base/limits.h"
#include "core/crypto/digest.h"
#include "tests/unit/core/record/texts.h"

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

TEST(StatementTest, ACorrectionIsOfOneRowAndSaysWhatAndWhy) {
  auto statement = some_statement();
  statement.disclosure.occasion = correction(ChangeReason::kRecordedInError);
  statement.rows = 1;
  const auto text = statement_text(statement);
  EXPECT_NE(text.find("\noccasion correction/withdrawn/recorded-in-error\n"), std::string::npos);
  EXPECT_EQ(parse_statement(text).value(), statement);
  EXPECT_EQ(parse_statement(replaced(text, "rows 1", "rows 2")).reason(), Reason::kTooLarge);
}

TEST(StatementTest, AnExerciseIsOfOneRowAndHasNoMonth) {
  auto statement = some_statement();
  statement.disclosure.occasion = exercise();
  statement.rows = 1;
  const auto text = statement_text(statement);
  EXPECT_NE(text.find("\noccasion exercise\n"), std::string::npos);
  EXPECT_EQ(parse_statement(text).value(), statement);
  EXPECT_EQ(parse_statement(replaced(text, "rows 1", "rows 2")).reason(), Reason::kTooLarge);
  EXPECT_FALSE(parse_statement(replaced(text, "exercise", "exercise/2026-10")).ok());
}

TEST(StatementTest, AnAnswerNamesItsEnquiryAndMayHaveManyRows) {
  auto statement = some_statement();
  statement.disclosure.occasion = answer_to({0xab, 1});
  statement.rows = 256;
  const auto text = statement_text(statement);
  const std::string occasion = "enquiry/ab01" + std::string(28, '0');
  EXPECT_NE(text.find("\noccasion " + occasion + "\n"), std::string::npos);
  EXPECT_EQ(parse_statement(text).value(), statement);
  EXPECT_EQ(parse_statement(replaced(text, "rows 256", "rows 513")).reason(), Reason::kTooLarge);
  for (const auto* other : {"enquiry", "enquiry/", "enquiry/ab01", "enquiry/2026-10"}) {
    EXPECT_FALSE(parse_statement(replaced(text, occasion, other)).ok()) << other;
  }
  EXPECT_FALSE(parse_statement(replaced(text, "/ab01", "/AB01")).ok());
  EXPECT_FALSE(parse_statement(replaced(text, occasion, occasion + "0")).ok());
}

TEST(StatementTest, RefusesAChangeWhoseReasonIsAnothers) {
  auto statement = some_statement();
  statement.disclosure.occasion = correction(ChangeReason::kResolved);
  statement.rows = 1;
  const auto text = statement_text(statement);
  for (const auto* other : {"correction", "correction/", "correction/lifted", "correction/resolved",
                            "correction/withdrawn/resolved", "correction/lifted/",
                            "correction/lifted/resolved/", "correction/lifted/because"}) {
    EXPECT_EQ(parse_statement(replaced(text, "correction/lifted/resolved", other)).reason(),
              Reason::kUnknownValue)
        << other;
  }
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
  EXPECT_TRUE(parse_statement(replaced(text, "rows 2", "rows 512")).ok());
  EXPECT_EQ(parse_statement(replaced(text, "rows 2", "rows 513")).reason(), Reason::kTooLarge);
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

}  // namespace
}  // namespace stile::record
