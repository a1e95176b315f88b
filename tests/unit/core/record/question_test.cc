#include "core/record/question.h"

#include <gtest/gtest.h>

#include "core/base/limits.h"
#include "core/crypto/digest.h"
#include "tests/unit/core/record/texts.h"

namespace stile::record {
namespace {

Question some_question() {
  return {{1, 2, 3},
          AgencyId::parse("spiffe://stile.example/regulator/ofsted/agent").value(),
          AgencyId::parse("spiffe://stile.example/force/testshire/agent").value(),
          crypto::sha256("agreement"),
          HomeId::parse("ofsted:SC900001").value(),
          to_day({2025, 9, 30}),
          to_day({2026, 11, 3}),
          Inspection::kFull,
          "INS-20261104",
          crypto::sha256("actor"),
          parse_utc_minute("2026-11-03T09:00Z").value()};
}

TEST(QuestionTest, ReadsWhatItWrote) {
  const auto text = question_text(some_question());
  EXPECT_TRUE(text.starts_with("stile-question/v1\nenquiry 0102030000"));
  EXPECT_NE(text.find("\nhome ofsted:SC900001\nfirst 2025-09-30\nlast 2026-11-03\n"
                      "inspection full\nreference INS-20261104\nactor "),
            std::string::npos);
  EXPECT_EQ(parse_question(text).value(), some_question());
}

TEST(QuestionTest, NoAlteredByteGoesUnseen) {
  expect_no_alteration_unseen(question_text(some_question()), some_question(), parse_question);
}

TEST(QuestionTest, NeedsEveryLine) {
  expect_every_line_needed(question_text(some_question()), parse_question);
}

TEST(QuestionTest, RefusesWhatIsAddedOrTooLong) {
  const auto text = question_text(some_question());
  EXPECT_EQ(parse_question(text + "home ofsted:SC900002\n").reason(), Reason::kMalformed);
  EXPECT_EQ(parse_question(text + "\n").reason(), Reason::kMalformed);
  EXPECT_EQ(parse_question(std::string(limits::kStatementBytes + 1, 'x')).reason(),
            Reason::kTooLarge);
}

TEST(QuestionTest, RefusesAnInspectionOutsideTheList) {
  const auto text = question_text(some_question());
  EXPECT_EQ(parse_question(replaced(text, "inspection full", "inspection visit")).reason(),
            Reason::kUnknownValue);
}

Reason refused(Day first, Day last) {
  auto question = some_question();
  question.first = first;
  question.last = last;
  EXPECT_EQ(check_question(question).reason(), parse_question(question_text(question)).reason());
  return check_question(question).reason();
}

TEST(QuestionTest, ThePeriodIsInOrderOverAndBounded) {
  const Day made = to_day({2026, 11, 3});
  auto question = some_question();
  question.first = question.last = made;
  EXPECT_TRUE(check_question(question).ok());
  question.first = made - kQuestionDays + 1;
  EXPECT_TRUE(check_question(question).ok());
  EXPECT_EQ(refused(made, made - 1), Reason::kOutsideOccasion);
  EXPECT_EQ(refused(made, made + 1), Reason::kOutsideOccasion);
  EXPECT_EQ(refused(made - kQuestionDays, made), Reason::kOutsideOccasion);
}

// X7: what a person could write into it says nothing.
TEST(QuestionTest, TheReferenceIsANumberAndNoText) {
  for (const auto* good :
       {"1000", "103928374650", "SC-4711", "INS-20261104", "ABCD-123456789012"}) {
    EXPECT_TRUE(is_inspection_reference(good)) << good;
  }
  for (const auto* bad :
       {"", "-", "123", "1234567890123", "ABCDE-1234", "-1234", "AB-", "AB-123", "ab-1234",
        "AB1234", "A-B-1234", "JOHN", "1234 ", "12-34", "1234-AB", "A 1234", "\xC3\x89-1234"}) {
    EXPECT_FALSE(is_inspection_reference(bad)) << bad;
    auto question = some_question();
    question.reference = bad;
    EXPECT_EQ(check_question(question).reason(), Reason::kMalformed) << bad;
  }
}

TEST(QuestionTest, CoversTheFirstDayToTheLast) {
  const auto question = some_question();
  EXPECT_TRUE(covers(question, question.first));
  EXPECT_TRUE(covers(question, question.last));
  EXPECT_FALSE(covers(question, question.first - 1));
  EXPECT_FALSE(covers(question, question.last + 1));
}

}  // namespace
}  // namespace stile::record
