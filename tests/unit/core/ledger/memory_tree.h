#pragma once

#include <string>
#include <vector>

#include "core/ledger/merkle.h"

namespace stile::ledger {

// MemoryTree keeps a tree's stored hashes in memory.
class MemoryTree : public HashReader {
 public:
  explicit MemoryTree(std::uint64_t leaves = 0) {
    while (size() < leaves) append(leaf_of(size()));
  }

  // leaf_of() is the body of the n-th leaf of every test tree.
  static std::string leaf_of(std::uint64_t n) { return "leaf " + std::to_string(n); }

  void append(ByteView leaf) {
    const auto stored = frontier_.append(leaf_hash(leaf));
    hashes_.insert(hashes_.end(), stored.begin(), stored.end());
  }

  Result<Hash> stored_hash(std::uint64_t index) const override {
    if (index >= hashes_.size()) return Error{Reason::kNotFound, "not stored"};
    return hashes_[index];
  }

  std::uint64_t size() const { return frontier_.size(); }
  Hash root() const { return frontier_.root(); }
  const Frontier& frontier() const { return frontier_; }
  const std::vector<Hash>& hashes() const { return hashes_; }

 private:
  Frontier frontier_;
  std::vector<Hash> hashes_;
};

// plain_root() is the definition of RFC 6962 section 2.1, read off the page.
inline Hash plain_root(std::uint64_t begin, std::uint64_t end) {
  if (begin == end) return empty_root();
  if (end - begin == 1) return leaf_hash(MemoryTree::leaf_of(begin));
  std::uint64_t split = 1;
  while (split * 2 < end - begin) split *= 2;
  return node_hash(plain_root(begin, begin + split), plain_root(begin + split, end));
}

}  // namespace stile::ledger
