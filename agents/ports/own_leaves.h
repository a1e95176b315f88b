#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/bytes.h"
#include "core/base/result.h"

namespace stile::agent {

// OwnLeaf is a leaf that one side of this agency keeps, proven when it came.
struct OwnLeaf {
  std::uint64_t index = 0;
  std::string text;
};

// HeldLeaf is such a leaf with its receipt, and what the gateway has to know again of it after its
// ledger was lost: of a consignment that this agency sent number and digest; of one that it
// received, and of a question, what was signed, and the salt that opens the leaf's commitment to
// that; else 0 or empty.
struct HeldLeaf {
  std::string leaf;
  std::string receipt;
  std::uint64_t number = 0;
  Bytes digest;
  Bytes note;
  Bytes salt;
};

// OwnLeaves is what one side of this agency keeps of the leaves about what it has sent, asked or
// received. Read beside whoever writes. One thread.
class OwnLeaves {
 public:
  virtual ~OwnLeaves() = default;
  // name() is whose store that is, for people: "what was sent".
  virtual std::string_view name() const = 0;
  // held() are those with first <= index < end, in no order. Fails as the store does.
  virtual Result<std::vector<OwnLeaf>> held(std::uint64_t first, std::uint64_t end) = 0;
  // with_receipts() are the same, whole.
  virtual Result<std::vector<HeldLeaf>> with_receipts(std::uint64_t first, std::uint64_t end) = 0;
  // newest() is the highest index of a consignment's admission; nothing where there is none.
  virtual Result<std::optional<std::uint64_t>> newest() = 0;
};

}  // namespace stile::agent
