#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/result.h"

namespace stile::agent {

// OwnLeaf is a leaf that one side of this agency keeps, proven when it came.
struct OwnLeaf {
  std::uint64_t index = 0;
  std::string text;
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
  // newest() is the highest index of a consignment's admission; nothing where there is none.
  virtual Result<std::optional<std::uint64_t>> newest() = 0;
};

}  // namespace stile::agent
