#include "tests/unit/agents/link/attachment_fixture.h"

// What the gateway did with a consignment itself, on its way to the source.
namespace stile::agent {
namespace {

class Holdings : public HoldingSink {
 public:
  explicit Holdings(Agent& agent) : agent_(agent) {}
  Result<bool> take(const HeldConsignment& held) override {
    const std::lock_guard lock(agent_.mutex_);
    held_.push_back(held);
    agent_.tell();
    return believed_;
  }
  std::vector<HeldConsignment> held_;
  bool believed_ = true;

 private:
  Agent& agent_;
};

class AttachedHoldingsTest : public AttachmentFixture {
 protected:
  // holding() adds a leaf, and proves it.
  v1::AttachDown holding(std::uint64_t note) {
    const std::string leaf = "leaf of " + std::to_string(note);
    tree_.append(leaf);
    const std::uint64_t index = tree_.size() - 1;
    v1::AttachDown down;
    auto& wire = *down.mutable_holding();
    wire.set_note(note);
    wire.set_number(7);
    wire.set_digest(std::string(32, 'd'));
    wire.set_leaf(leaf);
    wire.set_receipt(ledger::receipt_text(
        {index, ledger::inclusion_proof(index, tree_.size(), tree_).value(), checkpoint(tree_)}));
    return down;
  }
  void attach(const std::function<void(Attached&)>& gateway, const std::function<bool()>& holds) {
    const auto after_hello = [&](const v1::Hello&, Attached& stream) {
      stream.Write(welcome(0));
      gateway(stream);
      v1::AttachUp up;
      while (stream.Read(&up)) {
        const std::lock_guard lock(agent_.mutex_);
        stored_.push_back(up.note_stored().note());
        agent_.tell();
      }
      return grpc::Status::OK;
    };
    auto with_holdings = ports();
    with_holdings.holdings = &holdings_;
    with_holdings.log_event = [this](std::string_view event, const Error& error) {
      const std::lock_guard lock(agent_.mutex_);
      if (event == "attachment_ended") ended_ = error.reason;
      agent_.tell();
    };
    run(after_hello, with_holdings, [&](Attachment&) { EXPECT_TRUE(agent_.wait_until(holds)); });
  }

  Holdings holdings_{agent_};
  std::vector<std::uint64_t> stored_;
  std::optional<Reason> ended_;
};

TEST_F(AttachedHoldingsTest, ItIsProvenAndOnceDurableConfirmed) {
  attach([&](Attached& stream) { stream.Write(holding(3)); }, [&] { return stored_.size() == 1; });
  EXPECT_EQ(stored_.front(), 3U);
  ASSERT_EQ(holdings_.held_.size(), 1U);
  EXPECT_EQ(holdings_.held_[0].number, 7U);
  EXPECT_EQ(view(holdings_.held_[0].digest), std::string(32, 'd'));
  EXPECT_EQ(holdings_.held_[0].leaf, "leaf of 3");
  EXPECT_EQ(agent_.view_.size(), 6U);
}

TEST_F(AttachedHoldingsTest, ParcelsThatFollowAreProvenFromWhatWasSeen) {
  attach(
      [&](Attached& stream) {
        // Both first: the tree is read by whoever asks for a proof.
        const auto held = holding(3);
        const auto parcel = delivery(4, 5);
        stream.Write(held);
        stream.Write(parcel);
      },
      [&] { return agent_.view_.size() == 7 && stored_.size() == 2; });
  EXPECT_EQ(agent_.parcels_.size(), 1U);
}

TEST_F(AttachedHoldingsTest, WhatTheSourceDoesNotBelieveIsNotConfirmed) {
  holdings_.believed_ = false;
  attach(
      [&](Attached& stream) {
        // Both first: the tree is read by whoever asks for a proof.
        const auto held = holding(3);
        const auto parcel = delivery(4, 5);
        stream.Write(held);
        stream.Write(parcel);
      },
      [&] { return agent_.view_.size() == 7 && stored_.size() == 1; });
  EXPECT_EQ(stored_.front(), 0U);  // the parcel's answer
}

TEST_F(AttachedHoldingsTest, ALeafThatIsNotInTheLedgerIsAnAlarm) {
  attach(
      [&](Attached& stream) {
        auto wrong = holding(3);
        wrong.mutable_holding()->set_leaf("another leaf");
        stream.Write(wrong);
      },
      [&] { return agent_.alarm_.has_value(); });
  EXPECT_EQ(agent_.alarm_->reason, Reason::kIntegrity);
  EXPECT_TRUE(holdings_.held_.empty());
}

TEST_F(AttachedHoldingsTest, WhatDoesNotReadEndsTheAttachment) {
  attach(
      [&](Attached& stream) {
        auto wrong = holding(3);
        wrong.mutable_holding()->set_digest("short");
        stream.Write(wrong);
      },
      [&] { return ended_ == Reason::kMalformed; });
  EXPECT_TRUE(holdings_.held_.empty());
}

}  // namespace
}  // namespace stile::agent
