#include <gtest/gtest.h>

#include "core/agreement/evaluate.h"
#include "core/agreement/minimise.h"
#include "tests/support/notifying.h"
#include "tests/support/source_hand.h"

// Who is told of a single event, and what.
namespace stile::agreement {
namespace {

using record::ChildRole;
using record::Event;
using support::kFarCouncil;
using support::kFarYjs;
using support::kOwnCouncil;
using support::kOwnYjs;
using support::Scheme;

Event call_out() {
  Event event = support::call_out(support::kHome, "2026-11-02T23:50Z");
  event.child_role = ChildRole::kVictim;
  event.category = record::Category::kAllegedCrime;
  event.offence = record::OffenceGroup::kViolence;
  return event;
}

Event alleged() {
  Event event = call_out();
  event.child_role = ChildRole::kAlleged;
  event.outcome = record::Outcome::k22;
  event.arrested = record::Answer::kYes;
  return event;
}

Event placed_by(const char* authority) {
  Event event = call_out();
  event.placing_authority = support::area(authority);
  return event;
}

Event placed_by_nobody_knows() {
  Event event = call_out();
  event.placing_authority.reset();
  return event;
}

class NotificationTest : public ::testing::Test {
 protected:
  Result<Grant> grant(const Event& event, std::string_view recipient, std::string_view clause) {
    documents_ = scheme_.document_set();
    const auto what = support::notification_to(scheme_, recipient, clause);
    const auto evaluation = Evaluation::begin(*documents_, what, support::kNow);
    if (!evaluation.ok()) return evaluation.error();
    return evaluation->of(record::envelope_of(event));
  }
  // refused() is nothing when the recipient is told.
  std::optional<Reason> refused(const Event& event, std::string_view recipient,
                                std::string_view clause) {
    const auto granted = grant(event, recipient, clause);
    return granted.ok() ? std::nullopt : std::optional(granted.reason());
  }
  record::Treated told(const Event& event, std::string_view recipient, std::string_view clause) {
    return minimise(event, grant(event, recipient, clause).value(), support::kContact);
  }
  std::vector<Fault> faults_of(const record::Treated& row, const Event& event,
                               std::string_view recipient, std::string_view clause) {
    return faults(row, record::envelope_of(event), grant(event, recipient, clause).value());
  }

