#include "core/record/measures.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>

#include "core/record/code_texts.h"

namespace stile::record {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::Not;

Event call_by(CallerRole caller) {
  Event event;
  event.caller_role = caller;
  event.appropriateness = Appropriateness::kInappropriate;
  return event;
}

Event alleged() {
  Event event = call_by(CallerRole::kStaff);
  event.child_involved = true;
  event.child_role = ChildRole::kAlleged;
  event.offence = OffenceGroup::kDamageOrArson;
  event.arrested = Answer::kYes;
  event.outcome = Outcome::k22;
  return event;
}

TEST(MeasuresTest, OfATypeAreThoseOfTheFieldsItAddsTo) {
  for (const auto type : {RecordType::kCallOut, RecordType::kMissingEpisode, RecordType::kArrest,
                          RecordType::kConcern}) {
    Event event = alleged();
    event.type = type;
    event.child_view = event.interview_due = event.exploitation = Answer::kYes;
    std::set<Field> added;
    for (const auto measure : measures_of(event)) added.insert(field_of(measure));
    for (int i = 1; i <= kFieldCount; ++i) {
      const auto field = static_cast<Field>(i);
      EXPECT_EQ(adds_to(type, field), added.contains(field)) << name(type) << " " << name(field);
    }
  }
}

TEST(MeasuresTest, OnlyAStaffCallIsJudged) {
  EXPECT_THAT(measures_of(call_by(CallerRole::kStaff)),
              ElementsAre(Measure::kCallsByStaff, Measure::kStaffCallsInappropriate));
  EXPECT_THAT(measures_of(call_by(CallerRole::kChild)), ElementsAre(Measure::kCallsByChild));
  EXPECT_THAT(measures_of(call_by(CallerRole::kNotKnown)),
              ElementsAre(Measure::kCallsCallerNotKnown));
}

TEST(MeasuresTest, AnOffenceIsCountedOnlyWhereOneIsAllegedOfTheChild) {
  EXPECT_THAT(measures_of(alleged()), Contains(Measure::kOffenceDamageOrArson));
  EXPECT_THAT(measures_of(alleged()), Contains(Measure::kArrests));
  EXPECT_THAT(measures_of(alleged()), Contains(Measure::kOutcome22));
  Event victim = alleged();
  victim.child_role = ChildRole::kVictim;
  for (const auto measure :
       {Measure::kOffenceDamageOrArson, Measure::kArrests, Measure::kOutcome22}) {
    EXPECT_THAT(measures_of(victim), Not(Contains(measure)));
  }
}

TEST(MeasuresTest, WhatWasNotAskedIsAVisibleGap) {
  Event event = alleged();
  event.exploitation = Answer::kNotAsked;
  event.harm = Answer::kNotKnown;
  EXPECT_THAT(measures_of(event), Contains(Measure::kExploitationNotKnown));
  EXPECT_THAT(measures_of(event), Contains(Measure::kHarmNotKnown));
}

TEST(MeasuresTest, ACallAboutNoChildSaysNothingOfOne) {
  Event event = alleged();
  event.child_involved = false;
  EXPECT_THAT(measures_of(event),
              ElementsAre(Measure::kCallsByStaff, Measure::kStaffCallsInappropriate));
}

TEST(MeasuresTest, AnEpisodeCountsItsReturnInterviewAndNoCall) {
  Event episode = alleged();
  episode.type = RecordType::kMissingEpisode;
  episode.child_role = ChildRole::kMissing;
  episode.interview_due = Answer::kYes;
  episode.interview_offered = Answer::kYes;
  episode.interview_accepted = Answer::kNo;
  EXPECT_THAT(
      measures_of(episode),
      ElementsAre(Measure::kChildMissing, Measure::kExploitationNotKnown, Measure::kHarmNotKnown,
                  Measure::kInterviewDue, Measure::kInterviewOffered));
}

TEST(MeasuresTest, AnArrestAloneCountsNothingButAViewOrADispute) {
  Event arrest = alleged();
  arrest.type = RecordType::kArrest;
  EXPECT_THAT(measures_of(arrest), IsEmpty());
  arrest.disputed = Answer::kYes;
  EXPECT_THAT(measures_of(arrest), ElementsAre(Measure::kDisputed));
}

// R11: formal, out-of-court and informal outcomes, and 20, 21 and 22, each stand apart.
TEST(MeasuresTest, EachOutcomeHasOneGroup) {
  using enum Outcome;
  const auto group_of = [](Outcome outcome) {
    Event event = alleged();
    event.outcome = outcome;
    for (const auto measure : measures_of(event)) {
      if (measure >= Measure::kOutcomeNotYetAssigned &&
          measure <= Measure::kOutcomeNoFurtherAction) {
        return std::optional(measure);
      }
    }
    return std::optional<Measure>();
  };
  EXPECT_EQ(group_of(kNoCrime), std::nullopt);
  EXPECT_EQ(group_of(k0), Measure::kOutcomeNotYetAssigned);
  for (const auto formal : {k1, k4}) EXPECT_EQ(group_of(formal), Measure::kOutcomeFormal);
  for (const auto out : {k2, k3, k6}) EXPECT_EQ(group_of(out), Measure::kOutcomeOutOfCourt);
  for (const auto informal : {k7, k8}) EXPECT_EQ(group_of(informal), Measure::kOutcomeInformal);
  EXPECT_EQ(group_of(k20), Measure::kOutcome20);
  EXPECT_EQ(group_of(k21), Measure::kOutcome21);
  EXPECT_EQ(group_of(k22), Measure::kOutcome22);
  for (const auto none : {k5, k9, k10, k11, k12, k13, k14, k15, k16, k17, k18, k19}) {
    EXPECT_EQ(group_of(none), Measure::kOutcomeNoFurtherAction) << name(none);
  }
}

TEST(MeasuresTest, OnlyMeasuresOfCallsCountACallOnce) {
  for (int i = 1; i <= count<Measure>; ++i) {
    const auto measure = static_cast<Measure>(i);
    const Field field = field_of(measure);
    EXPECT_EQ(counts_calls(measure),
              field == Field::kCallerRole || field == Field::kAppropriateness)
        << name(measure);
  }
}

}  // namespace
}  // namespace stile::record
