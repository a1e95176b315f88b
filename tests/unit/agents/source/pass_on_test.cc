#include "agents/source/pass_on.h"

#include <gtest/gtest.h>

#include "agents/source/change_run.h"
#include "core/agreement/minimise.h"
#include "core/crypto/encoding.h"
#include "core/wire/row_codec.h"
#include "tests/support/source_hand.h"
#include "tests/unit/agents/source/notify_fixture.h"

// An area authority tells the authority that placed a child what a force told it.
namespace stile::agent {
namespace {

using support::kFarCouncil;
using support::kOwnCouncil;

record::Identity invented() {
  return {.surname = "Invented-Wynne",
          .forenames = "Zed",
          .date_of_birth = to_day({2012, 5, 4}),
          .police_reference = "TS/1234/26"};
}

record::Event alleged_call() {
  record::Event event = support::call_out(support::kHome, "2026-11-02T21:15Z");
  event.child_role = record::ChildRole::kAlleged;
  event.offence = record::OffenceGroup::kTheft;
  event.outcome = record::Outcome::k22;
  event.arrested = record::Answer::kYes;
  event.harm = record::Answer::kNo;
  event.level = record::Level::k2;
  event.level_set_by = record::LevelSetBy::kHome;
  event.home_told = record::HomeTold::kNo;
  event.placing_authority.reset();
  return event;
}

class PassOnTest : public NotifyFixture {
 protected:
  PassOnTest() {
    scheme_ = support::passing_on_scheme();
    self_ = kOwnCouncil;
    contact_ = "duty-desk";
    use_documents();
    reopen();
  }

  // told_of() is what the force tells this authority of an event.
  record::Treated told_of(const record::Event& event) const {
    const std::string type(record::name(event.type));
    const auto what = support::notification_to(scheme_, kOwnCouncil, "area-" + type);
    const auto evaluation = agreement::Evaluation::begin(*documents_, what, support::kNow).value();
    const auto grant = evaluation.of(record::envelope_of(event)).value();
    return agreement::minimise(event, grant, support::kContact);
  }
  ExitCode pass_on(const record::Treated& told, const char* placing = support::kDistantAuthority,
                   const record::Identity& who = invented()) {
    said_ = Said();
    const PassedOn what(token_, told, who, support::area(placing));
    return source_->pass_on(what, "mary", said_);
  }
  ExitCode pass_on(const char* placing = support::kDistantAuthority) {
    return pass_on(told_of(alleged_call()), placing);
  }
  record::Treated row_told() const {
    return wire::decode_fields(only_to(kFarCouncil).consignment.rows.front().row.fields).value();
  }