  Scheme scheme_ = support::notifying_scheme();
  std::shared_ptr<const DocumentSet> documents_;
};

TEST_F(NotificationTest, TellsTheAuthorityThatPlacedTheChildAndNoOther) {
  const Event event = placed_by(support::kDistantAuthority);
  EXPECT_EQ(refused(event, kFarCouncil, "placed-call-out"), std::nullopt);
  EXPECT_EQ(refused(event, kOwnCouncil, "placed-call-out"), Reason::kNotRouted);
  EXPECT_EQ(refused(event, kOwnCouncil, "area-call-out"), Reason::kNotRouted);
}

TEST_F(NotificationTest, TellsNobodyOfAChildPlacedInItsOwnArea) {
  const Event event = placed_by(support::kOwnAuthority);
  EXPECT_EQ(refused(event, kOwnCouncil, "placed-call-out"), Reason::kInArea);
  EXPECT_EQ(refused(event, kOwnYjs, "host-call-out"), Reason::kInArea);
  EXPECT_EQ(refused(event, kFarCouncil, "placed-call-out"), Reason::kNotRouted);
}

TEST_F(NotificationTest, TellsTheAreaAuthorityOnlyWhereNobodyKnowsWhoPlacedTheChild) {
  EXPECT_EQ(refused(placed_by_nobody_knows(), kOwnCouncil, "area-call-out"), std::nullopt);
  EXPECT_EQ(refused(placed_by_nobody_knows(), kOwnCouncil, "placed-call-out"),
            Reason::kPlacingNotKnown);
  EXPECT_EQ(refused(placed_by_nobody_knows(), kFarCouncil, "area-call-out"), Reason::kNotRouted);
  EXPECT_EQ(refused(placed_by_nobody_knows(), kOwnYjs, "host-call-out"), Reason::kPlacingNotKnown);
}

// What an area authority may pass on, by the same evaluation.
class PassedOnTest : public NotificationTest {
 protected:
  PassedOnTest() { scheme_ = support::passing_on_scheme(); }
  std::optional<Reason> refused_of(const Event& event) {
    documents_ = scheme_.document_set();
    const auto what = support::passed_on(scheme_, "placed-call-out");
    const auto evaluation = Evaluation::begin(*documents_, what, support::kNow);
    if (!evaluation.ok()) return evaluation.reason();
    const auto granted = evaluation->of(record::envelope_of(event));
    return granted.ok() ? std::nullopt : std::optional(granted.reason());
  }
};

TEST_F(PassedOnTest, GoesToTheAuthorityThatPlacedTheChildAlone) {
  EXPECT_EQ(refused_of(placed_by(support::kDistantAuthority)), std::nullopt);
  EXPECT_EQ(refused_of(placed_by(support::kAdjoiningAuthority)), Reason::kNotRouted);
  EXPECT_EQ(refused_of(placed_by(support::kOwnAuthority)), Reason::kNotRouted);
  EXPECT_EQ(refused_of(placed_by_nobody_knows()), Reason::kPlacingNotKnown);
}

TEST_F(PassedOnTest, IsOfHomesInTheAuthoritysOwnAreaAlone) {
  scheme_.agency(kOwnCouncil).areas = {support::kAdjoiningAuthority};
  EXPECT_EQ(refused_of(placed_by(support::kDistantAuthority)), Reason::kNotRouted);
}

TEST_F(PassedOnTest, NeedsAnAgreementThatIsInForce) {
  scheme_.agreements.back().until = scheme_.agreements.back().review = "2026-11-02";
  EXPECT_EQ(refused_of(placed_by(support::kDistantAuthority)), Reason::kEnded);
}

TEST_F(NotificationTest, CountsAsInAreaWhatTheAgreementListsAndNoMore) {
  const Event event = placed_by(support::kDistantAuthority);
  auto& agreement = scheme_.agreements[support::kFirstNotifying];
  agreement.in_area = {support::kOwnAuthority, support::kDistantAuthority};
  EXPECT_EQ(refused(event, kFarCouncil, "placed-call-out"), Reason::kInArea);
  agreement.in_area = {support::kOwnAuthority, support::kAdjoiningAuthority};
  EXPECT_EQ(refused(event, kFarCouncil, "placed-call-out"), std::nullopt);
}

TEST_F(NotificationTest, TheNarrowerClauseDoesNotApplyWhereAnOffenceIsAlleged) {
  EXPECT_EQ(refused(alleged(), kOwnYjs, "host-alleged-call-out"), std::nullopt);
  EXPECT_EQ(refused(alleged(), kOwnYjs, "host-call-out"), Reason::kNotRouted);
  EXPECT_EQ(refused(call_out(), kOwnYjs, "host-alleged-call-out"), Reason::kNoOffence);
  EXPECT_EQ(refused(call_out(), kOwnYjs, "host-call-out"), std::nullopt);
}

TEST_F(NotificationTest, TellsTheHomeServiceOfAllegedOffencesOnly) {
  EXPECT_EQ(refused(alleged(), kFarYjs, "home-alleged-call-out"), std::nullopt);
  EXPECT_EQ(refused(call_out(), kFarYjs, "home-alleged-call-out"), Reason::kNoOffence);
}

TEST_F(NotificationTest, TellsNobodyOfACallWithoutAChildOrOfWhatIsYetToCome) {
  Event event = call_out();
  event.child_involved = false;
  EXPECT_EQ(refused(event, kFarCouncil, "placed-call-out"), Reason::kNoChild);
  event = call_out();
  event.time = support::kNow + 60;
  EXPECT_EQ(refused(event, kFarCouncil, "placed-call-out"), Reason::kOutsideOccasion);
}

TEST_F(NotificationTest, ADutyTeamActsForTheAuthoritiesWhoseSignatoriesSignToo) {
  auto& agreement = scheme_.agreements[support::kFirstNotifying + 1];
  agreement.acting_for = {kFarCouncil};
  const Event event = placed_by(support::kDistantAuthority);
  EXPECT_EQ(refused(event, kOwnCouncil, "placed-call-out"), Reason::kTooFewSignatures);
  for (const auto& name : support::signatories_of(kFarCouncil)) {
    agreement.signing.signers.push_back(name);
  }
  EXPECT_EQ(refused(event, kOwnCouncil, "placed-call-out"), std::nullopt);
}

TEST_F(NotificationTest, AnAuthorityReadsTheMinuteAndNoAge) {
  const auto row = told(call_out(), kFarCouncil, "placed-call-out");
  EXPECT_EQ(row.event_minute, call_out().time / 60);
  EXPECT_FALSE(row.event_day || row.part_of_day || row.age_band || row.channel ||
               row.appropriateness || row.caller_role);
  EXPECT_EQ(row.child_role, ChildRole::kVictim);
  EXPECT_EQ(row.contact, support::kContact);
}

// X4: what a victim suffered is no offence of the victim's, in no field.
TEST_F(NotificationTest, SaysNothingOfAnOffenceUnlessOneIsAllegedOfTheChild) {
  const auto victim = told(call_out(), kFarCouncil, "placed-call-out");
  EXPECT_FALSE(victim.offence || victim.arrested || victim.outcome);
  const auto row = told(alleged(), kFarCouncil, "placed-call-out");
  EXPECT_EQ(row.offence, record::OffenceGroup::kViolence);
  EXPECT_EQ(row.arrested, record::Answer::kYes);
  EXPECT_EQ(row.outcome, record::OutcomeGroup::k22);
}

TEST_F(NotificationTest, AServiceDoesNotReadOfAVictimThatTheCallWasAboutAnAllegedCrime) {
  EXPECT_EQ(told(call_out(), kOwnYjs, "host-call-out").category, std::nullopt);
  EXPECT_EQ(told(alleged(), kOwnYjs, "host-alleged-call-out").category,
            record::Category::kAllegedCrime);
  Event missing = call_out();
  missing.category = record::Category::kMissing;
  EXPECT_EQ(told(missing, kOwnYjs, "host-call-out").category, record::Category::kMissing);
}

TEST_F(NotificationTest, APseudonymLinksNothingBeyondItsEvent) {
  const auto granted = grant(call_out(), kOwnYjs, "host-call-out").value();
  Event later = call_out();
  later.origin.reference = "CAD-2";
  EXPECT_NE(subject_scope(granted, call_out().origin), subject_scope(granted, later.origin));
}

TEST_F(NotificationTest, WhatIsToldHasNoFault) {
  EXPECT_TRUE(
      faults_of(told(call_out(), kOwnYjs, "host-call-out"), call_out(), kOwnYjs, "host-call-out")
          .empty());
  EXPECT_TRUE(faults_of(told(alleged(), kOwnYjs, "host-alleged-call-out"), alleged(), kOwnYjs,
                        "host-alleged-call-out")
                  .empty());
  EXPECT_TRUE(faults_of(told(call_out(), kFarCouncil, "placed-call-out"), call_out(), kFarCouncil,
                        "placed-call-out")
                  .empty());
}

TEST_F(NotificationTest, ASourceThatShowsAVictimAsAnOffenderIsRefused) {
  auto row = told(call_out(), kFarCouncil, "placed-call-out");
  row.offence = record::OffenceGroup::kViolence;
  EXPECT_EQ(faults_of(row, call_out(), kFarCouncil, "placed-call-out"),
            (std::vector<Fault>{{Reason::kEnvelopeMismatch, record::Field::kOffence}}));
  row = told(call_out(), kOwnYjs, "host-call-out");
  row.category = record::Category::kAllegedCrime;
  EXPECT_EQ(faults_of(row, call_out(), kOwnYjs, "host-call-out"),
            (std::vector<Fault>{{Reason::kEnvelopeMismatch, record::Field::kCategory}}));
}

TEST_F(NotificationTest, WhatIsGrantedOfAnAllegedOffenceMayNotBeLeftOut) {
  auto row = told(alleged(), kFarCouncil, "placed-call-out");
  row.outcome.reset();
  EXPECT_EQ(faults_of(row, alleged(), kFarCouncil, "placed-call-out"),
            (std::vector<Fault>{{Reason::kMissingField, record::Field::kOffence}}));
}

}  // namespace
}  // namespace stile::agreement
