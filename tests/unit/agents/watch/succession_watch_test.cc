#include "tests/unit/agents/watch/watch_fixture.h"

namespace stile::agent {
namespace {

using ledger::Op;

// A ledger with three consignments of ours, and a word about each that we keep no leaf of, is
// closed when the first of each was in a backup.
class SuccessionWatchTest : public WatchFixture {
 protected:
  SuccessionWatchTest() {
    for (int i = 0; i < 3; ++i) {
      sent_.push_back(send());
      ledger_.add(leaf(Op::kState, "stored", false));
    }
    EXPECT_TRUE(look().ok());
    proofs_ = ledger_.proofs;
  }
  // go_on() begins the agent anew, as it does with another ledger.
  Status go_on() {
    open();
    return look();
  }

  static constexpr std::uint64_t kKept = 2;
  std::vector<std::uint64_t> sent_;
  int proofs_ = 0;
};

TEST_F(SuccessionWatchTest, WhatWasGivenBackIsAtItsPlaceAndProvenThere) {
  ledger_.succeed(kKept, {sent_[1], sent_[2]});
  ASSERT_TRUE(go_on().ok());
  expect_quiet();
  // What the successor names, our three, and the word that was kept.
  EXPECT_EQ(ledger_.proofs, proofs_ + 5);
  ASSERT_TRUE(go_on().ok());
  EXPECT_EQ(ledger_.proofs, proofs_ + 5);
}

TEST_F(SuccessionWatchTest, WhatNobodyGaveBackIsAnAlarm) {
  ledger_.succeed(kKept, {sent_[1]});
  ASSERT_TRUE(go_on().ok());
  expect_alarm(LedgerAlarmKind::kHidden, sent_[2]);
}

TEST_F(SuccessionWatchTest, AnotherTextThanTheOneThatIsKeptIsAFalsehood) {
  ledger_.succeed(kKept, {sent_[1], sent_[2]});
  ledger_.otherwise[sent_[0]] = ledger::leaf_text(leaf(Op::kDisclosure, "admitted")).value();
  EXPECT_EQ(go_on().reason(), Reason::kIntegrity);
}

TEST_F(SuccessionWatchTest, AListThatTheSuccessorDoesNotHaveIsAFalsehood) {
  const std::string kept = ledger_.text(sent_[2]);
  ledger_.succeed(kKept, {sent_[1]});
  ledger_.otherwise[sent_[1]] = kept;
  EXPECT_EQ(go_on().reason(), Reason::kIntegrity);
}

TEST_F(SuccessionWatchTest, ASuccessorThatDoesNotNameWhatWasClosedIsNone) {
  ledger_.succeed(kKept, {sent_[1], sent_[2]}, "another leaf");
  EXPECT_EQ(go_on().reason(), Reason::kIntegrity);
}

TEST_F(SuccessionWatchTest, NumbersGoOnBehindThoseThatLostLeavesMayHaveHad) {
  ledger_.succeed(kKept, {sent_[1], sent_[2]});
  counter_ = 5 + 1;  // the last that is there, and one leaf behind it stays lost
  send();
  ASSERT_TRUE(go_on().ok());
  expect_quiet();
}

TEST_F(SuccessionWatchTest, ALeafThatIsHiddenLaterOnIsMissed) {
  ledger_.succeed(kKept, {sent_[1], sent_[2]});
  counter_ = 5 + 1;
  send();
  ASSERT_TRUE(go_on().ok());
  ledger_.hidden.insert(ledger_.add(leaf(Op::kState, "stored", false)));
  const auto next = send();
  ASSERT_TRUE(look().ok());
  expect_alarm(LedgerAlarmKind::kCounter, next);
}

}  // namespace
}  // namespace stile::agent
