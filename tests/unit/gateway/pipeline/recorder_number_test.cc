#include "tests/unit/gateway/pipeline/recorder_fixture.h"

namespace stile::gateway {
namespace {

using RecorderNumberTest = RecorderTest;

TEST_F(RecorderNumberTest, AnswersAGroupInItsOrderUnderOneCheckpoint) {
  const auto outcomes = record(admission(1), refusal(), admission(2));
  ASSERT_EQ(outcomes.size(), 3U);
  EXPECT_EQ(recorded(outcomes[0]).number(), 1U);
  EXPECT_EQ(recorded_refusal(outcomes[1]).refusal().reason, Reason::kDenied);
  EXPECT_EQ(recorded(outcomes[2]).number(), 2U);
  EXPECT_EQ(recorded(outcomes[0]).leaf_index(), 0U);
  EXPECT_EQ(recorded(outcomes[2]).leaf_index(), 2U);
  EXPECT_EQ(recorded(outcomes[0]).tree_size(), 3U);
  EXPECT_EQ(recorded(outcomes[2]).tree_size(), 3U);
  for (std::uint64_t i = 0; i < 3; ++i) EXPECT_TRUE(proves(i, 3)) << i;
}

TEST_F(RecorderNumberTest, LeafAndParcelAreDurableBeforeTheAnswer) {
  const auto outcomes = record(admission(1));
  const auto parcels = store_->parcels(support::kOfsted, Urgency::kBulk, 0, 10).value();
  ASSERT_EQ(parcels.size(), 1U);
  EXPECT_EQ(parcels.front().id, recorded(outcomes[0]).leaf_index());
  EXPECT_EQ(leaf(0).decision, "admitted");
  EXPECT_EQ(leaf(0).build, "build-1");
  EXPECT_EQ(second_->last().value(), recorder_->checkpoint());
}

TEST_F(RecorderNumberTest, TakesNoNumberBeforeItsTurn) {
  const auto outcomes = record(admission(1), admission(3));
  const auto& skipped = recorded_refusal(outcomes[1]);
  EXPECT_EQ(skipped.refusal().reason, Reason::kNumberSkipped);
  EXPECT_EQ(skipped.last_number(), 1U);
  EXPECT_EQ(leaf(1).reason, "NUMBER_SKIPPED");
  EXPECT_EQ(recorded(record(admission(2))[0]).number(), 2U);
}

TEST_F(RecorderNumberTest, NothingIsPassedOverWhereNoLedgerWasClosed) {
  auto ahead = consign(records(1), {}, 3);
  ahead.passes = 2;
  const auto outcomes = record(sent(ahead));
  EXPECT_EQ(recorded_refusal(outcomes[0]).refusal().reason, Reason::kNumberSkipped);
}

TEST_F(RecorderNumberTest, TheSameBytesGetTheSameReceipt) {
  const auto consignment = consign(records(1));
  const auto first = record(sent(consignment));
  record(refusal());
  const auto again = record(sent(consignment));
  EXPECT_TRUE(recorded(first[0]).fresh());
  EXPECT_FALSE(recorded(again[0]).fresh());
  EXPECT_EQ(recorded(again[0]).leaf_index(), recorded(first[0]).leaf_index());
  EXPECT_EQ(recorded(again[0]).tree_size(), recorded(first[0]).tree_size());
  EXPECT_EQ(size(), 2U);
  EXPECT_EQ(store_->parcels(support::kOfsted, Urgency::kBulk, 0, 10)->size(), 1U);
}

TEST_F(RecorderNumberTest, ARepetitionWithinAGroupIsOne) {
  const auto consignment = consign(records(1));
  const auto outcomes = record(sent(consignment), sent(consignment), refusal());
  EXPECT_TRUE(recorded(outcomes[0]).fresh());
  EXPECT_FALSE(recorded(outcomes[1]).fresh());
  EXPECT_EQ(recorded(outcomes[1]).leaf_index(), 0U);
  EXPECT_EQ(recorded(outcomes[1]).tree_size(), 2U);
  EXPECT_EQ(recorded(outcomes[0]).tree_size(), 2U);
  EXPECT_EQ(size(), 2U);
}

TEST_F(RecorderNumberTest, OtherBytesNeverTakeANumbersPlace) {
  record(admission(1));
  const auto outcomes = record(admission(2), admission(1), admission(2));
  EXPECT_TRUE(recorded(outcomes[0]).fresh());
  for (const std::size_t i : {1U, 2U}) {
    EXPECT_EQ(recorded_refusal(outcomes[i]).refusal().reason, Reason::kConflict);
    EXPECT_EQ(recorded_refusal(outcomes[i]).last_number(), 2U);
  }
  EXPECT_EQ(store_->parcels(support::kOfsted, Urgency::kBulk, 0, 10)->size(), 2U);
}

TEST_F(RecorderNumberTest, CountersOfAnAgreementHaveNoGap) {
  record(admission(1), refusal(), admission(2));
  record(admission(4));
  record(admission(3));
  restart();
  record(admission(4));
  std::vector<std::uint64_t> counters;
  for (std::uint64_t i = 0; i < size(); ++i) {
    if (leaf(i).counter) counters.push_back(*leaf(i).counter);
  }
  EXPECT_EQ(counters, (std::vector<std::uint64_t>{1, 2, 3, 4}));
}

TEST_F(RecorderNumberTest, EveryLeafHasItsOwnNonce) {
  record(refusal(), refusal());
  EXPECT_NE(leaf(0).nonce, leaf(1).nonce);
}

TEST_F(RecorderNumberTest, NothingToRecordChangesNothing) {
  record(admission(1));
  const auto checkpoint = recorder_->checkpoint();
  EXPECT_TRUE(record().empty());
  EXPECT_EQ(recorder_->checkpoint(), checkpoint);
}

TEST_F(RecorderNumberTest, EveryCheckpointIsTheLogsAndExtendsTheLast) {
  record(admission(1), refusal());
  const auto old_note = recorder_->checkpoint();
  record(admission(2), refusal(), admission(3));
  const auto log = support::signer_named(support::kLog).verifier();
  const auto before = ledger::verify_checkpoint(old_note, log).value();
  const auto after = ledger::verify_checkpoint(recorder_->checkpoint(), log).value();
  const auto proof = ledger::consistency_proof(before.size, after.size, *store_).value();
  EXPECT_TRUE(
      ledger::verify_consistency(before.size, after.size, proof, before.root, after.root).ok());
}

}  // namespace
}  // namespace stile::gateway
