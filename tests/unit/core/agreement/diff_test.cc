#include "core/agreement/diff.h"

#include <gtest/gtest.h>

#include "tests/support/scheme.h"

namespace stile::agreement {
namespace {

using record::Field;
using record::Treatment;
using support::Scheme;

class DiffTest : public ::testing::Test {
 protected:
  DiffTest() : before_(*documents_->agreement(scheme_.agreement_hash()).value()), after_(before_) {}

  // one() is the only change between the two.
  Change one() const {
    const auto changes = diff(before_, after_);
    EXPECT_EQ(changes.size(), 1U);
    return changes.empty() ? Change{} : changes.front();
  }
  // back() is the only change the other way.
  Change back() const { return diff(after_, before_).at(0); }
  Treatments& granted() { return after_.clauses.front().treatments; }

  Scheme scheme_;
  std::shared_ptr<const DocumentSet> documents_ = scheme_.document_set();
  Agreement before_;
  Agreement after_;
};

TEST_F(DiffTest, FindsNothingBetweenTheSame) { EXPECT_TRUE(diff(before_, after_).empty()); }

TEST_F(DiffTest, AFieldMoreWidensAndAFieldLessNarrows) {
  granted().withhold(Field::kLevel);
  EXPECT_EQ(one().effect, Effect::kNarrows);
  EXPECT_EQ(one().words,
            "Of each call-out (clause monthly-return): no longer the incident's level and who set "
            "it.");
  EXPECT_EQ(back().effect, Effect::kWidens);
}

TEST_F(DiffTest, AFinerTreatmentWidensAndACoarserOneNarrows) {
  granted().grant(Field::kTime, Treatment::kKeep);
  EXPECT_EQ(one().effect, Effect::kWidens);
  EXPECT_EQ(back().effect, Effect::kNarrows);
}

TEST_F(DiffTest, ATreatmentThatIsNotKnownToNarrowWidens) {
  granted().grant(Field::kAge, Treatment::kCoarsen);
  EXPECT_EQ(one().effect, Effect::kWidens);
  EXPECT_EQ(back().effect, Effect::kWidens);
}

TEST_F(DiffTest, LongerInForceOrKeptLongerWidens) {
  after_.until += 1;
  EXPECT_EQ(one().effect, Effect::kWidens);
  EXPECT_EQ(one().words, "The last day changes from 31 December 2027 to 1 January 2028.");
  EXPECT_EQ(back().effect, Effect::kNarrows);
  after_ = before_;
  after_.from -= 1;
  EXPECT_EQ(one().effect, Effect::kWidens);
  after_ = before_;
  after_.retention_days += 1;
  EXPECT_EQ(one().effect, Effect::kWidens);
  after_ = before_;
  after_.pseudonym_key_days -= 1;
  EXPECT_EQ(one().effect, Effect::kNarrows);
}

TEST_F(DiffTest, MoreTimeToAnswerAChallengeIsAChange) {
  after_.answer_challenges_within_days += 1;
  EXPECT_EQ(one().effect, Effect::kChanges);
}

TEST_F(DiffTest, AnotherPartyOrPurposeWidens) {
  after_.recipient.agency = support::agency(support::kCiw);
  EXPECT_EQ(one().effect, Effect::kWidens);
  after_ = before_;
  after_.purpose = Purpose::kOversightStatistics;
  EXPECT_EQ(one().effect, Effect::kWidens);
}

TEST_F(DiffTest, GroundsAndTitlesMerelyChange) {
  after_.source.legal_grounds.emplace_back("another");
  EXPECT_EQ(one().effect, Effect::kChanges);
  EXPECT_EQ(one().words, "The source relies on another too.");
  EXPECT_EQ(back().words, "The source no longer relies on another.");
  after_ = before_;
  after_.version += 1;
  EXPECT_EQ(one().effect, Effect::kChanges);
}

TEST_F(DiffTest, AWholeClauseIsAllItsFields) {
  after_.clauses.clear();
  const auto changes = diff(before_, after_);
  EXPECT_EQ(changes.size(), before_.clauses.front().treatments.names().size());
  EXPECT_EQ(changes.front().effect, Effect::kNarrows);
  EXPECT_EQ(diff(after_, before_).front().effect, Effect::kWidens);
}

TEST_F(DiffTest, NamesWhatWidensFirst) {
  after_.version += 1;
  after_.title = "Another";
  granted().withhold(Field::kLevel);
  after_.retention_days += 1;
  const auto changes = diff(before_, after_);
  ASSERT_EQ(changes.size(), 4U);
  EXPECT_EQ(changes[0].effect, Effect::kWidens);
  EXPECT_EQ(changes[1].effect, Effect::kNarrows);
  EXPECT_EQ(changes[2].effect, Effect::kChanges);
}

}  // namespace
}  // namespace stile::agreement
