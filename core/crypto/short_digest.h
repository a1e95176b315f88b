#pragma once

#include <initializer_list>
#include <string_view>

#include "core/base/bytes.h"
#include "core/crypto/secret.h"
#include "core/crypto/token.h"

// Keyed digests that only their maker compares, of short inputs and many of them: SipHash-2-4 with
// 128 bits (Aumasson and Bernstein, 2012), a tenth of the time of keyed BLAKE2b. What leaves an
// agency is made by token.h.
namespace stile::crypto {

// ShortDigestKey is a secret of its own, derived from the source's. Move-only.
class ShortDigestKey {
 public:
  // derived() gives the same key for the same label each time; nobody goes back from it.
  static ShortDigestKey derived(const TokenKey& from, std::string_view label);

 private:
  explicit ShortDigestKey(Secret<16> secret) : secret_(std::move(secret)) {}
  friend Token short_digest(const ShortDigestKey& key, std::initializer_list<ByteView> parts);
  Secret<16> secret_;
};

// short_digest() is of the length-prefixed parts; the first says which use it is.
Token short_digest(const ShortDigestKey& key, std::initializer_list<ByteView> parts);

}  // namespace stile::crypto
