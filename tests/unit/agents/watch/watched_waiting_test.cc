// What leaves say of this agency and no store here has: not yet, no more, or never.
#include "agents/watch/leaf_comparison.h"
#include "tests/unit/agents/watch/watch_fixture.h"

namespace stile::agent {
namespace {

using ledger::Op;

class WatchedWaitingTest : public WatchFixture {
 protected:
  std::uint64_t hold(const char* what, const Hash& commit_rows) {
    auto held = leaf(Op::kState, what, false);
    held.commit_rows = commit_rows;
    return ledger_.add(held);
  }
};

TEST_F(WatchedWaitingTest, WhatNobodySent) {
  send();
  const auto invented = ledger_.add(leaf(Op::kDisclosure, "admitted"));
  ASSERT_TRUE(stay(kComesWithin - kHour).ok());
  expect_quiet();
  ASSERT_TRUE(stay(2 * kHour).ok());
  expect_alarm(LedgerAlarmKind::kUnknown, invented);
}

TEST_F(WatchedWaitingTest, AReceiptThatWasUnderWay) {
  const auto index = ledger_.add(leaf(Op::kDisclosure, "admitted"));
  ASSERT_TRUE(look().ok());
  now_ += 9 * kDay;  // the agent was away, and sends it again when it is back
  ASSERT_TRUE(look().ok());
  open();
  ASSERT_TRUE(stay(kHour).ok());
  keep(index);
  ASSERT_TRUE(stay(9 * kHour).ok());
  expect_quiet();
}

TEST_F(WatchedWaitingTest, WithholdingAParcel) {
  const auto withheld = come();
  keep(come());
  ASSERT_TRUE(stay(5 * kHour).ok());
  expect_alarm(LedgerAlarmKind::kNotCome, withheld);
}

TEST_F(WatchedWaitingTest, AParcelThatWaits) {
  const auto index = come();
  ASSERT_TRUE(stay(3 * kHour).ok());
  keep(index);
  ASSERT_TRUE(stay(3 * kHour).ok());
  expect_quiet();
}

TEST_F(WatchedWaitingTest, ASuspendedAgreementsParcelWaitsWithoutEnd) {
  const Hash rows{5};
  const auto index = come(rows);
  ASSERT_TRUE(look().ok());
  hold("frozen", rows);
  ASSERT_TRUE(stay(9 * kHour).ok());
  open();
  hold("uncollected", rows);
  ASSERT_TRUE(stay(9 * kHour).ok());
  expect_quiet();
  hold("thawed", rows);
  ASSERT_TRUE(stay(3 * kHour).ok());
  expect_quiet();
  ASSERT_TRUE(stay(2 * kHour).ok());
  expect_alarm(LedgerAlarmKind::kNotCome, index);
}

TEST_F(WatchedWaitingTest, AnEndedAgreementsParcelNeverComes) {
  const Hash rows{5};
  come(rows);
  hold("frozen", rows);
  hold("ended", rows);
  ASSERT_TRUE(stay(9 * kHour).ok());
  expect_quiet();
}

TEST_F(WatchedWaitingTest, AnOlderStorePutBack) {
  send();
  send();
  const auto before = store_.kept;
  const auto lost = send();
  ASSERT_TRUE(look().ok());
  store_.kept = before;
  ASSERT_TRUE(look().ok());
  expect_alarm(LedgerAlarmKind::kPutBack, lost);
  ASSERT_TRUE(watch_->seen("officer").ok());
  send();
  ASSERT_TRUE(stay(9 * kHour).ok());
  expect_quiet();
}

TEST_F(WatchedWaitingTest, AnOlderStorePutBackThatHasSentSince) {
  const auto lost = send();
  ASSERT_TRUE(look().ok());
  store_.kept.clear();
  send();
  ASSERT_TRUE(look().ok());
  expect_alarm(LedgerAlarmKind::kPutBack, lost);
}

TEST_F(WatchedWaitingTest, AStoreLostWithItsWatchIsNoProofOfAnything) {
  send();
  const auto last = send();
  store_.kept.clear();
  ASSERT_TRUE(stay(5 * kHour).ok());
  const auto alarms = watch_->alarms().value();
  ASSERT_EQ(alarms.size(), 1U);
  EXPECT_EQ(alarms[0].kind, LedgerAlarmKind::kUnknown);
  EXPECT_EQ(alarms[0].leaves, 2U);
  EXPECT_EQ(alarms[0].last, last);
}

TEST_F(WatchedWaitingTest, AGatewayThatShowsNothing) {
  send();
  ASSERT_TRUE(look().ok());
  ledger_.fails = Error{Reason::kUnavailable, "away"};
  send();
  EXPECT_EQ(look().reason(), Reason::kUnavailable);
  now_ += 3 * kDay;
  EXPECT_EQ(look().reason(), Reason::kUnavailable);
  expect_quiet();
  for (int i = 0; i < 24; ++i) EXPECT_EQ(stay(10 * kMinute).reason(), Reason::kUnavailable);
  EXPECT_EQ(kinds(), std::vector{LedgerAlarmKind::kNotShown});
  ledger_.fails.reset();
  EXPECT_TRUE(look().ok());
}

// It lists what names us, and never proves that it is there.
TEST_F(WatchedWaitingTest, AGatewayThatProvesNothing) {
  ledger_.proves_nothing = Error{Reason::kUnavailable, "not now"};
  keep(come());
  ASSERT_TRUE(look().ok());  // what is kept here was proven when it came
  come();
  for (int i = 0; i < 23; ++i) EXPECT_EQ(stay(10 * kMinute).reason(), Reason::kUnavailable);
  expect_quiet();
  EXPECT_EQ(stay(10 * kMinute).reason(), Reason::kUnavailable);
  EXPECT_EQ(kinds(), std::vector{LedgerAlarmKind::kNotShown});
  ledger_.proves_nothing.reset();
  EXPECT_TRUE(look().ok());
}

TEST_F(WatchedWaitingTest, WhatFailsHereOrThereProvesNothing) {
  send();
  store_.fails = Error{Reason::kIntegrity, "our own store is damaged"};
  EXPECT_EQ(look().reason(), Reason::kIo);
  store_.fails.reset();
  ledger_.fails = Error{Reason::kIntegrity, "the gateway refused: INTEGRITY"};
  EXPECT_EQ(look().reason(), Reason::kUnavailable);
}

}  // namespace
}  // namespace stile::agent
