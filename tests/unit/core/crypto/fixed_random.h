#pragma once

#include <cstdint>
#include <memory>
#include <random>
#include <span>

#include "core/crypto/random.h"

namespace stile::crypto {

// fixed_random() is a Random that repeats itself for the same seed.
inline Random fixed_random(std::uint64_t seed = 1) {
  auto engine = std::make_shared<std::mt19937_64>(seed);
  return [engine](std::span<std::uint8_t> to) {
    for (auto& byte : to) byte = static_cast<std::uint8_t>((*engine)());
  };
}

}  // namespace stile::crypto
