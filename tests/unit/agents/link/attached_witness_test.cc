#include "agents/documents/witness.h"
#include "tests/unit/agents/link/attachment_fixture.h"

namespace stile::agent {
namespace {

using support::kNow;
using support::kOfsted;
using support::kOthershire;
using support::kTestshire;

// AttachedWitnessTest is testshire's agent, one of three witnesses, and a gateway that offers it
// checkpoints of the tree and of other histories.
class AttachedWitnessTest : public AttachmentFixture {
 protected:
  AttachedWitnessTest() {
    scheme_.witnessed_by({kTestshire, kOthershire, kOfsted});
    witness_ =
        Witness::open(
            {.file = folder_.file("witnessed"),
             .self = support::agency(kTestshire),
             .key = std::make_shared<const crypto::Cosigner>(support::cosigner_named(kTestshire)),
             .documents = [this] { return documents_->current(); },
             .clock = [] { return kNow; }})
            .value();
  }

  AttachPorts ports() override {
    auto ports = AttachmentFixture::ports();
    ports.witness = witness_.get();
    return ports;
  }

  // offered() is a checkpoint, proven from one of `shown` leaves.
  static v1::AttachDown offered(const MemoryTree& tree, std::uint64_t shown) {
    v1::AttachDown down;
    down.mutable_offered()->set_note(checkpoint(tree));
    const auto proof =
        ledger::consistency_proof(std::min(shown, tree.size()), std::max(shown, tree.size()), tree);
    if (proof.ok()) put(proof.value(), *down.mutable_offered()->mutable_consistency());
    down.mutable_offered()->set_consistency_from(shown);
    return down;
  }
  static v1::AttachDown cosigned(const MemoryTree& tree) {
    std::string note = checkpoint(tree);
    const auto text = crypto::parse_note(note)->text;
    for (const char* one : {kOthershire, kOfsted}) {
      note += support::cosigner_named(one).sign_line(text, kNow);
    }
    v1::AttachDown down;
    down.mutable_cosigned()->set_note(note);
    return down;
  }
  static MemoryTree other_history(int leaves) {
    MemoryTree other;
    for (int i = 0; i < leaves; ++i) other.append("another history");
    return other;
  }
  // after_welcome() runs an attachment on which the gateway sends these, until `holds`.
  void after_welcome(const std::vector<v1::AttachDown>& messages,
                     const std::function<bool()>& holds) {
    attach(
        [&](const v1::Hello&, Attached& stream) {
          stream.Write(welcome(0));
          for (const auto& down : messages) stream.Write(down);
          v1::AttachUp up;
          while (stream.Read(&up)) {
            const std::lock_guard lock(agent_.mutex_);
            said_.push_back(up);
            agent_.tell();
          }
          return grpc::Status::OK;
        },
        holds);
  }

  std::unique_ptr<Witness> witness_;
  std::vector<v1::AttachUp> said_;
};

TEST_F(AttachedWitnessTest, CosignsWhatItIsOffered) {
  MemoryTree larger = tree_;
  larger.append("more");
  after_welcome({offered(larger, 5)}, [&] { return said_.size() == 1; });
  ASSERT_TRUE(said_.front().has_cosignature());
  EXPECT_EQ(said_.front().cosignature().size(), 6U);
  const auto note =
      crypto::parse_note(checkpoint(larger) + said_.front().cosignature().line()).value();
  EXPECT_EQ(crypto::cosigned_at(support::cosigner_named(kTestshire).verifier(), note.text,
                                note.signatures.back()),
            kNow);
}

TEST_F(AttachedWitnessTest, KeepsWhatAQuorumHasCosigned) {
  after_welcome({cosigned(tree_), offered(tree_, 5)}, [&] { return said_.size() == 1; });
  EXPECT_EQ(witness_->standing().size, 5U);
  EXPECT_EQ(witness_->standing().by.size(), 2U);
}

// It has seen a larger tree meanwhile, of which what is offered is the beginning.
TEST_F(AttachedWitnessTest, CosignsWhatIsSmallerThanWhatItSawSince) {
  const MemoryTree smaller = tree_;
  tree_.append("more");
  auto down = offered(smaller, 5);
  put(ledger::consistency_proof(5, 6, tree_).value(),
      *down.mutable_offered()->mutable_consistency());
  after_welcome({down}, [&] { return said_.size() == 1; });
  EXPECT_EQ(said_.front().cosignature().size(), 5U);
  EXPECT_EQ(agent_.view_.size(), 6U);
}

TEST_F(AttachedWitnessTest, StopsForGoodWhenOfferedAnotherHistory) {
  after_welcome({offered(other_history(5), 5)},
                [&] { return agent_.alarm_ && agent_.alarm_->reason == Reason::kIntegrity; });
  EXPECT_TRUE(said_.empty());
}

// That is how two agencies that are shown two histories find out.
TEST_F(AttachedWitnessTest, StopsForGoodWhenAQuorumHasCosignedAnotherHistory) {
  after_welcome({cosigned(other_history(5))},
                [&] { return agent_.alarm_ && agent_.alarm_->reason == Reason::kIntegrity; });
  EXPECT_EQ(witness_->standing().size, 0U);
}

TEST_F(AttachedWitnessTest, StopsForGoodWhenTheLogDidNotSignWhatItIsOffered) {
  v1::AttachDown foreign;
  foreign.mutable_offered()->set_note(
      support::signed_by({"mallory"}, crypto::parse_note(checkpoint(tree_))->text));
  after_welcome({foreign},
                [&] { return agent_.alarm_ && agent_.alarm_->reason == Reason::kIntegrity; });
  EXPECT_TRUE(said_.empty());
}

}  // namespace
}  // namespace stile::agent
