#include "tests/unit/gateway/pipeline/recorder_fixture.h"

namespace stile::gateway {
namespace {

using support::FailingCheckpointFile;
using support::Fault;
using support::Step;

using RecorderRecoveryTest = RecorderTest;

TEST_F(RecorderRecoveryTest, GoesOnWhereItEnded) {
  record(admission(1), refusal());
  restart();
  EXPECT_EQ(recorder_->tree_size(), 2U);
  EXPECT_EQ(recorded(record(admission(2))[0]).leaf_index(), 2U);
  EXPECT_TRUE(proves(0, 3));
  EXPECT_TRUE(proves(2, 3));
}

TEST_F(RecorderRecoveryTest, ALostCommitAnswersNobodyAndTakesNoNumber) {
  const auto consignment = consign(records(1));
  store_->fail(Step::kCommit, Fault::kLost);
  EXPECT_TRUE(record_fails(sent(consignment), refusal()));
  EXPECT_EQ(size(), 0U);
  EXPECT_EQ(recorder_->checkpoint(), "");
  restart();
  EXPECT_TRUE(recorded(record(sent(consignment))[0]).fresh());
}

TEST_F(RecorderRecoveryTest, ACommitThatPersistedUnseenIsFoundAgain) {
  const auto consignment = consign(records(1));
  store_->fail(Step::kCommit, Fault::kPersisted);
  EXPECT_TRUE(record_fails(sent(consignment)));
  restart();
  const auto again = record(sent(consignment));
  EXPECT_FALSE(recorded(again[0]).fresh());
  EXPECT_EQ(recorded(again[0]).leaf_index(), 0U);
  EXPECT_EQ(store_->parcels(support::kOfsted, Urgency::kBulk, 0, 10)->size(), 1U);
}

TEST_F(RecorderRecoveryTest, ASecondPlaceThatLagsByOneIsTakenUp) {
  for (const auto fault : {Fault::kLost, Fault::kPersisted}) {
    const auto number =
        store_->last_taken()->empty() ? 1 : store_->last_taken()->front().number + 1;
    second_->fail(Step::kAdvance, fault);
    EXPECT_TRUE(record_fails(admission(number)));
    restart();
    EXPECT_EQ(second_->last().value(), recorder_->checkpoint());
    EXPECT_EQ(recorder_->tree_size(), number);
  }
}

TEST_F(RecorderRecoveryTest, AnOlderStorePutBackIsNoticed) {
  record(admission(1));
  const auto backup = store_->reopened();
  record(admission(2));
  recorder_.reset();
  store_ = backup->reopened();
  EXPECT_EQ(open().reason(), Reason::kIntegrity);
}

TEST_F(RecorderRecoveryTest, AnEmptyStorePutBackIsNoticed) {
  record(admission(1));
  recorder_.reset();
  store_ = std::make_unique<support::FailingStore>(crypto::system_random());
  EXPECT_EQ(open().reason(), Reason::kIntegrity);
}

TEST_F(RecorderRecoveryTest, AnotherHistoryOfTheSameLengthIsNoticed) {
  record(admission(1));
  const auto backup = store_->reopened();
  auto second_before = std::make_unique<FailingCheckpointFile>(*second_);
  record(admission(2));
  auto second_of_one = std::make_unique<FailingCheckpointFile>(*second_);
  recorder_.reset();
  store_ = backup->reopened();
  second_ = std::move(second_before);
  recorder_.emplace(open().value());
  record(refusal());
  recorder_.reset();
  second_ = std::move(second_of_one);
  EXPECT_EQ(open().reason(), Reason::kIntegrity);
}

TEST_F(RecorderRecoveryTest, ALostSecondPlaceIsMadeAgain) {
  record(admission(1));
  recorder_.reset();
  second_ = std::make_unique<FailingCheckpointFile>();
  recorder_.emplace(open().value());
  EXPECT_EQ(second_->last().value(), recorder_->checkpoint());
}

TEST_F(RecorderRecoveryTest, AnotherLogKeyContinuesNoLedger) {
  record(admission(1));
  recorder_.reset();
  EXPECT_EQ(open("another/ledger").reason(), Reason::kIntegrity);
}

TEST_F(RecorderRecoveryTest, ASecondPlaceThatSomebodyWroteIsNoticed) {
  record(admission(1));
  recorder_.reset();
  const auto forged = support::signed_by({"another/ledger"}, "another/ledger\n0\nAA==\n");
  ASSERT_TRUE(second_->advance(second_->last().value(), forged).ok());
  EXPECT_EQ(open().reason(), Reason::kIntegrity);
}

TEST_F(RecorderRecoveryTest, DoesNotOpenOnAStoreThatCannotBeRead) {
  record(admission(1));
  recorder_.reset();
  for (std::size_t spared = 0; spared < 5; ++spared) {
    store_->fail(Step::kRead, Fault::kLost, spared);
    EXPECT_FALSE(open().ok()) << spared;
  }
}

}  // namespace
}  // namespace stile::gateway
