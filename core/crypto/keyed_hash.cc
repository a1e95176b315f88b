#include "core/crypto/keyed_hash.h"

#include <sodium.h>

#include "core/crypto/raw.h"

namespace stile::crypto {

Token keyed_hash(const Secret<32>& key, std::string_view label,
                 std::initializer_list<ByteView> parts) {
  Bytes input;
  append_prefixed(input, label);
  for (const auto part : parts) append_prefixed(input, part);
  const auto& secret = key.bytes(mint_secret_access());
  Token token;
  crypto_generichash(token.data(), token.size(), raw(input), input.size(), secret.data(),
                     secret.size());
  wipe(input);
  return token;
}

}  // namespace stile::crypto