  Token token_ = crypto::random_token(crypto::system_random());
};

TEST_F(PassOnTest, TellsTheAuthorityThatPlacedTheChildAndNobodyElse) {
  EXPECT_EQ(pass_on(), ExitCode::kOk) << said_.text() << said_.messages();
  EXPECT_EQ(told(), std::vector<std::string>{kFarCouncil});
  const auto& what = only_to(kFarCouncil).statement.disclosure;
  EXPECT_EQ(what.from, support::agency(kOwnCouncil));
  EXPECT_EQ(what.clause, "placed-call-out");
  EXPECT_TRUE(said(crypto::crockford(token_) + " told to authority/E10000093")) << said_.text();
  EXPECT_FALSE(said("host-yjs")) << said_.text();
  EXPECT_EQ(audit(), ExitCode::kOk) << said_.text();
}

TEST_F(PassOnTest, SaysWhatItWasToldWithItsOwnContactAndWhoPlacedTheChild) {
  ASSERT_EQ(pass_on(), ExitCode::kOk) << said_.messages();
  record::Treated expected = told_of(alleged_call());
  expected.contact = "duty-desk";
  expected.placing_authority = support::area(support::kDistantAuthority);
  EXPECT_EQ(row_told(), expected);
}

TEST_F(PassOnTest, SealsWhoTheChildIsToThatAuthorityUnderATokenOfItsOwn) {
  ASSERT_EQ(pass_on(), ExitCode::kOk) << said_.messages();
  const auto one = only_to(kFarCouncil);
  const auto& row = one.consignment.rows.front().row;
  EXPECT_NE(row.event_token, token_);
  const auto opened = crypto::open(support::sealing_key_named(kFarCouncil), row.sealed_identity);
  ASSERT_TRUE(opened.ok());
  const record::IdentityBinding binding{record::identity_row_hash(row.salt, row.fields),
                                        row.event_token, one.statement.disclosure.agreement,
                                        support::agency(kFarCouncil)};
  const auto identity =
      record::open_identity(opened.value(), support::signer_named(kOwnCouncil).verifier(), binding);
  ASSERT_TRUE(identity.ok()) << identity.error().detail;
  EXPECT_EQ(identity.value(), invented());
  EXPECT_EQ(one.bytes.find("Invented-Wynne"), Bytes::npos);
}

TEST_F(PassOnTest, TellsNobodyASecondTimeAndRevisesWhatTheForceRevised) {
  ASSERT_EQ(pass_on(), ExitCode::kOk) << said_.messages();
  EXPECT_EQ(pass_on(), ExitCode::kOk);
  EXPECT_TRUE(said("told before"));
  EXPECT_EQ(told().size(), 1U);
  auto later = alleged_call();
  later.child_role = record::ChildRole::kVictim;
  EXPECT_EQ(pass_on(told_of(later)), ExitCode::kOk) << said_.messages();
  EXPECT_TRUE(said("told anew")) << said_.text();
  EXPECT_EQ(told().size(), 2U);
}

TEST_F(PassOnTest, WhatAForceToldByTelephoneGoesByHandUnderTheSameAgreement) {
  EXPECT_EQ(notify(events_of({recent()})), ExitCode::kOk) << said_.text() << said_.messages();
  EXPECT_EQ(told(), std::vector<std::string>{kFarCouncil});
  EXPECT_FALSE(said("host-yjs")) << said_.text();
  EXPECT_EQ(notify(events_of({recent("")})), ExitCode::kRefused);
  EXPECT_TRUE(said("withdrawn: authority/E10000093 was told before")) << said_.text();
}

TEST_F(PassOnTest, TellsNobodyUnderNoAgreementAndNamesTheMend) {
  EXPECT_EQ(pass_on(support::kAdjoiningAuthority), ExitCode::kRefused);
  EXPECT_TRUE(said("NO_AGREEMENT")) << said_.messages();
  EXPECT_TRUE(said("notification-passed-on.textproto")) << said_.messages();
  scheme_.agreements.pop_back();
  use_documents();
  EXPECT_EQ(pass_on(), ExitCode::kRefused);
  EXPECT_TRUE(told().empty());
}

TEST_F(PassOnTest, TellsNobodyOfAChildOfItsOwnOrUnderACodeThatIsNone) {
  EXPECT_EQ(pass_on(support::kOwnAuthority), ExitCode::kRefused);
  EXPECT_TRUE(said("is this authority")) << said_.messages();
  EXPECT_EQ(pass_on("E10000999"), ExitCode::kFaults);
  EXPECT_TRUE(said("was no authority's code")) << said_.messages();
  EXPECT_TRUE(told().empty());
}

TEST_F(PassOnTest, TellsNothingThatTheForceHasNotTold) {
  auto told_less = told_of(alleged_call());
  told_less.level.reset();
  EXPECT_EQ(pass_on(told_less), ExitCode::kRefused);
  EXPECT_TRUE(said("passed on, and this authority was not told it")) << said_.messages();
  told_less = told_of(alleged_call());
  told_less.event_minute.reset();
  EXPECT_EQ(pass_on(told_less), ExitCode::kFaults);
  EXPECT_TRUE(told().empty());
}

TEST_F(PassOnTest, TellsNobodyOfAChildWithoutAName) {
  EXPECT_EQ(pass_on(told_of(alleged_call()), support::kDistantAuthority, {}), ExitCode::kFaults);
  EXPECT_TRUE(told().empty());
}

TEST_F(PassOnTest, SaysThatTheAuthorityHasNoSealingKeyYetAndLeavesNothingUntold) {
  take_key_of(kFarCouncil);
  EXPECT_EQ(pass_on(), ExitCode::kIo);
  EXPECT_TRUE(said("ring its duty number")) << said_.messages();
  EXPECT_EQ(alarms(), "");
  give_keys();
  scheme_ = support::passing_on_scheme();
  use_documents();
  EXPECT_EQ(pass_on(), ExitCode::kOk) << said_.messages();
}

TEST_F(PassOnTest, IsWithdrawnAsAnyRecordIs) {
  ASSERT_EQ(pass_on(), ExitCode::kOk) << said_.messages();
  const RecordOrder order{.system = std::string(kPassedOnSystem),
                          .type = record::RecordType::kCallOut,
                          .reference = crypto::crockford(token_),
                          .reason = record::ChangeReason::kRecordedInError};
  said_ = Said();
  EXPECT_EQ(source_->change(order, "officer", said_), ExitCode::kOk)
      << said_.text() << said_.messages();
  EXPECT_EQ(told().size(), 2U);
}

constexpr char kNextCouncil[] = "spiffe://stile.example/authority/E10000092/agent";

TEST_F(PassOnTest, PassedOnToAnotherAuthorityItIsWithdrawnFromTheFirst) {
  auto next = scheme_.agency(kFarCouncil);
  next.id = next.name = next.signing_key = kNextCouncil;
  next.signatories = support::signatories_of(kNextCouncil);
  next.areas = {support::kAdjoiningAuthority};
  scheme_.directory.agencies.push_back(next);
  auto agreement = scheme_.agreements.back();
  agreement.id = "council-next";
  agreement.recipient = kNextCouncil;
  agreement.signing = {support::both(kOwnCouncil, kNextCouncil)};
  scheme_.agreements.push_back(agreement);
  auto key = scheme_.sealing_keys.back();
  key.signing = {{kNextCouncil}};
  key.agency = key.key = kNextCouncil;
  scheme_.sealing_keys.push_back(key);
  use_documents();
  ASSERT_EQ(pass_on(), ExitCode::kOk) << said_.messages();
  ASSERT_EQ(pass_on(support::kAdjoiningAuthority), ExitCode::kOk) << said_.messages();
  EXPECT_TRUE(said("told to authority/E10000092")) << said_.text();
  EXPECT_TRUE(said("withdrawn: authority/E10000093 was told before")) << said_.text();
}

// What goes in comes out: of each type of record, and of each outcome that the Home Office has.
TEST_F(PassOnTest, NothingThatWasToldIsLostOnTheWay) {
  for (const auto type : {record::RecordType::kCallOut, record::RecordType::kMissingEpisode,
                          record::RecordType::kArrest, record::RecordType::kConcern}) {
    for (int i = 1; i <= static_cast<int>(record::Outcome::kNoCrime); ++i) {
      auto event = alleged_call();
      event.type = type;
      event.outcome = static_cast<record::Outcome>(i);
      event.kind =
          type == record::RecordType::kConcern ? record::Kind::kSelfHarm : record::Kind::kArrested;
      event.absence = record::Absence::kLate;
      event.risk = record::MissingRisk::kHigh;
      event.police_response = record::PoliceResponse::kSearch;
      event.interview_offered = record::Answer::kYes;
      if (i % 2 == 0) event.end = event.time + 7200;
      const auto told = told_of(event);
      const PassedOn what(token_, told, invented(), support::area(support::kDistantAuthority));
      auto again = event_of(what);
      again.placing_authority.reset();
      EXPECT_EQ(told_of(again), told) << record::name(type) << " " << i;
      EXPECT_EQ(beyond(told_of(again), told), std::nullopt);
    }
  }
}

}  // namespace
}  // namespace stile::agent
