#include "agents/watch/ledger_watch.h"

#include "tests/unit/agents/watch/watch_fixture.h"

namespace stile::agent {
namespace {

using ledger::Op;

class LedgerWatchTest : public WatchFixture {
 protected:
  // A little of everything that an honest ledger has about this agency, and of others.
  void live_a_day() {
    send();
    ledger_.add(leaf(Op::kState, "stored", false));
    auto refused = leaf(Op::kRefusal, "refused");
    refused.counter.reset();
    --counter_;
    ledger_.add(refused);
    ledger_.add("a leaf of others");
    keep(come());
    ledger_.add(leaf(Op::kState, "stored"));
    keep(ledger_.add(leaf(Op::kConsultation, "asked", false)));
    keep(ledger_.add(leaf(Op::kState, "frozen")));
    keep(ledger_.add(leaf(Op::kState, "thawed")));
    ledger_.add(leaf(Op::kState, "frozen", false));
    auto event = leaf(Op::kState, "rejected", false);
    event.counter.reset();
    --counter_;
    ledger_.add(event);
    auto flood = leaf(Op::kRefusal, "refused-repeatedly");
    flood.agreement.reset();
    flood.counter.reset();
    flood.to.clear();
    --counter_;
    ledger_.add(flood);
    now_ += kDay;
  }
};

TEST_F(LedgerWatchTest, AnHonestWorldRaisesNothing) {
  EXPECT_TRUE(look().ok());  // of an empty ledger
  for (int day = 0; day < 5; ++day) {
    live_a_day();
    ASSERT_TRUE(stay(5 * kHour).ok());
  }
  open();
  live_a_day();
  live_a_day();  // away for a day
  ASSERT_TRUE(stay(5 * kHour).ok());
  expect_quiet();
  EXPECT_EQ(log_, "");
}

TEST_F(LedgerWatchTest, AnotherAgreementCountsByItself) {
  send();
  agreement_ = Hash{8};
  counter_ = 0;
  send();
  ASSERT_TRUE(look().ok());
  expect_quiet();
}

TEST_F(LedgerWatchTest, TakesALongHistoryInSteps) {
  for (std::size_t i = 0; i < LedgerWatch::kLeavesAtOnce + 7; ++i) {
    send();
    ledger_.add("a leaf of others");
  }
  ledger_.see();
  EXPECT_TRUE(watch_->look(attached()).value());
  open();  // it goes on where it was
  EXPECT_FALSE(watch_->look(attached()).value());
  expect_quiet();
  EXPECT_EQ(ledger_.proofs, 0);  // what is kept was proven when it came
}

TEST_F(LedgerWatchTest, LooksNoFurtherThanTheLogWasSeen) {
  send();
  ledger_.see();
  const auto later = ledger_.add(leaf(Op::kState, "stored", false));
  const auto looked = watch_->look(attached());
  ASSERT_TRUE(looked.ok()) << looked.error().detail;
  EXPECT_FALSE(looked.value());
  ledger_.otherwise[later] = "not in the ledger";
  EXPECT_EQ(look().reason(), Reason::kIntegrity);
}

TEST_F(LedgerWatchTest, AListedLeafThatTheLedgerDoesNotHaveIsProven) {
  send();
  const auto word = ledger_.add(leaf(Op::kState, "stored", false));
  auto other = leaf(Op::kState, "opened", false);
  ledger_.otherwise[word] = ledger::leaf_text(other).value();
  EXPECT_EQ(look().reason(), Reason::kIntegrity);
  EXPECT_EQ(look().reason(), Reason::kIntegrity);  // as long as it is so
  ledger_.otherwise.clear();
  EXPECT_TRUE(look().ok());
}

TEST_F(LedgerWatchTest, ALeafThatIsKeptHereIsHeldAgainstTheList) {
  const auto index = send();
  ledger_.otherwise[index] = ledger::leaf_text(leaf(Op::kDisclosure, "admitted")).value();
  EXPECT_EQ(look().reason(), Reason::kIntegrity);
}

TEST_F(LedgerWatchTest, HidingALeaf) {
  send();
  const auto index = send();
  agreement_ = Hash{8};
  ledger_.hidden.insert(index);
  ASSERT_TRUE(look().ok());
  expect_alarm(LedgerAlarmKind::kHidden, index);
}

TEST_F(LedgerWatchTest, HidingALeafOfTheOtherParty) {
  send();
  ledger_.hidden.insert(ledger_.add(leaf(Op::kState, "stored", false)));
  const auto next = send();
  ASSERT_TRUE(look().ok());
  expect_alarm(LedgerAlarmKind::kCounter, next);
}

TEST_F(LedgerWatchTest, DroppingACounter) {
  send();
  counter_ += 1;
  const auto next = send();
  send();
  ASSERT_TRUE(look().ok());
  expect_alarm(LedgerAlarmKind::kCounter, next);
}

TEST_F(LedgerWatchTest, GivingACounterTwiceIsProven) {
  send();
  counter_ -= 1;
  ledger_.add(leaf(Op::kState, "stored", false));
  EXPECT_EQ(look().reason(), Reason::kIntegrity);
  open();
  EXPECT_EQ(look().reason(), Reason::kIntegrity);
}

TEST_F(LedgerWatchTest, BackdatingALeafAsItIsWritten) {
  send();
  ASSERT_TRUE(look().ok());
  now_ += kDay;
  now_ -= kHour;  // the leaf says so
  const auto index = send();
  now_ += kHour;
  ASSERT_TRUE(look().ok());
  expect_quiet();  // it may be as old as the last look
  now_ -= kHour;
  const auto backdated = send();
  now_ += kHour;
  ASSERT_TRUE(look().ok());
  EXPECT_GT(backdated, index);
  expect_alarm(LedgerAlarmKind::kTime, backdated);
}

TEST_F(LedgerWatchTest, BackdatingBehindAnEarlierLeaf) {
  send();
  now_ -= kHour;
  const auto index = send();
  send();
  now_ += kDay;
  ASSERT_TRUE(look().ok());
  expect_alarm(LedgerAlarmKind::kTime, index);
}

TEST_F(LedgerWatchTest, ALeafOfTomorrow) {
  now_ += kDay;
  const auto index = send();
  now_ -= kDay;
  send();
  ASSERT_TRUE(look().ok());
  expect_alarm(LedgerAlarmKind::kTime, index);
}

TEST_F(LedgerWatchTest, AWrongClockOfOurOwnAccusesNobody) {
  send();
  ASSERT_TRUE(look().ok());
  clock_right_ = false;
  now_ += kDay;
  ASSERT_TRUE(look().ok());
  now_ -= kDay;
  send();
  now_ -= kHour;
  ASSERT_TRUE(look().ok());  // by this clock the leaf is of an hour ahead
  now_ += kHour;
  clock_right_ = true;
  send();
  ASSERT_TRUE(look().ok());
  expect_quiet();
}

TEST_F(LedgerWatchTest, WhatWasDeletedAtItsDateAccusesNobody) {
  without_text();
  ledger_.otherwise[send()] = std::nullopt;
  send();
  ASSERT_TRUE(look().ok());
  expect_quiet();  // nobody knows how old they are, and the counters fit
  without_text();
  ledger_.otherwise[send()] = std::nullopt;
  now_ += 61 * kDay;  // away
  send();
  ASSERT_TRUE(look().ok());
  expect_quiet();
}

TEST_F(LedgerWatchTest, WhatTheGatewayCannotHaveHadTimeToDelete) {
  ledger_.add(std::string("of others"));
  ASSERT_TRUE(look().ok());
  now_ += kDay;
  const auto young = without_text();
  ASSERT_TRUE(look().ok());
  expect_alarm(LedgerAlarmKind::kText, young);
}

TEST_F(LedgerWatchTest, ATextThatIsMissingBehindAYoungLeaf) {
  send();
  const auto young = without_text();
  ASSERT_TRUE(look().ok());  // the first
  expect_alarm(LedgerAlarmKind::kText, young);
}

TEST_F(LedgerWatchTest, AWrongClockOfTheGatewaysHidesNoText) {
  ledger_.add(std::string("of others"));
  ASSERT_TRUE(look().ok());
  clock_right_ = false;
  ASSERT_TRUE(look().ok());
  now_ += kDay;
  const auto young = without_text();
  ASSERT_TRUE(look().ok());
  expect_alarm(LedgerAlarmKind::kText, young);
}

TEST_F(LedgerWatchTest, TextsThatAreGoneExcuseNoMoreNumbersThanThereAre) {
  without_text();
  counter_ += 1;
  const auto index = send();
  ASSERT_TRUE(look().ok());
  expect_alarm(LedgerAlarmKind::kCounter, index);
}

TEST_F(LedgerWatchTest, ALeafThatDoesNotRead) {
  const auto index = ledger_.add(std::string("of another form: ") + support::kTestshire);
  ASSERT_TRUE(look().ok());
  expect_alarm(LedgerAlarmKind::kForm, index);
}

// Whoever starts the agent anew is told at once, and nothing is asked of that gateway again.
TEST_F(LedgerWatchTest, AFalsehoodIsToldAtEveryStart) {
  const auto index = come();
  ledger_.otherwise[index] = ledger_.text(index) + "x";
  ledger_.see();
  attachment_ = attached();
  watch_->start();
  for (int tries = 0; tries < 6000 && falsehoods_ == 0; ++tries) {
    std::this_thread::sleep_for(std::chrono::milliseconds(5));
  }
  watch_->stop();
  EXPECT_EQ(falsehoods_, 1);
  EXPECT_EQ(kinds(), std::vector{LedgerAlarmKind::kFalse});
  attachment_.reset();
  open();
  watch_->start();
  watch_->stop();
  EXPECT_EQ(falsehoods_, 2);
}

TEST_F(LedgerWatchTest, AlarmsStayUntilSomebodyHasLooked) {
  send();
  const auto index = send();
  ledger_.hidden.insert(index);
  ASSERT_TRUE(look().ok());
  open();
  ASSERT_EQ(kinds(), std::vector{LedgerAlarmKind::kHidden});
  log_.clear();
  watch_->start();  // says it again
  watch_->stop();
  EXPECT_NE(log_.find("ledger_alarm"), std::string::npos);
  ASSERT_TRUE(watch_->seen("officer").ok());
  expect_quiet();
  open();
  ASSERT_TRUE(look().ok());
  expect_quiet();
}

TEST_F(LedgerWatchTest, ManyOfAKindAreOneAlarm) {
  const auto first = send();
  const auto last = send();
  ledger_.hidden = {first, last};
  ASSERT_TRUE(look().ok());
  const auto alarms = watch_->alarms().value();
  ASSERT_EQ(alarms.size(), 1U);
  EXPECT_EQ(alarms[0].leaves, 2U);
  EXPECT_EQ(words(alarms[0]).find("2 leaves, 0 to 1: "), 0U);
}

}  // namespace
}  // namespace stile::agent
