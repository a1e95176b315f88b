#include "gateway/pipeline/held.h"

#include "tests/support/enquiring.h"
#include "tests/support/following.h"
#include "tests/support/notifying.h"
#include "tests/unit/gateway/pipeline/recorder_fixture.h"

// What becomes of parcels that wait while their agreement changes.
namespace stile::gateway {
namespace {

using record::Holding;

class HeldTest : public RecorderTest {
 protected:
  static constexpr std::size_t kAgreement = support::kFirstNotifying;
  HeldTest() {
    scheme_ = support::notifying_scheme();
    told_ = support::notification(scheme_);
    record(sent(told_, support::kTestshire, Urgency::kInteractive));
  }
  // from_now_on() suspends, resumes or ends the agreement a minute ago.
  void from_now_on(const char* kind) {
    scheme_.statuses.push_back({{support::both(support::kTestshire, support::kFarCouncil)},
                                scheme_.agreement_hash(kAgreement),
                                kind,
                                "2026-11-03T08:59Z",
                                scheme_.statuses.size() + 1});
  }
  std::optional<Held> now() {
    const auto waiting = store_->waiting_parcels().value();
    if (waiting.empty()) return std::nullopt;
    return hold(waiting.front(), *scheme_.document_set(), now_);
  }
  // what() is what is to be done, and is then recorded.
  std::optional<Holding> what() {
    auto held = now();
    if (!held) return std::nullopt;
    const auto found = held->what();
    record(Entry(*std::move(held)));
    return found;
  }
  // follow() records a withdrawal of what was told, behind it.
  void follow() {
    auto made = support::following(told_, 0, *store_->leaf_text(0).value(),
                                   record::ChangeReason::kRecordedInError);
    record(travel(support::consignment_of(std::move(made)), peer(support::kTestshire),
                  {scheme_.document_set(), now_, *store_, Urgency::kInteractive}));
  }
  bool waits() { return !store_->waiting_parcels()->empty(); }

