#include "gateway/pipeline/authorised.h"

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
  const auto authorised = authorise(std::move(authenticated).take(), documents, keys_, support::kNow);
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

}  // namespace
}  // namespace stile::gateway
