#include "gateway/pipeline/authorised.h"

#include "core/base/limits.h"
#include "tests/support/notifying.h"
#include "tests/unit/gateway/pipeline/road.h"

namespace stile::gateway {
namespace {

class AuthorisedTest : public Road {
 protected:
  // The force tells the gateway another home, or another minute, of one row. Fields and
  // envelope agree; only the gateway's own lists can tell.
  static Lies other_home(std::size_t at, const char* home) {
    return {.row = [=](std::size_t index, support::RowInHand& row) {
      if (index != at) return;
      row.envelope.home = support::home(home);
      row.treated.home = row.envelope.home;
    }};
  }
  static Lies other_minute(const char* minute) {
    return {.row = [=](std::size_t, support::RowInHand& row) {
      row.envelope.event_minute = parse_utc_minute(minute).value() / 60;
    }};
  }
};

TEST_F(AuthorisedTest, CarriesOneGrantARow) {
  const auto documents = scheme_.document_set();
  auto authenticated =
      authenticate(receive(consign(), peer(), Urgency::kBulk).take(), peer(), *documents);
  const auto authorised =
      authorise(std::move(authenticated).take(), documents, keys_, support::kNow);
  ASSERT_TRUE(authorised.passed());
  EXPECT_EQ(authorised->grants().size(), 3U);
  EXPECT_EQ(authorised->agreement().id.text(), "testshire-ofsted");
  EXPECT_EQ(authorised->clause().name, "monthly-return");
}

TEST_F(AuthorisedTest, RefusesWithoutAnAgreementInForce) {
  scheme_.agreement().until = scheme_.agreement().review = "2026-11-02";
  // The gateway holds another version: what the force cites, it does not have.
  EXPECT_EQ(reason(consign()), Reason::kNoAgreement);
}

TEST_F(AuthorisedTest, RefusesASuspendedOrEndedAgreement) {
  scheme_.add_status("SUSPENDED", "2026-11-03T08:00Z", support::signatories_of(support::kOfsted));
  EXPECT_EQ(reason(consign()), Reason::kSuspended);
  scheme_.statuses.front().kind = "ENDED";
  EXPECT_EQ(reason(consign()), Reason::kEnded);
}

TEST_F(AuthorisedTest, RefusesWhatTheDirectoryNoLongerLists) {
  scheme_.agreement().signing.listed = false;
  EXPECT_EQ(reason(consign()), Reason::kNotInDirectory);
}

TEST_F(AuthorisedTest, RefusesUnderAStaleDirectory) {
  scheme_.directory.valid_until = "2026-11-03T08:00Z";
  EXPECT_EQ(reason(consign()), Reason::kStale);
}

TEST_F(AuthorisedTest, RefusesAnotherRecipientThanTheAgreements) {
  EXPECT_EQ(reason(consign({.statement =
                                [](record::Statement& statement) {
                                  statement.disclosure.to = support::agency(support::kCiw);
                                }})),
            Reason::kWrongParty);
  EXPECT_EQ(reason(consign({.statement =
                                [](record::Statement& statement) {
                                  statement.disclosure.to = support::agency(support::kOthershire);
                                }})),
            Reason::kWrongParty);
}

TEST_F(AuthorisedTest, RefusesAHomeTheGatewayDoesNotKnowOrRoute) {
  EXPECT_EQ(reason(consign(other_home(0, "ofsted:SC999999"))), Reason::kUnknownHome);
  EXPECT_EQ(reason(consign(other_home(0, support::kOthershireHome))), Reason::kNotRouted);
  EXPECT_EQ(reason(consign(other_home(0, support::kWelshHome))), Reason::kNotRouted);
}

TEST_F(AuthorisedTest, RefusesAnotherMonth) {
  EXPECT_EQ(reason(consign(other_minute("2026-11-01T00:00Z"))), Reason::kOutsideOccasion);
  EXPECT_EQ(reason(consign(other_minute("2026-12-24T00:00Z"))), Reason::kOutsideOccasion);
}

TEST_F(AuthorisedTest, NamesEveryRowItDoesNotGrant) {
  const auto refusal = refused(consign({.row = [](std::size_t index, support::RowInHand& row) {
    if (index == 0) row.envelope.home = support::home("ofsted:SC999999");
    if (index == 2) row.envelope.event_minute += 60 * 24 * 60;
  }}));
  EXPECT_EQ(refusal.reason, Reason::kUnknownHome);
  ASSERT_EQ(refusal.faults.size(), 2U);
  EXPECT_EQ(refusal.faults[0].row, 0U);
  EXPECT_EQ(refusal.faults[1].row, 2U);
  EXPECT_EQ(refusal.faults[1].reason, Reason::kOutsideOccasion);
}

// An area authority that passes on, honestly or not: the gateway holds it to its own agreement.
class PassedOnTest : public Road {
 protected:
  PassedOnTest() { scheme_ = support::passing_on_scheme(); }

