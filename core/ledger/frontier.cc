#include <bit>

#include "core/ledger/merkle.h"

namespace stile::ledger {

Result<Frontier> Frontier::restore(std::uint64_t size, const HashReader& reader) {
  Frontier frontier;
  frontier.size_ = size;
  std::uint64_t begin = 0;
  for (std::uint64_t rest = size; rest > 0;) {
    const std::uint64_t count = std::bit_floor(rest);
    const auto index = stored_hash_index(std::countr_zero(count), begin / count);
    STILE_TRY(const Hash subtree, reader.stored_hash(index));
    frontier.subtrees_.push_back(subtree);
    begin += count;
    rest -= count;
  }
  return frontier;
}

void Frontier::append(const Hash& leaf_hash, std::vector<Hash>& stored) {
  stored.push_back(leaf_hash);
  // As in adding one to a binary number: each trailing one is a subtree that now pairs up.
  for (int carries = std::countr_one(size_); carries > 0; --carries) {
    stored.push_back(node_hash(subtrees_.back(), stored.back()));
    subtrees_.pop_back();
  }
  subtrees_.push_back(stored.back());
  ++size_;
}

std::vector<Hash> Frontier::append(const Hash& leaf_hash) {
  std::vector<Hash> stored;
  append(leaf_hash, stored);
  return stored;
}

Hash Frontier::root() const {
  if (subtrees_.empty()) return empty_root();
  Hash root = subtrees_.back();
  for (auto it = subtrees_.rbegin() + 1; it != subtrees_.rend(); ++it) root = node_hash(*it, root);
  return root;
}

}  // namespace stile::ledger
