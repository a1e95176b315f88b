#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "core/base/bytes.h"
#include "core/base/result.h"
#include "gateway/pipeline/ports.h"

namespace stile::gateway {

// Shown is what one stream's other end has been shown of the ledger: the largest checkpoint
// sent on it. Everything sent next is proven consistent with that one.
class Shown {
 public:
  Shown(const Store& store, std::uint64_t verified_size) : store_(store), size_(verified_size) {}

  struct Proof {
    std::string receipt;            // tlog-proof text
    std::vector<Hash> consistency;  // with what was shown before
  };
  // receipt() proves the leaf in the tree of `tree_size` leaves.
  Result<Proof> receipt(std::uint64_t leaf_index, std::uint64_t tree_size);

  // consistency() proves the tree of `tree_size` leaves against what was shown before.
  Result<std::vector<Hash>> consistency(std::uint64_t tree_size);

 private:
  const Store& store_;
  std::uint64_t size_;
};

}  // namespace stile::gateway
