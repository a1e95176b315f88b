#include "agents/link/attachment.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <condition_variable>
#include <filesystem>
#include <fstream>
#include <map>
#include <optional>

#include "core/crypto/note.h"
#include "core/ledger/checkpoint.h"
#include "core/ledger/proof.h"
#include "tests/support/keys.h"
#include "tests/support/scheme.h"
#include "tests/support/temporary_folder.h"
#include "tests/unit/agents/link/gateway_stand_in.h"
#include "tests/unit/core/ledger/memory_tree.h"

namespace stile::agent {
namespace {

using grpc::StatusCode;
using ledger::MemoryTree;
using Attached = GatewayStandIn::Attached;

// Agent is both sides of an agent; it remembers what it was given.
class Agent : public ParcelSink, public NoteSink, public LogKeeper {
 public:
  Result<Bytes> take(const ParcelDelivery& delivery) override {
    const std::lock_guard lock(mutex_);
    parcels_.push_back(delivery);
    tell();
    if (const auto found = rejected_.find(delivery.id); found != rejected_.end()) {
      return found->second;
    }
    auto seen = view_;
    const auto receipt = ledger::parse_receipt(delivery.receipt).value();
    const auto believed = seen.see_receipt(receipt, delivery.leaf, delivery.consistency);
    if (!believed.ok()) return believed.error();
    view_ = seen;
    return "acknowledged " + std::to_string(delivery.id);
  }
  Result<std::vector<Bytes>> take_together(std::span<const ParcelDelivery> deliveries) override {
    const std::lock_guard lock(mutex_);
    together_.push_back(deliveries.size());
    auto seen = view_;
    std::vector<Bytes> acknowledgements;
    for (const auto& delivery : deliveries) {
      if (rejected_.contains(delivery.id)) return rejected_[delivery.id];
      const auto receipt = ledger::parse_receipt(delivery.receipt).value();
      STILE_CHECKED(seen.see_receipt(receipt, delivery.leaf, delivery.consistency));
      acknowledgements.push_back("acknowledged " + std::to_string(delivery.id));
    }
    view_ = seen;
    tell();
    return acknowledgements;
  }
  Result<std::vector<std::size_t>> take(std::span<const Bytes> notes) override {
    const std::lock_guard lock(mutex_);
    std::vector<std::size_t> kept;
    for (std::size_t i = 0; i < notes.size(); ++i) {
      if (notes[i] != "forged") kept.push_back(i);
    }
    tell();
    return kept;
  }
  Status compare(std::span<const LastNumber> taken) override {
    const std::lock_guard lock(mutex_);
    numbers_.assign(taken.begin(), taken.end());
    tell();
    return ok();
  }
  ledger::LogView view() override {
    const std::lock_guard lock(mutex_);
    return view_;
  }
  Status keep(const ledger::LogView& before, const ledger::LogView& seen) override {
    const std::lock_guard lock(mutex_);
    if (before.note() != view_.note()) return Reason::kConflict;
    view_ = seen;
    return ok();
  }
  void alarm(const Error& error) {
    const std::lock_guard lock(mutex_);
    alarm_ = error;
    tell();
  }

  void tell() { changed_.notify_all(); }
  // wait_until() gives `holds`, called under the lock, some time to become true.
  bool wait_until(const std::function<bool()>& holds) {
    std::unique_lock lock(mutex_);
    return changed_.wait_for(lock, std::chrono::seconds(20), holds);
  }

  std::mutex mutex_;
  std::condition_variable changed_;
  ledger::LogView view_{support::signer_named(support::kLog).verifier()};
  std::vector<ParcelDelivery> parcels_;
  std::vector<std::size_t> together_;  // how many came together, each time
  std::vector<LastNumber> numbers_;
  std::map<std::uint64_t, Reason> rejected_;
  std::optional<Error> alarm_;
};

std::string checkpoint(const MemoryTree& tree) {
  const auto log = support::signer_named(support::kLog);
  return crypto::sign_note(
      ledger::checkpoint_text({log.verifier().name(), tree.size(), tree.root()}), log);
}

void put(const std::vector<Hash>& proof, google::protobuf::RepeatedPtrField<std::string>& to) {
  for (const auto& hash : proof) to.Add(std::string(view(hash)));
}

class AttachmentTest : public ::testing::Test {
 protected:
  AttachmentTest() {
    std::filesystem::create_directory(folder_.file("documents"));
    std::ofstream(folder_.file("areas"), std::ios::binary) << scheme_.areas;
    documents_ = DocumentKeeper::open(
                     {folder_.file("documents"), folder_.file("areas"), scheme_.trust().roots})
                     .value();
    stand_in_.on_sync = [this](const v1::SyncRequest& request) {
      return request.held_size() == 0 ? notes() : std::vector<std::string>();
    };
    stand_in_.on_consistency = [this](const v1::ConsistencyRequest& asked,
                                      v1::ProofAnswer& answer) {
      put(ledger::consistency_proof(asked.old_size(), asked.new_size(), tree_).value(),
          *answer.mutable_hash());
      return grpc::Status::OK;
    };
  }