  wire::Consignment passed_on(const support::Lies& lies = {}) const {
    const support::SourceHand hand(scheme_.document_set(),
                                   support::passed_on(scheme_, "placed-call-out"));
    const std::vector events{call_out(support::kHome, "2026-11-02T08:15Z")};
    return hand.consign(events, 1,
                        {.row =
                             [&](std::size_t index, support::RowInHand& row) {
                               row.sealed_identity = Bytes(limits::kSealedIdentityBytes, 's');
                               row.treated.contact = "duty-desk";
                               if (lies.row) lies.row(index, row);
                             },
                         .statement = lies.statement});
  }
  std::optional<Reason> outcome(wire::Consignment consignment,
                                const char* from = support::kOwnCouncil) {
    const Entry entry = sent(std::move(consignment), from, Urgency::kInteractive);
    const auto* refusal = std::get_if<Refusal>(&entry);
    return refusal == nullptr ? std::nullopt : std::optional(refusal->reason);
  }
  std::optional<Reason> sent_to(const char* recipient) {
    return outcome(passed_on({.statement = [=](record::Statement& statement) {
      statement.disclosure.to = support::agency(recipient);
    }}));
  }
};

TEST_F(PassedOnTest, GoesToTheAuthorityThatPlacedTheChild) {
  EXPECT_EQ(outcome(passed_on()), std::nullopt);
}

TEST_F(PassedOnTest, GoesToNobodyElseUnderItsAgreement) {
  EXPECT_EQ(sent_to(support::kTestshire), Reason::kWrongParty);
  EXPECT_EQ(sent_to(support::kOwnCouncil), Reason::kWrongParty);
  EXPECT_EQ(sent_to(support::kFarYjs), Reason::kWrongParty);
}

TEST_F(PassedOnTest, NobodyElseSendsUnderItsAgreementAndItUnderNobodyElses) {
  EXPECT_EQ(outcome(passed_on(), support::kTestshire), Reason::kWrongPeer);
  EXPECT_EQ(outcome(passed_on({.statement =
                                   [this](record::Statement& statement) {
                                     statement.disclosure.agreement =
                                         scheme_.agreement_hash(support::kFirstNotifying);
                                   }})),
            Reason::kNoAgreement);
}

TEST_F(PassedOnTest, RefusesAFieldThatTheAgreementDoesNotGrant) {
  EXPECT_EQ(outcome(passed_on({.row =
                                   [](std::size_t, support::RowInHand& row) {
                                     row.treated.channel = record::Channel::k999;
                                   }})),
            Reason::kExcessField);
  EXPECT_EQ(outcome(passed_on({.row =
                                   [](std::size_t, support::RowInHand& row) {
                                     row.envelope.placing_authority.reset();
                                     row.treated.placing_authority.reset();
                                   }})),
            Reason::kPlacingNotKnown);
}

}  // namespace
}  // namespace stile::gateway
