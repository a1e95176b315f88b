#include "core/agreement/evaluate.h"

#include <gtest/gtest.h>

#include "tests/support/scheme.h"
#include "tests/support/source_hand.h"

namespace stile::agreement {
namespace {

using record::envelope_of;
using record::Field;
using support::call_out;
using support::disclosure_to;
using support::kHome;
using support::kNow;
using support::kOfsted;
using support::Scheme;

std::optional<Reason> refused_to_begin(const Scheme& scheme, const record::Disclosure& what,
                                       Instant now = kNow) {
  const auto documents = scheme.document_set();
  const auto evaluation = Evaluation::begin(*documents, what, now);
  if (evaluation.ok()) return std::nullopt;
  return evaluation.reason();
}

std::optional<Reason> refused_to_begin(const Scheme& scheme) {
  return refused_to_begin(scheme, disclosure_to(kOfsted, scheme.agreement_hash()));
}

TEST(EvaluationTest, BeginsBetweenThePartiesInForce) {
  EXPECT_EQ(refused_to_begin(Scheme()), std::nullopt);
}

TEST(EvaluationTest, RefusesWithoutAnAgreement) {
  EXPECT_EQ(refused_to_begin(Scheme(), disclosure_to(kOfsted, Hash{})), Reason::kNoAgreement);
}

TEST(EvaluationTest, RefusesAnotherRecipientOfTheSourcesOwnAgreement) {
  const Scheme scheme;
  auto what = disclosure_to(support::kCiw, scheme.agreement_hash());
  EXPECT_EQ(refused_to_begin(scheme, what), Reason::kWrongParty);
  what = disclosure_to(kOfsted, scheme.agreement_hash());
  what.from = support::agency(kOfsted);
  EXPECT_EQ(refused_to_begin(scheme, what), Reason::kWrongParty);
}

// What an agency is told when it cites this scheme's first agreement, to which it is no party.
Error told_a_stranger(const Scheme& scheme) {
  auto what = disclosure_to(kOfsted, scheme.agreement_hash());
  what.from = support::agency(support::kOthershire);
  return Evaluation::begin(*scheme.document_set(), what, kNow).error();
}

TEST(EvaluationTest, TellsAStrangerNothingOfAnAgreementHoweverItStands) {
  auto nowhere = disclosure_to(kOfsted, Hash{});
  nowhere.from = support::agency(support::kOthershire);
  const auto none = Evaluation::begin(*Scheme().document_set(), nowhere, kNow).error();
  EXPECT_EQ(none.reason, Reason::kNoAgreement);
  std::vector<Scheme> ways(6);
  ways[1].agreement().from = "2026-11-04";
  ways[2].agreement().until = ways[2].agreement().review = "2026-11-02";
  ways[3].add_status("SUSPENDED", "2026-11-01T00:00Z", support::signatories_of(kOfsted));
  ways[4].agreement().signing.listed = false;
  ways[5].agreement().signing.signers.pop_back();
  for (const Scheme& scheme : ways) {
    EXPECT_EQ(told_a_stranger(scheme).reason, none.reason);
    EXPECT_EQ(told_a_stranger(scheme).detail, none.detail);
  }
}

TEST(EvaluationTest, RefusesOutsideTheAgreementsDates) {
  Scheme scheme;
  scheme.agreement().from = "2026-11-04";
  EXPECT_EQ(refused_to_begin(scheme), Reason::kNotYetInForce);
  scheme.agreement().from = "2026-01-01";
  scheme.agreement().until = scheme.agreement().review = "2026-11-02";
  EXPECT_EQ(refused_to_begin(scheme), Reason::kEnded);
}

TEST(EvaluationTest, RefusesWhatAPartyEndedOrSuspended) {
  Scheme scheme;
  scheme.add_status("SUSPENDED", "2026-11-01T00:00Z", support::signatories_of(kOfsted));
  EXPECT_EQ(refused_to_begin(scheme), Reason::kSuspended);
  scheme.statuses.front().kind = "ENDED";
  EXPECT_EQ(refused_to_begin(scheme), Reason::kEnded);
}

TEST(EvaluationTest, RefusesUnderAStaleDirectory) {
  Scheme scheme;
  scheme.directory.valid_until = "2026-11-03T08:59Z";
  EXPECT_EQ(refused_to_begin(scheme), Reason::kStale);
}

TEST(EvaluationTest, GivesTheReasonForWhichADocumentWasTurnedAway) {
  Scheme scheme;
  scheme.agreement().signing.listed = false;
  EXPECT_EQ(refused_to_begin(scheme), Reason::kNotInDirectory);
  scheme.agreement().signing.signers.pop_back();
  EXPECT_EQ(refused_to_begin(scheme), Reason::kTooFewSignatures);
}

TEST(EvaluationTest, RefusesAnAgencyThatHasLeft) {
  Scheme scheme;
  scheme.agency(kOfsted).valid_to = "2026-11-02";
  EXPECT_EQ(refused_to_begin(scheme), Reason::kUnknownAgency);
  scheme.agency(kOfsted).valid_to = "2026-11-03";
  EXPECT_EQ(refused_to_begin(scheme), std::nullopt);
  scheme.agency(support::kTestshire).valid_from = "2026-11-04";
  EXPECT_EQ(refused_to_begin(scheme), Reason::kUnknownAgency);
}

// One record before the scheme as it stands.
class GrantTest : public ::testing::Test {
 protected:
  Result<Grant> granted(const record::Event& record) { return granted(envelope_of(record)); }
  Result<Grant> granted(const record::Envelope& envelope) {
    documents_ = scheme_.document_set();
    const auto what = disclosure_to(kOfsted, scheme_.agreement_hash());
    STILE_TRY(const auto evaluation, Evaluation::begin(*documents_, what, kNow));
    return evaluation.of(envelope);
  }
  Reason refusal(const char* home, const char* minute) {
    return granted(call_out(home, minute)).reason();
  }

