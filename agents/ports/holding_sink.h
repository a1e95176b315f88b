#pragma once

#include <cstdint>
#include <string>

#include "core/base/bytes.h"
#include "core/base/result.h"

namespace stile::agent {

// HeldConsignment is what the gateway itself did with a consignment of this agency's that waits
// (record::Holding). That the leaf is in the ledger is proven; what it says nobody has checked.
struct HeldConsignment {
  std::uint64_t number = 0;
  Hash digest{};
  std::string leaf;
  std::string receipt;  // C2SP tlog-proof of that leaf
};

// HoldingSink is where a source hears that. It is called by one thread.
class HoldingSink {
 public:
  virtual ~HoldingSink() = default;
  // take() verifies that the leaf is of that consignment and makes it durable; false where it is
  // not, and the gateway, which is not told that it is stored, says it again at the next
  // attachment. An error ends the attachment.
  virtual Result<bool> take(const HeldConsignment& held) = 0;
};

}  // namespace stile::agent
