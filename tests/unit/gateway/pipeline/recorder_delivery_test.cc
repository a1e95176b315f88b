#include "tests/unit/gateway/pipeline/recorder_fixture.h"

namespace stile::gateway {
namespace {

class RecorderDeliveryTest : public RecorderTest {
 protected:
  // stored() is the recipient's word about a parcel that waits.
  Entry stored(const Parcel& parcel) {
    const record::Acknowledgement what{parcel.digest, support::agency(parcel.source),
                                       support::agency(parcel.recipient), 1, now_};
    auto verdict =
        acknowledge(support::signed_by({support::kOfsted}, record::acknowledgement_text(what)),
                    disclosed(parcel), peer(support::kOfsted), *scheme_.document_set());
    return std::move(verdict).take();
  }
  Parcel only_parcel() const {
    return store_->parcels(support::kOfsted, Urgency::kBulk, 0, 10)->front();
  }
};

TEST_F(RecorderDeliveryTest, TheParcelGoesAndTheWordWaitsForTheSource) {
  record(admission(1));
  const auto outcomes = record(stored(only_parcel()));
  const auto& delivered = std::get<Delivered>(outcomes[0]);
  EXPECT_EQ(delivered.parcel(), 0U);
  EXPECT_EQ(delivered.source(), support::kTestshire);
  EXPECT_TRUE(store_->parcels(support::kOfsted, Urgency::kBulk, 0, 10)->empty());
  const auto notes = store_->notes(support::kTestshire, 0, 10).value();
  ASSERT_EQ(notes.size(), 1U);
  EXPECT_EQ(notes.front().id, 1U);
}

TEST_F(RecorderDeliveryTest, TheLeafSaysWhoStoredUnderWhatAgreement) {
  record(admission(1));
  record(stored(only_parcel()));
  EXPECT_EQ(leaf(1).op, ledger::Op::kState);
  EXPECT_EQ(leaf(1).decision, "stored");
  EXPECT_EQ(leaf(1).from, support::kOfsted);
  EXPECT_EQ(leaf(1).to, support::kTestshire);
  EXPECT_EQ(leaf(1).agreement, leaf(0).agreement);
  EXPECT_EQ(leaf(1).counter, 2U);
}

TEST_F(RecorderDeliveryTest, SaidTwiceItIsOneLeaf) {
  record(admission(1));
  const auto parcel = only_parcel();
  const auto outcomes = record(stored(parcel), stored(parcel));
  EXPECT_EQ(std::get<Delivered>(outcomes[1]).parcel(), 0U);
  EXPECT_EQ(size(), 2U);
  record(stored(parcel));
  restart();
  record(stored(parcel));
  EXPECT_EQ(size(), 2U);
  EXPECT_EQ(store_->notes(support::kTestshire, 0, 10)->size(), 1U);
}

TEST_F(RecorderDeliveryTest, ANumberStaysTakenAfterItsParcelWent) {
  const auto consignment = consign(records(1));
  record(sent(consignment));
  record(stored(only_parcel()));
  const auto again = record(sent(consignment));
  EXPECT_FALSE(recorded(again[0]).fresh());
  EXPECT_TRUE(store_->parcels(support::kOfsted, Urgency::kBulk, 0, 10)->empty());
}

TEST_F(RecorderDeliveryTest, ANoteTakenIsDeletedWithoutALeaf) {
  record(admission(1));
  record(stored(only_parcel()));
  const auto outcomes = record(NoteTaken{1});
  EXPECT_EQ(std::get<NoteTaken>(outcomes[0]).note, 1U);
  EXPECT_TRUE(store_->notes(support::kTestshire, 0, 10)->empty());
  EXPECT_EQ(size(), 2U);
}

TEST_F(RecorderDeliveryTest, AnEventOfTheGatewayIsALeaf) {
  ledger::Leaf start;
  start.op = ledger::Op::kAdministration;
  start.from = support::kGateway;
  start.decision = "started";
  record(Event{start});
  EXPECT_EQ(leaf(0).decision, "started");
  EXPECT_EQ(leaf(0).time, support::kNow);
}

}  // namespace
}  // namespace stile::gateway
