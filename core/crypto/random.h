#pragma once

#include <cstdint>
#include <functional>
#include <span>

#include "core/base/bytes.h"

namespace stile::crypto {

// Random fills a span with unpredictable bytes. It is a value, so that a test can own it; a
// program passes system_random() everywhere.
using Random = std::function<void(std::span<std::uint8_t>)>;

// system_random() draws from the kernel's generator; it never fails and any thread may call
// the result.
Random system_random();

// random_token() and random_32() draw 16 and 32 bytes: nonces, row salts, commitment salts.
Token random_token(const Random& chance);
Hash random_32(const Random& chance);

}  // namespace stile::crypto
