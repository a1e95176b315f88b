#pragma once

#include <cstdint>
#include <map>
#include <mutex>
#include <string>
#include <vector>

#include "core/base/bytes.h"
#include "core/base/result.h"
#include "gateway/service/gateway.h"

namespace stile::gateway {

// ShownTo is the size of the largest checkpoint that each agency was sent, on whichever stream or
// call, since the gateway was started: mostly what it has seen. Any thread.
class ShownTo {
 public:
  void note(const std::string& agency, std::uint64_t size);
  std::uint64_t to(const std::string& agency);  // 0 for none

 private:
  std::mutex mutex_;
  std::map<std::string, std::uint64_t> sizes_;
};

// Shown is what one stream's other end has been shown of the ledger: the largest checkpoint
// sent on it. Everything sent next is proven consistent with that one. One thread.
class Shown {
 public:
  // What is shown here is what the agency was shown.
  Shown(Shared& shared, const AgencyId& agency, std::uint64_t verified_size)
      : shared_(shared), agency_(agency.text()), size_(verified_size) {}

  // catch_up() goes on from the largest checkpoint that the agency was shown anywhere, and says how
  // large that is.
  std::uint64_t catch_up();

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

  Shared& shared_;
  const std::string agency_;
  std::uint64_t size_;
};

}  // namespace stile::gateway
