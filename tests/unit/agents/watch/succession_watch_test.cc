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

TEST_F(SuccessionWatchTest, AnotherTextThanTheTreeHasIsAFalsehood) {
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
  ledger_.succeed(kKept, {sent_[1], sent_[2]}, {{ledger_.size(), "another leaf"}});
  EXPECT_EQ(go_on().reason(), Reason::kIntegrity);
}

// The tree has another leaf than the one that is kept here: below what is kept of the ledger, or
// where it was lost.
class AlteredSuccessionTest : public SuccessionWatchTest,
                              public ::testing::WithParamInterface<std::size_t> {
 protected:
  // succeed_with() has that leaf in the place of ours.
  void succeed_with(const std::string& text) {
    ledger_.succeed(kKept, {sent_[1], sent_[2]}, {{ours(), text}});
  }
  std::uint64_t ours() const { return sent_[GetParam()]; }
  // altered() is ours in all but one thing.
  std::string altered() const {
    auto leaf = ledger::parse_leaf(ledger_.text(ours())).value();
    leaf.clause = "another";
    return ledger::leaf_text(leaf).value();
  }
};

TEST_P(AlteredSuccessionTest, AFalsehoodAsItIsListed) {
  succeed_with(altered());
  EXPECT_EQ(go_on().reason(), Reason::kIntegrity);
}

TEST_P(AlteredSuccessionTest, AFalsehoodListedWithTheTextThatIsKept) {
  const std::string kept = ledger_.text(ours());
  succeed_with(altered());
  ledger_.otherwise[ours()] = kept;
  EXPECT_EQ(go_on().reason(), Reason::kIntegrity);
}

TEST_P(AlteredSuccessionTest, AFalsehoodListedWithoutText) {
  succeed_with(altered());
  ledger_.otherwise[ours()] = std::nullopt;
  now_ += 61 * kDay;
  EXPECT_EQ(go_on().reason(), Reason::kIntegrity);
}

TEST_P(AlteredSuccessionTest, AFalsehoodThatIsNotListed) {
  succeed_with(altered());
  ledger_.hidden.insert(ours());
  EXPECT_EQ(go_on().reason(), Reason::kIntegrity);
}

TEST_P(AlteredSuccessionTest, AFalsehoodThatNamesOthers) {
  succeed_with("of others");
  EXPECT_EQ(go_on().reason(), Reason::kIntegrity);
}

TEST_P(AlteredSuccessionTest, TheSameLeafWhoseTextIsGoneAccusesNobody) {
  ledger_.succeed(kKept, {sent_[1], sent_[2]});
  ledger_.otherwise[ours()] = std::nullopt;
  now_ += 61 * kDay;
  ASSERT_TRUE(go_on().ok());
  expect_quiet();
}

TEST_P(AlteredSuccessionTest, NothingIsSaidWhileNothingIsProven) {
  succeed_with(altered());
  ledger_.proves_nothing = Error{Reason::kUnavailable, "not now"};
  EXPECT_EQ(go_on().reason(), Reason::kUnavailable);
  ledger_.proves_nothing.reset();
  EXPECT_EQ(look().reason(), Reason::kIntegrity);
}

INSTANTIATE_TEST_SUITE_P(OfEachConsignment, AlteredSuccessionTest, ::testing::Values(0, 1, 2));

TEST_F(SuccessionWatchTest, NothingThatWasKeptIsLost) {
  const std::string lost = ledger::lost_leaf_text(ledger_.closing(kKept));
  ledger_.succeed(kKept, {sent_[1], sent_[2]}, {{sent_[0], lost}});
  EXPECT_EQ(go_on().reason(), Reason::kIntegrity);
}

TEST_F(SuccessionWatchTest, NothingIsLostWithAnotherClosing) {
  auto another = ledger_.closing(kKept);
  another.closed += kMinute;
  ledger_.succeed(kKept, {sent_[1]}, {{sent_[2], ledger::lost_leaf_text(another)}});
  EXPECT_EQ(go_on().reason(), Reason::kIntegrity);
}

TEST_F(SuccessionWatchTest, ALostLeafIsNoLessOneWhereItIsListedWithoutText) {
  ledger_.succeed(kKept, {sent_[1]});
  ledger_.otherwise[sent_[2]] = std::nullopt;
  now_ += 61 * kDay;
  ASSERT_TRUE(go_on().ok());
  expect_alarm(LedgerAlarmKind::kHidden, sent_[2]);
}

// What was lost with the first stays so; what is kept of its successor is in the next.
TEST_F(SuccessionWatchTest, ASecondSuccessorHasWhatTheFirstHad) {
  ledger_.succeed(kKept, {sent_[1]});
  ASSERT_TRUE(go_on().ok());
  expect_alarm(LedgerAlarmKind::kHidden, sent_[2]);
  ASSERT_TRUE(watch_->seen("officer").ok());
  const auto later = send();
  const auto last = send();
  ASSERT_TRUE(look().ok());
  ledger_.succeed(later + 1, {last});
  ASSERT_TRUE(go_on().ok());
  expect_alarm(LedgerAlarmKind::kHidden, sent_[2]);
}

TEST_F(SuccessionWatchTest, ASecondSuccessorThatAltersWhatTheFirstHadIsAFalsehood) {
  ledger_.succeed(kKept, {sent_[1], sent_[2]});
  const auto later = send();
  ASSERT_TRUE(go_on().ok());
  auto leaf = ledger::parse_leaf(ledger_.text(later)).value();
  leaf.time -= kDay;
  ledger_.succeed(later + 1, {}, {{later, ledger::leaf_text(leaf).value()}});
  EXPECT_EQ(go_on().reason(), Reason::kIntegrity);
}

// An agency that was away for all of the first successor.
TEST_F(SuccessionWatchTest, ASuccessorNamesEachThatWasClosedBeforeIt) {
  const auto first = ledger_.size();
  ledger_.succeed(kKept, {sent_[1], sent_[2]});
  const auto end = ledger_.size();
  ledger_.succeed(end, {}, {{first, "another leaf"}});
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