  std::vector<std::string> notes() const {
    std::vector<std::string> notes;
    for (const auto& note : scheme_.notes()) notes.push_back(note.note);
    return notes;
  }

  AttachPorts ports() {
    AttachPorts ports;
    ports.parcels = &agent_;
    ports.notes = &agent_;
    ports.log = &agent_;
    ports.documents = documents_.get();
    ports.sealing_key = [] { return Result<Bytes>(Bytes("the sealing key")); };
    ports.alarm = [this](const Error& error) { agent_.alarm(error); };
    ports.log_event = [](std::string_view, const Error&) {};
    return ports;
  }

  v1::AttachDown welcome(std::uint64_t from) const {
    v1::AttachDown down;
    down.mutable_welcome()->set_directory_serial(7);
    if (tree_.size() == 0) return down;
    down.mutable_welcome()->set_checkpoint(checkpoint(tree_));
    put(ledger::consistency_proof(from, tree_.size(), tree_).value(),
        *down.mutable_welcome()->mutable_consistency());
    return down;
  }

  // delivery() adds a leaf and proves it from a checkpoint of `shown` leaves.
  v1::AttachDown delivery(std::uint64_t parcel, std::uint64_t shown) {
    const std::string leaf = "leaf of " + std::to_string(parcel);
    tree_.append(leaf);
    const std::uint64_t index = tree_.size() - 1;
    v1::AttachDown down;
    auto& wire = *down.mutable_delivery();
    wire.set_parcel(parcel);
    wire.set_leaf(leaf);
    wire.set_receipt(ledger::receipt_text(
        {index, ledger::inclusion_proof(index, tree_.size(), tree_).value(), checkpoint(tree_)}));
    put(ledger::consistency_proof(shown, tree_.size(), tree_).value(), *wire.mutable_consistency());
    return down;
  }

  // attach() runs an attachment with what the gateway does after Hello, until `holds`.
  void attach(std::function<grpc::Status(const v1::Hello&, Attached&)> gateway,
              const std::function<bool()>& holds) {
    stand_in_.on_attach = std::move(gateway);
    GatewayClient client(stand_in_.channel());
    Attachment attachment(client, ports(), [](auto bytes) { std::ranges::fill(bytes, 0); });
    attachment.start();
    EXPECT_TRUE(agent_.wait_until(holds));
    attachment.stop();
    EXPECT_FALSE(attachment.proven().has_value());
  }

  static void hold(Attached& stream) {
    v1::AttachUp up;
    while (stream.Read(&up)) {
    }
  }