  Scheme scheme_;
  std::shared_ptr<const DocumentSet> documents_;
};

TEST_F(GrantTest, NamesClauseHomeDayAndDistance) {
  const auto grant = granted(call_out(kHome, "2026-10-10T20:15Z")).value();
  EXPECT_EQ(grant.clause->name, "monthly-return");
  EXPECT_EQ(grant.home->id.text(), kHome);
  EXPECT_EQ(grant.event_day, to_day({2026, 10, 10}));
  EXPECT_EQ(grant.placing_distance, record::PlacingDistance::kDistant);
  EXPECT_TRUE(grant.treatments.grants(Field::kAge));
}

TEST_F(GrantTest, RefusesAHomeOnNoList) {
  EXPECT_EQ(refusal("ofsted:SC999999", "2026-10-10T20:15Z"), Reason::kUnknownHome);
}

// Whose business a home is follows from its number, on a list or not: a recipient is not told how
// many rows of another regulator could not be placed.
TEST_F(GrantTest, DoesNotRouteAHomeOfAnotherRegulatorOnAListOrNot) {
  EXPECT_EQ(refusal(support::kWelshHome, "2026-10-10T20:15Z"), Reason::kNotRouted);
  EXPECT_EQ(refusal("ciw:W-9999", "2026-10-10T20:15Z"), Reason::kNotRouted);
}

TEST_F(GrantTest, RefusesAHomeOutsideItsDates) {
  EXPECT_TRUE(granted(call_out(support::kClosedHome, "2026-10-15T12:00Z")).ok());
  EXPECT_EQ(refusal(support::kClosedHome, "2026-10-16T12:00Z"), Reason::kUnknownHome);
  EXPECT_EQ(refusal(support::kSuccessorHome, "2026-10-15T12:00Z"), Reason::kUnknownHome);
  // Half past eleven by the stars is half past midnight by the clock.
  EXPECT_EQ(refusal(support::kClosedHome, "2026-10-15T23:30Z"), Reason::kUnknownHome);
}

TEST_F(GrantTest, RefusesAHomeOfAnotherForcesArea) {
  EXPECT_EQ(refusal(support::kOthershireHome, "2026-10-10T20:15Z"), Reason::kNotRouted);
}

TEST_F(GrantTest, RefusesAHomeOfAnotherRegulator) {
  EXPECT_EQ(refusal(support::kWelshHome, "2026-10-10T20:15Z"), Reason::kNotRouted);
}

TEST_F(GrantTest, TheMonthIsLocal) {
  EXPECT_TRUE(granted(call_out(kHome, "2026-09-30T23:00Z")).ok());
  EXPECT_EQ(refusal(kHome, "2026-09-30T22:59Z"), Reason::kOutsideOccasion);
  EXPECT_TRUE(granted(call_out(kHome, "2026-10-31T23:59Z")).ok());
  EXPECT_EQ(refusal(kHome, "2026-11-01T00:00Z"), Reason::kOutsideOccasion);
}

TEST_F(GrantTest, RefusesAnEventThatHasNotHappened) {
  auto what = disclosure_to(kOfsted, scheme_.agreement_hash());
  what.occasion.month = {2026, 11};
  documents_ = scheme_.document_set();
  const auto evaluation = Evaluation::begin(*documents_, what, kNow).value();
  EXPECT_TRUE(evaluation.of(envelope_of(call_out(kHome, "2026-11-03T09:00Z"))).ok());
  EXPECT_EQ(evaluation.of(envelope_of(call_out(kHome, "2026-11-03T09:01Z"))).reason(),
            Reason::kOutsideOccasion);
}

TEST_F(GrantTest, AHomeOfThreePlacesGivesNoAgeAndNoPseudonym) {
  for (const auto* home : {support::kSmallHome, support::kUnstatedHome}) {
    const auto grant = granted(call_out(home, "2026-10-10T20:15Z")).value();
    EXPECT_FALSE(grant.treatments.grants(Field::kAge)) << home;
    EXPECT_FALSE(grant.treatments.grants(Field::kChildPseudonym)) << home;
    EXPECT_TRUE(grant.treatments.grants(Field::kCategory)) << home;
  }
}

TEST_F(GrantTest, AHomeOfFourPlacesGivesBoth) {
  const auto grant = granted(call_out(kHome, "2026-10-10T20:15Z")).value();
  EXPECT_TRUE(grant.treatments.grants(Field::kAge));
  EXPECT_TRUE(grant.treatments.grants(Field::kChildPseudonym));
}

TEST_F(GrantTest, ANarrowerAgreementGrantsLess) {
  scheme_.withhold("AGE");
  scheme_.withhold("CHILD_PSEUDONYM");
  const auto grant = granted(call_out(kHome, "2026-10-10T20:15Z")).value();
  EXPECT_FALSE(grant.treatments.grants(Field::kAge));
  EXPECT_FALSE(grant.treatments.grants(Field::kChildPseudonym));
}

TEST_F(GrantTest, APlacingAuthorityMayNotBeKnown) {
  auto record = call_out(kHome, "2026-10-10T20:15Z");
  record.placing_authority.reset();
  EXPECT_EQ(granted(record)->placing_distance, record::PlacingDistance::kNotKnown);
}

TEST_F(GrantTest, TheDistanceIsThatOfTheEventsDay) {
  scheme_.areas = support::replaced(
      scheme_.areas, "adjoining: \"E10000092\" adjoining: \"W06000091\"",
      "adjoining: \"E10000092\" adjoining: \"W06000091\" valid_to: \"2026-10-15\"\n"
      "  successor: \"E06000094\" successor: \"E06000095\"");
  scheme_.areas +=
      "authority { code: \"E06000094\" name: \"North Testshire\" valid_from: \"2026-10-16\" }\n"
      "authority { code: \"E06000095\" name: \"South Testshire\" valid_from: \"2026-10-16\" }\n";
  auto before = call_out(kHome, "2026-10-15T12:00Z");
  auto after = call_out(kHome, "2026-10-16T12:00Z");
  before.placing_authority = after.placing_authority = support::area("E06000094");
  EXPECT_EQ(granted(before)->placing_distance, record::PlacingDistance::kInArea);
  EXPECT_EQ(granted(after)->placing_distance, record::PlacingDistance::kNotKnown);
}

}  // namespace
}  // namespace stile::agreement
