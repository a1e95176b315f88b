#include "gateway/pipeline/exchange.h"

#include "tests/unit/gateway/pipeline/road.h"

namespace stile::gateway {
namespace {

using ExchangeTest = Road;

TEST_F(ExchangeTest, AnHonestConsignmentReachesTheDoorOfTheLedger) {
  const Entry entry = sent(consign());
  ASSERT_TRUE(std::holds_alternative<Pseudonymised>(entry));
  const auto& passed = std::get<Pseudonymised>(entry);
  EXPECT_EQ(passed.number(), 1U);
  EXPECT_EQ(passed.stream().agreement_id, "testshire-ofsted");
  EXPECT_EQ(passed.stream().source, support::kTestshire);
  EXPECT_EQ(passed.stream().recipient, support::kOfsted);
}

TEST_F(ExchangeTest, TheDigestIsOfTheStatementsText) {
  const auto consignment = consign();
  const auto text = crypto::parse_note(consignment.statement)->text;
  EXPECT_EQ(std::get<Pseudonymised>(sent(consignment)).digest(), record::consignment_digest(text));
}

TEST_F(ExchangeTest, ARefusalSaysWhatWasClaimed) {
  scheme_.directory.denied_agencies = {support::kTestshire};
  const auto refusal = refused(consign(records(), {}, 9));
  EXPECT_EQ(refusal.peer.id.text(), support::kTestshire);
  EXPECT_EQ(refusal.to, support::kOfsted);
  EXPECT_EQ(refusal.agreement, scheme_.agreement_hash());
  EXPECT_EQ(refusal.number, 9U);
  EXPECT_EQ(refusal.rows, 3U);
}

TEST_F(ExchangeTest, TheEarlierStageAnswersFirst) {
  scheme_.directory.valid_until = "2026-11-03T08:00Z";
  const Lies excess{.row = [](std::size_t, support::RowInHand& row) {
    row.treated.event_minute = row.envelope.event_minute;
  }};
  EXPECT_EQ(reason(consign(excess)), Reason::kStale);
  EXPECT_EQ(reason(consign(excess), support::kOthershire), Reason::kWrongPeer);
}

TEST_F(ExchangeTest, ARefusalTellsNoIdentifier) {
  const auto refusal = refused(consign({.row = [](std::size_t, support::RowInHand& row) {
    row.envelope.home = support::home("ofsted:SC999999");
  }}));
  EXPECT_EQ(refusal.detail.find("SC999999"), std::string::npos);
}

}  // namespace
}  // namespace stile::gateway
