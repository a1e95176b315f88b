#include "core/agreement/plain_words.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <string>

#include "tests/support/scheme.h"

namespace stile::agreement {
namespace {

Agreement agreement_of(const support::Scheme& scheme) {
  return *scheme.document_set()->agreement(scheme.agreement_hash()).value();
}

bool says(const std::vector<std::string>& lines, std::string_view text) {
  return std::ranges::any_of(lines,
                             [&](const std::string& line) { return line.find(text) != line.npos; });
}

TEST(PlainWordsTest, NameThePartiesThePurposeAndTheDates) {
  const auto lines = plain_words(agreement_of(support::Scheme()));
  EXPECT_TRUE(says(lines, std::string("Sends:    ") + support::kTestshire));
  EXPECT_TRUE(says(lines, std::string("Receives: ") + support::kOfsted));
  EXPECT_TRUE(says(lines, "regulation-of-childrens-homes"));
  EXPECT_TRUE(says(lines, "1 January 2026 to 31 December 2027, both days included"));
  EXPECT_TRUE(says(lines, "reviewed by 1 December 2026"));
}

TEST(PlainWordsTest, SayOfEveryFieldWhetherItGoes) {
  support::Scheme scheme;
  EXPECT_TRUE(says(plain_words(agreement_of(scheme)), "  + the child's age, as a band"));
  scheme.withhold("AGE");
  EXPECT_TRUE(says(plain_words(agreement_of(scheme)), "  - not the child's age"));
  EXPECT_FALSE(says(plain_words(agreement_of(scheme)), "  + the child's age"));
}

TEST(PlainWordsTest, SayThatATimeGoesWithoutItsMinute) {
  EXPECT_TRUE(says(plain_words(agreement_of(support::Scheme())), "never the minute"));
}

TEST(WarningsTest, AreGivenForAPseudonymAndNotWithoutOne) {
  support::Scheme scheme;
  EXPECT_TRUE(says(warnings(agreement_of(scheme)), "same child"));
  scheme.withhold("CHILD_PSEUDONYM");
  EXPECT_FALSE(says(warnings(agreement_of(scheme)), "same child"));
}

TEST(WarningsTest, AreGivenForALongAgreementWithALateReview) {
  support::Scheme scheme;
  EXPECT_FALSE(says(warnings(agreement_of(scheme)), "three years"));
  scheme.agreement().until = "2030-12-31";
  scheme.agreement().review = "2029-12-31";
  const auto lines = warnings(agreement_of(scheme));
  EXPECT_TRUE(says(lines, "more than three years"));
  EXPECT_TRUE(says(lines, "first review comes more than a year"));
}

}  // namespace
}  // namespace stile::agreement
