#include "core/base/limits.h"
#include "core/crypto/digest.h"
#include "tests/support/notifying.h"
#include "tests/unit/gateway/pipeline/recorder_fixture.h"

// What the recipient of a notification says after "stored".
namespace stile::gateway {
namespace {

using enum record::DisclosureState;

class RecorderWordTest : public RecorderTest {
 protected:
  RecorderWordTest() { scheme_ = support::notifying_scheme(); }

  // notify() records a notification, as number 1.
  void notify() {
    record(sent(support::notification(scheme_), support::kTestshire, Urgency::kInteractive));
    parcel_ = store_->parcels(support::kFarCouncil, Urgency::kInteractive, 0, 10)->front();
  }

  record::Acknowledgement word(record::DisclosureState state) const {
    record::Acknowledgement what{parcel_.digest,
                                 support::agency(parcel_.source),
                                 support::agency(parcel_.recipient),
                                 1,
                                 now_,
                                 state};
    if (state != kStored) what.actor = crypto::sha256("actor");
    return what;
  }
  Bytes note(record::DisclosureState state, const char* by = support::kFarCouncil) const {
    return support::signed_by({by}, record::acknowledgement_text(word(state)));
  }
  Entry said(record::DisclosureState state, const char* by = support::kFarCouncil) const {
    return acknowledge(note(state, by), disclosed(parcel_), peer(by), *scheme_.document_set())
        .take();
  }
  std::optional<record::DisclosureState> state() const {
    return store_->notice(support::kFarCouncil, support::kTestshire, 1, parcel_.digest)
        .value()
        .value()
        .state;
  }
  std::vector<Bytes> passed_on() const {
    std::vector<Bytes> texts;
    const auto notes = store_->notes(support::kTestshire, 0, 10).value();
    for (const auto& one : notes) texts.push_back(one.text);
    return texts;
  }

  Parcel parcel_;
};

TEST_F(RecorderWordTest, EachStateIsOneLeafAndOneNoteForTheSource) {
  notify();
  const std::vector<record::DisclosureState> states{kStored, kOpened, kClosed};
  for (const auto next : states) {
    const auto outcomes = record(said(next));
    EXPECT_EQ(std::get<Delivered>(outcomes[0]).state(), next);
    EXPECT_EQ(state(), next);
    EXPECT_EQ(leaf(size() - 1).op, ledger::Op::kState);
    EXPECT_EQ(leaf(size() - 1).decision, record::name(next));
    EXPECT_EQ(leaf(size() - 1).from, support::kFarCouncil);
    EXPECT_EQ(leaf(size() - 1).to, support::kTestshire);
    EXPECT_EQ(leaf(size() - 1).commit_actor, word(next).actor);
    EXPECT_EQ(leaf(size() - 1).counter, size());
  }
  EXPECT_EQ(size(), 4U);
  EXPECT_EQ(passed_on(), (std::vector{note(kStored), note(kOpened), note(kClosed)}));
}

TEST_F(RecorderWordTest, OpeningMayBeLeftOut) {
  notify();
  record(said(kStored));
  record(said(kClosed));
  EXPECT_EQ(state(), kClosed);
  EXPECT_EQ(leaf(2).decision, "closed");
}

TEST_F(RecorderWordTest, WhatWasSaidOrImpliedBeforeChangesNothing) {
  notify();
  record(said(kStored));
  record(said(kClosed));
  const auto before = size();
  for (const auto again : {kStored, kOpened, kClosed}) {
    EXPECT_TRUE(std::holds_alternative<Delivered>(record(said(again))[0]));
  }
  restart();
  EXPECT_TRUE(std::holds_alternative<Delivered>(record(said(kClosed))[0]));
  EXPECT_EQ(size(), before);
  EXPECT_EQ(state(), kClosed);
  EXPECT_EQ(passed_on().size(), 2U);
}

TEST_F(RecorderWordTest, SaidTwiceInOneGroupItIsOneLeaf) {
  notify();
  record(said(kStored), said(kOpened), said(kOpened), said(kClosed), said(kClosed));
  EXPECT_EQ(size(), 4U);
  EXPECT_EQ(state(), kClosed);
}

// The agent may have stored the parcel and lost its connection before it could say so.
TEST_F(RecorderWordTest, ALaterWordMeansThatItWasStored) {
  notify();
  record(said(kOpened));
  EXPECT_EQ(state(), kOpened);
  EXPECT_EQ(leaf(1).decision, "opened");
  EXPECT_FALSE(store_->parcel(parcel_.id, support::kFarCouncil)->has_value());
  EXPECT_TRUE(std::holds_alternative<Delivered>(record(said(kStored))[0]));
  EXPECT_EQ(size(), 2U);
  EXPECT_EQ(passed_on(), std::vector{note(kOpened)});
}

TEST_F(RecorderWordTest, InOneGroupTheOrderIsThatInWhichTheyCame) {
  notify();
  record(said(kClosed), said(kStored), said(kOpened));
  EXPECT_EQ(size(), 2U);
  EXPECT_EQ(state(), kClosed);
}

TEST_F(RecorderWordTest, AReturnIsStoredAndNothingElse) {
  record(admission(1));
  parcel_ = store_->parcels(support::kOfsted, Urgency::kBulk, 0, 10)->front();
  record(said(kStored, support::kOfsted));
  const auto outcomes = record(said(kOpened, support::kOfsted));
  EXPECT_EQ(recorded_refusal(outcomes[0]).refusal().reason, Reason::kConflict);
  EXPECT_FALSE(
      store_->notice(support::kOfsted, support::kTestshire, 1, parcel_.digest)->has_value());
}

TEST_F(RecorderWordTest, StoredUnderAnotherNumberIsRefusedAndTheParcelStays) {
  notify();
  auto other = word(kStored);
  other.number = 2;
  auto entry =
      acknowledge(support::signed_by({support::kFarCouncil}, record::acknowledgement_text(other)),
                  disclosed(parcel_), peer(support::kFarCouncil), *scheme_.document_set())
          .take();
  EXPECT_EQ(recorded_refusal(record(Entry(std::move(entry)))[0]).refusal().reason,
            Reason::kConflict);
  EXPECT_TRUE(store_->parcel(parcel_.id, support::kFarCouncil)->has_value());
}

TEST_F(RecorderWordTest, WhatAWordIsAboutIsFoundForItsRecipientAlone) {
  notify();
  const auto mine = spoken_of(note(kOpened), peer(support::kFarCouncil), *store_).value();
  ASSERT_TRUE(mine.has_value());
  EXPECT_EQ(mine->parcel, parcel_.id);
  EXPECT_EQ(mine->source, support::kTestshire);
  EXPECT_FALSE(spoken_of(note(kOpened), peer(support::kOwnCouncil), *store_).value().has_value());
  EXPECT_FALSE(spoken_of("no note", peer(support::kFarCouncil), *store_).value().has_value());
  auto other = word(kOpened);
  other.consignment[0] ^= 1;
  const auto text = support::signed_by({support::kFarCouncil}, record::acknowledgement_text(other));
  EXPECT_FALSE(spoken_of(text, peer(support::kFarCouncil), *store_).value().has_value());
}

}  // namespace
}  // namespace stile::gateway