  wire::Consignment told_;
};

TEST_F(HeldTest, NothingIsToBeDoneWithAParcelThatMayGo) {
  EXPECT_EQ(what(), std::nullopt);
  EXPECT_EQ(fate_of(store_->waiting_parcels()->front(), *scheme_.document_set(), now_),
            Fate::kGoes);
}

TEST_F(HeldTest, ASuspendedAgreementFreezesItOnceAndAResumedOneLetsItGo) {
  from_now_on("SUSPENDED");
  EXPECT_EQ(what(), Holding::kFrozen);
  EXPECT_EQ(what(), std::nullopt);
  EXPECT_EQ(size(), 2U);
  from_now_on("RESUMED");
  EXPECT_EQ(what(), Holding::kThawed);
  EXPECT_EQ(what(), std::nullopt);
  EXPECT_EQ(size(), 3U);
  EXPECT_TRUE(waits());
}

TEST_F(HeldTest, AnEndedAgreementDeletesItAndItsNotice) {
  const auto digest = store_->parcel(0, support::kFarCouncil).value()->digest;
  from_now_on("ENDED");
  EXPECT_EQ(what(), Holding::kEnded);
  EXPECT_FALSE(waits());
  EXPECT_FALSE(store_->notice(support::kFarCouncil, support::kTestshire, 1, digest)->has_value());
}

TEST_F(HeldTest, AnAgreementThatIsNoLongerListedFreezesItAndDeletesNothing) {
  scheme_.agreements[kAgreement].signing.listed = false;
  EXPECT_EQ(what(), Holding::kFrozen);
  EXPECT_TRUE(waits());
}

TEST_F(HeldTest, WhatFollowsADisclosureGoesWhateverBecameOfTheAgreement) {
  follow();
  for (const char* kind : {"SUSPENDED", "ENDED"}) {
    from_now_on(kind);
    const auto waiting = store_->waiting_parcels().value();
    ASSERT_EQ(waiting.size(), 2U);
    EXPECT_TRUE(hold(waiting[0], *scheme_.document_set(), now_).has_value());
    EXPECT_FALSE(hold(waiting[1], *scheme_.document_set(), now_).has_value());
    EXPECT_EQ(fate_of(waiting[1], *scheme_.document_set(), now_), Fate::kGoes);
  }
}

TEST_F(HeldTest, ANotificationThatNobodyCollectsIsSaidOnce) {
  now_ += kCollectedWithin - 1;
  EXPECT_EQ(what(), std::nullopt);
  now_ += 1;
  EXPECT_EQ(what(), Holding::kUncollected);
  EXPECT_EQ(what(), std::nullopt);
  EXPECT_TRUE(waits());
  from_now_on("SUSPENDED");
  EXPECT_EQ(what(), Holding::kFrozen);
  from_now_on("RESUMED");
  EXPECT_EQ(what(), Holding::kThawed);
  EXPECT_EQ(what(), std::nullopt);
}

// A regulator fetches it in its own time, and may have asked at night: nobody is failing anybody.
TEST_F(HeldTest, AnAnswerIsNeverUncollected) {
  scheme_ = support::enquiring_scheme();
  const auto question = support::question(scheme_);
  const auto note = support::signed_question(question);
  const auto documents = scheme_.document_set();
  const support::SourceHand hand(documents, support::answer(question), note);
  record(Entry(ask(note, {}, peer(support::kOfsted), *documents, now_).take()),
         sent(hand.consign(records()), support::kTestshire, Urgency::kInteractive));
  now_ += 2 * kCollectedWithin;
  const auto answer = [&] { return store_->waiting_parcels()->back(); };
  ASSERT_EQ(answer().recipient, support::kOfsted);
  EXPECT_FALSE(hold(answer(), *documents, now_).has_value());
  scheme_.agreements[support::kEnquiring].signing.listed = false;
  auto frozen = hold(answer(), *scheme_.document_set(), now_);
  ASSERT_TRUE(frozen.has_value());
  EXPECT_EQ(frozen->what(), Holding::kFrozen);
  record(Entry(*std::move(frozen)));
  auto thawed = hold(answer(), *documents, now_);
  ASSERT_TRUE(thawed.has_value());
  record(Entry(*std::move(thawed)));
  EXPECT_FALSE(hold(answer(), *documents, now_).has_value());
}

TEST_F(HeldTest, TheLeafSaysOfWhichConsignmentAndTheSourceIsTold) {
  from_now_on("SUSPENDED");
  what();
  EXPECT_EQ(leaf(1).op, ledger::Op::kState);
  EXPECT_EQ(leaf(1).decision, "frozen");
  EXPECT_EQ(leaf(1).from, support::kTestshire);
  EXPECT_EQ(leaf(1).to, support::kFarCouncil);
  EXPECT_EQ(leaf(1).agreement, leaf(0).agreement);
  EXPECT_EQ(leaf(1).commit_rows, leaf(0).commit_rows);
  EXPECT_EQ(leaf(1).counter, 2U);
  const auto note = store_->notes(support::kTestshire, 0, 10).value().at(0);
  EXPECT_EQ(note.id, 1U);
  EXPECT_EQ(note.text, "");
  EXPECT_EQ(note.number, 1U);
  EXPECT_EQ(note.digest, store_->parcel(0, support::kFarCouncil).value()->digest);
}

TEST_F(HeldTest, SaidTwiceInOneGroupItIsRecordedOnce) {
  from_now_on("SUSPENDED");
  auto first = now();
  auto second = now();
  record(Entry(*std::move(first)), Entry(*std::move(second)));
  EXPECT_EQ(size(), 2U);
  from_now_on("ENDED");
  first = now();
  second = now();
  record(Entry(*std::move(first)), Entry(*std::move(second)));
  EXPECT_EQ(size(), 3U);
}

TEST_F(HeldTest, WhatWasStoredMeanwhileIsLeftAlone) {
  from_now_on("SUSPENDED");
  auto held = now();
  const auto parcel = *store_->parcel(0, support::kFarCouncil).value();
  const record::Acknowledgement stored{parcel.digest, support::agency(support::kTestshire),
                                       support::agency(support::kFarCouncil), 1, now_};
  auto word =
      acknowledge(support::signed_by({support::kFarCouncil}, record::acknowledgement_text(stored)),
                  disclosed(parcel), peer(support::kFarCouncil), *scheme_.document_set());
  record(Entry(std::move(word).take()), Entry(*std::move(held)));
  EXPECT_EQ(size(), 2U);
  EXPECT_FALSE(waits());
}

}  // namespace
}  // namespace stile::gateway
