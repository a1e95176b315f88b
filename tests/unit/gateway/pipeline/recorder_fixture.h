#pragma once

#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "core/ledger/checkpoint.h"
#include "core/ledger/proof.h"
#include "gateway/pipeline/recorder.h"
#include "tests/support/failing_checkpoint_file.h"
#include "tests/support/keys.h"
#include "tests/unit/gateway/pipeline/road.h"

namespace stile::gateway {

// RecorderTest owns a ledger on doubles that can be told to fail, and restarts it.
class RecorderTest : public Road {
 protected:
  RecorderTest() { recorder_.emplace(open().value()); }

  Result<Recorder> open(const char* log_key = support::kLog) {
    return Recorder::open(*store_, *second_, support::signer_named(log_key),
                          crypto::system_random(), "build-1");
  }

  // restart() opens the ledger on what persisted, with no fault planned.
  void restart() {
    recorder_.reset();
    store_ = store_->reopened();
    second_ = std::make_unique<support::FailingCheckpointFile>(*second_);
    recorder_.emplace(open().value());
  }

  Entry admission(std::uint64_t number) { return sent(consign(records(1), {}, number)); }
  Entry refusal(Reason reason = Reason::kDenied, const char* from = support::kTestshire) const {
    return Refusal{peer(from), reason, support::kOfsted, {}, 0, 0, {}, {}};
  }

  template <typename... Entries>
  std::vector<Outcome> record(Entries... entries) {
    std::vector<Entry> group;
    (group.push_back(std::move(entries)), ...);
    return recorder_->record(std::move(group), now_).value();
  }
  template <typename... Entries>
  bool record_fails(Entries... entries) {
    std::vector<Entry> group;
    (group.push_back(std::move(entries)), ...);
    return !recorder_->record(std::move(group), now_).ok();
  }

  std::uint64_t size() const { return store_->tree_size().value(); }
  ledger::Leaf leaf(std::uint64_t index) const {
    return ledger::parse_leaf(store_->leaf_text(index).value().value()).value();
  }
  // proves() says whether the leaf stands in the tree that the checkpoint of this size signed.
  bool proves(std::uint64_t index, std::uint64_t tree_size) const {
    const auto checkpoint = store_->checkpoint_at(tree_size).value();
    const ledger::Receipt receipt{index, ledger::inclusion_proof(index, tree_size, *store_).value(),
                                  checkpoint.value()};
    return ledger::verify_receipt(receipt, *store_->leaf_text(index).value(),
                                  support::signer_named(support::kLog).verifier())
        .ok();
  }

  std::unique_ptr<support::FailingStore> store_ =
      std::make_unique<support::FailingStore>(crypto::system_random());
  std::unique_ptr<support::FailingCheckpointFile> second_ =
      std::make_unique<support::FailingCheckpointFile>();
  std::optional<Recorder> recorder_;
  Instant now_ = support::kNow;
};

inline const Recorded& recorded(const Outcome& outcome) { return std::get<Recorded>(outcome); }
inline const RecordedRefusal& recorded_refusal(const Outcome& outcome) {
  return std::get<RecordedRefusal>(outcome);
}

}  // namespace stile::gateway
