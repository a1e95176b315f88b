#include "gateway/service/receipts.h"

#include <algorithm>

#include "core/ledger/merkle.h"
#include "core/ledger/proof.h"

namespace stile::gateway {

Result<std::vector<Hash>> Shown::consistency(std::uint64_t tree_size) {
  const auto older = std::min(size_, tree_size);
  const auto newer = std::max(size_, tree_size);
  STILE_TRY(auto proof, ledger::consistency_proof(older, newer, shared_.store));
  size_ = newer;
  return proof;
}

void ShownTo::note(const std::string& agency, std::uint64_t size) {
  const std::lock_guard lock(mutex_);
  auto& largest = sizes_[agency];
  largest = std::max(largest, size);
}

std::uint64_t ShownTo::to(const std::string& agency) {
  const std::lock_guard lock(mutex_);
  const auto found = sizes_.find(agency);
  return found == sizes_.end() ? 0 : found->second;
}

// The newest is asked for most, and at hand.
Result<std::string> Shown::checkpoint_at(std::uint64_t tree_size) const {
  auto newest = shared_.committer.newest();
  if (newest.tree_size == tree_size) return std::move(newest.checkpoint);
  STILE_TRY(auto older, shared_.store.checkpoint_at(tree_size));
  if (!older) return Error{Reason::kIntegrity, "no checkpoint of a size that was answered"};
  return *std::move(older);
}

Result<Shown::Proof> Shown::receipt(std::uint64_t leaf_index, std::uint64_t tree_size) {
  STILE_TRY(const auto checkpoint, checkpoint_at(tree_size));
  STILE_TRY(auto inclusion, ledger::inclusion_proof(leaf_index, tree_size, shared_.store));
  STILE_TRY(auto consistent, consistency(tree_size));
  return Proof{ledger::receipt_text({leaf_index, std::move(inclusion), checkpoint}),
               std::move(consistent)};
}

}  // namespace stile::gateway
