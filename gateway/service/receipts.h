#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "core/base/bytes.h"
#include "core/base/result.h"
#include "gateway/service/gateway.h"

namespace stile::gateway {

// Shown is what one stream's other end has been shown of the ledger: the largest checkpoint
// sent on it. Everything sent next is proven consistent with that one.
class Shown {
 public:
  Shown(const Shared& shared, std::uint64_t verified_size)
      : shared_(shared), size_(verified_size) {}

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