  support::Scheme scheme_;
  support::TemporaryFolder folder_;
  std::unique_ptr<DocumentKeeper> documents_;
  MemoryTree tree_{5};
  Agent agent_;
  GatewayStandIn stand_in_;
};

TEST_F(AttachmentTest, TakesTheDocumentsFirst) {
  attach(
      [&](const v1::Hello& hello, Attached& stream) {
        EXPECT_EQ(hello.directory_serial(), 7U);
        EXPECT_EQ(hello.sealing_key(), "the sealing key");
        EXPECT_EQ(hello.last_checkpoint(), "");
        stream.Write(welcome(0));
        hold(stream);
        return grpc::Status::OK;
      },
      [&] { return agent_.view_.size() == 5; });
  EXPECT_EQ(documents_->serial(), 7U);
}

TEST_F(AttachmentTest, HearsTheLastNumbers) {
  attach(
      [&](const v1::Hello&, Attached& stream) {
        auto down = welcome(0);
        auto& last = *down.mutable_welcome()->add_last_number();
        last.set_agreement_id("testshire-ofsted");
        last.set_number(12);
        stream.Write(down);
        hold(stream);
        return grpc::Status::OK;
      },
      [&] { return agent_.numbers_.size() == 1 && agent_.numbers_[0].number == 12; });
}

TEST_F(AttachmentTest, AttachesAgainFromWhatItSaw) {
  int attachments = 0;
  attach(
      [&](const v1::Hello& hello, Attached& stream) {
        if (++attachments == 1) {
          stream.Write(welcome(0));
          return grpc::Status::OK;
        }
        EXPECT_EQ(hello.last_checkpoint(), checkpoint(MemoryTree(5)));
        tree_.append("more");
        stream.Write(welcome(5));
        hold(stream);
        return grpc::Status::OK;
      },
      [&] { return agent_.view_.size() == 6; });
}

TEST_F(AttachmentTest, StopsForGoodWhenTheLedgerDoesNotExtendWhatItSaw) {
  MemoryTree other;
  for (int i = 0; i < 5; ++i) other.append("another history");
  ASSERT_TRUE(agent_.view_.see(checkpoint(other), {}).ok());
  attach(
      [&](const v1::Hello&, Attached& stream) {
        tree_.append("more");
        stream.Write(welcome(5));
        return grpc::Status::OK;
      },
      [&] { return agent_.alarm_.has_value(); });
  EXPECT_EQ(agent_.alarm_->reason, Reason::kIntegrity);
  EXPECT_EQ(agent_.view_.note(), checkpoint(other));
}

TEST_F(AttachmentTest, StopsForGoodWhenTheLedgerIsEmptyAgain) {
  ASSERT_TRUE(agent_.view_.see(checkpoint(tree_), {}).ok());
  tree_ = MemoryTree();
  attach(
      [&](const v1::Hello&, Attached& stream) {
        stream.Write(welcome(0));
        return grpc::Status::OK;
      },
      [&] { return agent_.alarm_.has_value(); });
}

TEST_F(AttachmentTest, StopsForGoodWhenTheGatewayAdmitsToBeDamaged) {
  attach(
      [&](const v1::Hello&, Attached&) { return grpc::Status(StatusCode::DATA_LOSS, "INTEGRITY"); },
      [&] { return agent_.alarm_.has_value(); });
}

TEST_F(AttachmentTest, GoesOnTryingAGatewayWithAnOlderDirectory) {
  std::atomic<int> attachments = 0;
  attach(
      [&](const v1::Hello&, Attached& stream) {
        auto down = welcome(0);
        down.mutable_welcome()->set_directory_serial(++attachments == 1 ? 6 : 7);
        stream.Write(down);
        hold(stream);
        return grpc::Status::OK;
      },
      [&] { return agent_.view_.size() == 5; });
  EXPECT_EQ(attachments, 2);
  EXPECT_FALSE(agent_.alarm_.has_value());
}

TEST_F(AttachmentTest, AnswersParcelsInOrder) {
  std::vector<std::string> answers;
  attach(
      [&](const v1::Hello&, Attached& stream) {
        stream.Write(welcome(0));
        for (std::uint64_t parcel = 1; parcel <= 3; ++parcel) {
          stream.Write(delivery(parcel, tree_.size()));
        }
        v1::AttachUp up;
        for (int i = 0; i < 3 && stream.Read(&up); ++i) {
          const std::lock_guard lock(agent_.mutex_);
          answers.push_back(up.parcel_stored().acknowledgement());
          agent_.tell();
        }
        hold(stream);
        return grpc::Status::OK;
      },
      [&] { return answers.size() == 3; });
  EXPECT_EQ(answers,
            (std::vector<std::string>{"acknowledged 1", "acknowledged 2", "acknowledged 3"}));
}

// The first parcel holds the taking thread up until the others have come.
TEST_F(AttachmentTest, TakesTogetherWhatCameMeanwhile) {
  int answers = 0;
  std::vector<std::string> said;
  const auto parcels = [&](Attached& stream, std::uint64_t from, std::uint64_t to) {
    for (auto parcel = from; parcel <= to; ++parcel) stream.Write(delivery(parcel, tree_.size()));
  };
  attach(
      [&](const v1::Hello&, Attached& stream) {
        stream.Write(welcome(0));
        parcels(stream, 1, 1);
        {
          std::unique_lock lock(agent_.mutex_);
          agent_.changed_.wait(lock, [&] { return agent_.parcels_.size() == 1; });
          parcels(stream, 2, 40);
        }
        v1::AttachUp up;
        while (answers < 40 && stream.Read(&up)) {
          const std::lock_guard lock(agent_.mutex_);
          ++answers;
          said.push_back(up.parcel_stored().acknowledgement());
          agent_.tell();
        }
        hold(stream);
        return grpc::Status::OK;
      },
      [&] { return answers == 40; });
  for (std::size_t i = 0; i < said.size(); ++i) {
    EXPECT_EQ(said[i], "acknowledged " + std::to_string(i + 1));
  }
  for (const std::size_t count : agent_.together_) EXPECT_LE(count, 8U);
}

TEST_F(AttachmentTest, TakesEachByItselfWhereOneOfSeveralIsRejected) {
  agent_.rejected_[3] = Reason::kBadSignature;
  std::vector<int> reasons;
  attach(
      [&](const v1::Hello&, Attached& stream) {
        stream.Write(welcome(0));
        for (std::uint64_t id = 1; id <= 5; ++id) stream.Write(delivery(id, tree_.size()));
        v1::AttachUp up;
        while (reasons.size() < 5 && stream.Read(&up)) {
          const std::lock_guard lock(agent_.mutex_);
          reasons.push_back(up.parcel_rejected().reason());
          agent_.tell();
        }
        hold(stream);
        return grpc::Status::OK;
      },
      [&] { return reasons.size() == 5; });
  const int refused = static_cast<int>(Reason::kBadSignature) + 1;
  EXPECT_EQ(reasons, (std::vector<int>{0, 0, refused, 0, 0}));
}

TEST_F(AttachmentTest, TakesTheNextParcelAfterOneThatItRejected) {
  agent_.rejected_[1] = Reason::kBadSignature;
  int reason = 0;
  attach(
      [&](const v1::Hello&, Attached& stream) {
        stream.Write(welcome(0));
        stream.Write(delivery(1, 5));
        stream.Write(delivery(2, 6));
        v1::AttachUp up;
        stream.Read(&up);
        {
          const std::lock_guard lock(agent_.mutex_);
          reason = up.parcel_rejected().reason();
          agent_.tell();
        }
        hold(stream);
        return grpc::Status::OK;
      },
      [&] { return reason != 0 && agent_.view_.size() == 7; });
  EXPECT_EQ(reason, static_cast<int>(Reason::kBadSignature) + 1);
}

TEST_F(AttachmentTest, ComesAgainForAParcelItCouldNotStore) {
  agent_.rejected_[1] = Reason::kIo;
  int attachments = 0;
  attach(
      [&](const v1::Hello&, Attached& stream) {
        stream.Write(welcome(++attachments == 1 ? 0 : 5));
        if (attachments == 1) {
          stream.Write(delivery(1, 5));
        } else {
          const std::lock_guard lock(agent_.mutex_);
          agent_.rejected_.clear();
        }
        hold(stream);
        return grpc::Status::OK;
      },
      [&] { return agent_.rejected_.empty() || attachments > 1; });
  EXPECT_FALSE(agent_.alarm_.has_value());
}

TEST_F(AttachmentTest, ConfirmsOnlyNotesThatAreKept) {
  std::vector<std::uint64_t> stored;
  bool done = false;
  attach(
      [&](const v1::Hello&, Attached& stream) {
        stream.Write(welcome(0));
        for (std::uint64_t id = 1; id <= 3; ++id) {
          v1::AttachDown down;
          down.mutable_note()->set_note(id);
          down.mutable_note()->set_text(id == 2 ? "forged" : "true");
          stream.Write(down);
        }
        v1::AttachUp up;
        while (stored.size() < 2 && stream.Read(&up)) stored.push_back(up.note_stored().note());
        {
          const std::lock_guard lock(agent_.mutex_);
          done = true;
          agent_.tell();
        }
        hold(stream);
        return grpc::Status::OK;
      },
      [&] { return done; });
  EXPECT_EQ(stored, (std::vector<std::uint64_t>{1, 3}));
}

TEST_F(AttachmentTest, TakesNewDocumentsWhenTold) {
  attach(
      [&](const v1::Hello&, Attached& stream) {
        stream.Write(welcome(0));
        scheme_.directory.serial = 8;
        stand_in_.on_sync = [this](const v1::SyncRequest&) { return notes(); };
        v1::AttachDown down;
        down.mutable_documents_changed()->set_directory_serial(8);
        stream.Write(down);
        stream.Write(delivery(1, 5));
        hold(stream);
        return grpc::Status::OK;
      },
      [&] { return agent_.view_.size() == 6; });
  EXPECT_EQ(documents_->serial(), 8U);
}

}  // namespace
}  // namespace stile::agent
