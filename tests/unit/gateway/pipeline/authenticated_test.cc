#include "gateway/pipeline/authenticated.h"

#include "tests/unit/gateway/pipeline/road.h"

namespace stile::gateway {
namespace {

class AuthenticatedTest : public Road {
 protected:
  // altered() is what the gateway says of an honest consignment changed on its way.
  template <typename Change>
  Reason altered(const Change& change) {
    auto consignment = consign();
    change(consignment);
    return reason(std::move(consignment));
  }
};

TEST_F(AuthenticatedTest, KnowsTheSourceByConnectionAndSignature) {
  auto received = receive(consign(), peer(), Urgency::kBulk);
  const auto documents = scheme_.document_set();
  const auto authenticated = authenticate(std::move(received).take(), peer(), *documents);
  ASSERT_TRUE(authenticated.passed());
  EXPECT_EQ(authenticated->peer().id.text(), support::kTestshire);
}

TEST_F(AuthenticatedTest, RefusesAnotherAgencysConnection) {
  EXPECT_EQ(reason(consign(), support::kOthershire), Reason::kWrongPeer);
}

TEST_F(AuthenticatedTest, RefusesADeniedAgency) {
  scheme_.directory.denied_agencies = {support::kTestshire};
  EXPECT_EQ(reason(consign()), Reason::kDenied);
}

TEST_F(AuthenticatedTest, RefusesAnAgencyOutsideTheDirectory) {
  std::erase_if(scheme_.directory.agencies,
                [](const auto& agency) { return agency.id == support::kTestshire; });
  EXPECT_EQ(reason(consign()), Reason::kUnknownAgency);
}

TEST_F(AuthenticatedTest, RefusesAStatementSomebodyElseSigned) {
  EXPECT_EQ(reason(consign({.signer = support::kOthershire})), Reason::kBadSignature);
  EXPECT_EQ(reason(consign({.signer = "a/passer-by"})), Reason::kBadSignature);
}

TEST_F(AuthenticatedTest, RefusesAnAlteredStatement) {
  EXPECT_EQ(altered([](auto& all) {
              all.statement = support::replaced(all.statement, "number 1", "number 2");
            }),
            Reason::kBadSignature);
}

TEST_F(AuthenticatedTest, RefusesAnAlteredRow) {
  EXPECT_EQ(altered([](auto& all) { all.rows[0].row.salt[0] ^= 1; }), Reason::kBadSignature);
  EXPECT_EQ(altered([](auto& all) { all.rows[1].row.event_token[15] ^= 1; }),
            Reason::kBadSignature);
  EXPECT_EQ(altered([](auto& all) { all.rows[2].row.revision = 2; }), Reason::kBadSignature);
  EXPECT_EQ(altered([](auto& all) { all.rows[2].row.sealed_identity = "x"; }),
            Reason::kBadSignature);
  EXPECT_EQ(altered([&](auto& all) {
              const auto other = call_out(support::kSecondHome, "2026-10-10T20:15Z");
              all.rows[0].row.fields = consign({other}).rows[0].row.fields;
            }),
            Reason::kBadSignature);
}

TEST_F(AuthenticatedTest, RefusesARowDroppedForAnother) {
  EXPECT_EQ(altered([](auto& all) { all.rows[1] = all.rows[0]; }), Reason::kBadSignature);
  EXPECT_EQ(altered([](auto& all) { std::swap(all.rows[0], all.rows[2]); }), Reason::kBadSignature);
}

TEST_F(AuthenticatedTest, RefusesAForeignEnvelope) {
  EXPECT_EQ(altered([&](auto& all) {
              auto other = call_out(support::kHome, "2026-10-11T20:15Z");
              all.rows[0].envelope = consign({other}).rows[0].envelope;
            }),
            Reason::kBadSignature);
}

TEST_F(AuthenticatedTest, RefusesAForeignSubjectToken) {
  EXPECT_EQ(altered([](auto& all) { all.rows[0].subject_token = std::string(16, 'x'); }),
            Reason::kBadSignature);
  EXPECT_EQ(altered([](auto& all) { all.rows[0].subject_token.clear(); }), Reason::kBadSignature);
}

TEST_F(AuthenticatedTest, RefusesTheRowsOfAnotherConsignment) {
  EXPECT_EQ(altered([&](auto& all) { all.rows = consign().rows; }), Reason::kBadSignature);
}

}  // namespace
}  // namespace stile::gateway
