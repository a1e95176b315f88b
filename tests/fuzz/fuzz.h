#pragma once

#include <cstddef>
#include <cstdint>
#include <cstdlib>

#include "core/base/bytes.h"

// What every fuzzer shares. One reads whatever bytes come, and aborts where a promise about
// them does not hold; what it must never do by itself (crash, leak, run over, overflow) the
// sanitizers see.
namespace stile::fuzz {

inline ByteView input(const std::uint8_t* data, std::size_t size) {
  return {reinterpret_cast<const char*>(data), size};
}

inline void require(bool holds) {
  if (!holds) std::abort();
}

}  // namespace stile::fuzz

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);
