#include "core/crypto/random.h"

#include <sodium.h>

namespace stile::crypto {

Random system_random() {
  return [](std::span<std::uint8_t> to) { randombytes_buf(to.data(), to.size()); };
}

Token random_token(const Random& chance) {
  Token token;
  chance(token);
  return token;
}

Hash random_32(const Random& chance) {
  Hash bytes;
  chance(bytes);
  return bytes;
}

}  // namespace stile::crypto
