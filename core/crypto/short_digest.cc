#include "core/crypto/short_digest.h"

#include <sodium.h>

#include <algorithm>

#include "core/crypto/keyed_hash.h"
#include "core/crypto/raw.h"

namespace stile::crypto {

ShortDigestKey ShortDigestKey::derived(const TokenKey& from, std::string_view label) {
  static_assert(crypto_shorthash_siphashx24_KEYBYTES == std::tuple_size_v<Token>);
  Token key = keyed_hash(from.secret_, "stile/short-digest/v1", {label});
  auto secret = Secret<16>::filled([&](auto bytes) { std::ranges::copy(key, bytes.begin()); });
  wipe(key);
  return ShortDigestKey(std::move(secret));
}

Token short_digest(const ShortDigestKey& key, std::initializer_list<ByteView> parts) {
  static_assert(crypto_shorthash_siphashx24_BYTES == std::tuple_size_v<Token>);
  constexpr std::size_t kLengthBytes = 4;
  std::size_t length = 0;
  for (const auto part : parts) length += kLengthBytes + part.size();
  Bytes input;
  input.reserve(length);  // in one place, so that wiping it leaves nothing behind
  for (const auto part : parts) append_prefixed(input, part);
  Token digest;
  crypto_shorthash_siphashx24(digest.data(), raw(input), input.size(),
                              key.secret_.bytes(mint_secret_access()).data());
  wipe(input);
  return digest;
}

}  // namespace stile::crypto
