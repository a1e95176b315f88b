#include "core/crypto/keyed_hash.h"

#include <sodium.h>

#include "core/crypto/raw.h"

namespace stile::crypto {

Token keyed_hash(const Secret<32>& key, std::string_view label,
                 std::initializer_list<ByteView> parts) {
  constexpr std::size_t kLengthBytes = 4;
  std::size_t length = kLengthBytes + label.size();
  for (const auto part : parts) length += kLengthBytes + part.size();
  Bytes input;
  input.reserve(length);  // in one place, so that wiping it leaves nothing behind
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
