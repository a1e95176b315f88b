#pragma once

#include <gtest/gtest.h>

#include <algorithm>
#include <condition_variable>
#include <filesystem>
#include <fstream>
#include <map>
#include <optional>

#include "agents/link/attachment.h"
#include "core/crypto/note.h"
#include "core/ledger/checkpoint.h"
#include "core/ledger/proof.h"
#include "tests/support/keys.h"
#include "tests/support/scheme.h"
#include "tests/support/temporary_folder.h"
#include "tests/unit/agents/link/gateway_stand_in.h"
#include "tests/unit/core/ledger/memory_tree.h"

namespace stile::agent {

using ledger::MemoryTree;
using Attached = GatewayStandIn::Attached;

// Agent is both sides of an agent; it remembers what it was given.
class Agent : public ParcelSink, public NoteSink, public LogKeeper {
 public:
  Result<Bytes> take(const ParcelDelivery& delivery) override {
    const std::lock_guard lock(mutex_);
    parcels_.push_back(delivery);
    tell();
    if (delivery.from != view_.size()) return Reason::kUnavailable;
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
    if (deliveries.front().from != view_.size()) return Reason::kUnavailable;
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
  void limit(std::size_t rows) override {
    const std::lock_guard lock(mutex_);
    most_rows_ = rows;
    tell();
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
  std::optional<std::size_t> most_rows_;
  std::map<std::uint64_t, Reason> rejected_;
  std::optional<Error> alarm_;
};

inline std::string checkpoint(const MemoryTree& tree, const char* of = support::kLog) {
  const auto log = support::signer_named(of);
  return crypto::sign_note(
      ledger::checkpoint_text({log.verifier().name(), tree.size(), tree.root()}), log);
}

inline void put(const std::vector<Hash>& proof,
                google::protobuf::RepeatedPtrField<std::string>& to) {
  for (const auto& hash : proof) to.Add(std::string(view(hash)));
}

// AttachmentFixture is an attachment between such an agent and a gateway that does as a test says.
class AttachmentFixture : public ::testing::Test {
 protected:
  AttachmentFixture() {
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

  virtual AttachPorts ports() {
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
    wire.set_consistency_from(shown);
    return down;
  }

  using AfterHello = std::function<grpc::Status(const v1::Hello&, Attached&)>;

  // run() runs an attachment with what the gateway does after Hello, until `act` returns. Neither
  // touches anything of the test's any more when this returns, so that a test has one.
  void run(AfterHello gateway, const AttachPorts& ports,
           const std::function<void(Attachment&)>& act) {
    stand_in_.on_attach = std::move(gateway);
    GatewayClient client(stand_in_.channel());
    Attachment attachment(client, ports, [](auto bytes) { std::ranges::fill(bytes, 0); });
    attachment.start();
    act(attachment);
    attachment.stop();
    EXPECT_FALSE(attachment.proven().has_value());
    stand_in_.end();
  }
  // attach() runs one until `holds`.
  void attach(AfterHello gateway, const std::function<bool()>& holds) {
    run(std::move(gateway), ports(), [&](Attachment&) { EXPECT_TRUE(agent_.wait_until(holds)); });
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

}  // namespace stile::agent
