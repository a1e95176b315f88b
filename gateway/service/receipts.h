#pragma once

#include <algorithm>
#include <cstdint>
#include <map>
#include <mutex>
#include <string>
#include <vector>

#include "core/base/bytes.h"
#include "core/base/result.h"
#include "gateway/service/gateway.h"

namespace stile::gateway {

// ShownTo is, of each agency, the size of the largest checkpoint that it was given and keeps its
// view of the ledger by, since the gateway was started: on its held stream, by a question of its
// own, and, of a force, which receives nothing, by what it submits. Mostly it has seen that by the
// time that the next thing comes. Any thread.
class ShownTo {
 public:
  void note(const std::string& agency, std::uint64_t size);
  std::uint64_t to(const std::string& agency);  // 0 for none

 private:
  std::mutex mutex_;
  std::map<std::string, std::uint64_t> sizes_;
};

// Shown is what one stream's other end has been shown of the ledger: the largest checkpoint sent on
// it, or elsewhere as far as this is told. Everything sent next is proven consistent with that one.
class Shown {
 public:
  Shown(const Shared& shared, std::uint64_t verified_size)
      : shared_(shared), size_(verified_size) {}

  std::uint64_t size() const { return size_; }
  // catch_up() is told of what the other end was shown elsewhere.
  void catch_up(std::uint64_t size) { size_ = std::max(size_, size); }

  struct Proof {
    std::string receipt;            // tlog-proof text
    std::vector<Hash> consistency;  // with what was shown before
  };
  // receipt() proves the leaf in the tree of `tree_size` leaves.
  Result<Proof> receipt(std::uint64_t leaf_index, std::uint64_t tree_size);

  // consistency() proves the tree of `tree_size` leaves against what was shown before.
  Result<std::vector<Hash>> consistency(std::uint64_t tree_size);

 private:
  Result<std::string> checkpoint_at(std::uint64_t tree_size) const;

  const Shared& shared_;
  std::uint64_t size_;
};

}  // namespace stile::gateway
