#pragma once

#include <string>
#include <string_view>

#include "core/base/result.h"

// For this folder's sources only: what the writer and the reader of leaves share.
namespace stile::ledger {

inline constexpr std::string_view kLeafFirstLine = "stile-leaf/v1";
inline constexpr std::string_view kLeafNone = "-";

inline Error malformed_leaf(std::string_view key) {
  return {Reason::kMalformed, "leaf: no valid value of " + std::string(key)};
}

}  // namespace stile::ledger
