#pragma once

#include <array>
#include <cstdint>

#include "core/base/bytes.h"
#include "core/base/result.h"
#include "core/crypto/random.h"
#include "core/crypto/secret.h"

// Ed25519 (RFC 8032). Who holds a public key from the directory and sees verify() succeed
// knows that the holder of the signing key signed exactly these bytes.
namespace stile::crypto {

using PublicKey = std::array<std::uint8_t, 32>;
using Signature = std::array<std::uint8_t, 64>;

// SigningKey holds an expanded private key, so that signing does not derive it again. Holding
// one means it is usable. Move-only; signing from several threads is safe.
class SigningKey {
 public:
  static SigningKey generate(const Random& random);

  // from_seed() takes the 32 bytes that seed_for_storage() gave; another length is kMalformed.
  static Result<SigningKey> from_seed(ByteView seed);

  // seed_for_storage() is the private key itself, for a key file; the caller wipes the copy.
  Bytes seed_for_storage(SecretAccess) const;

  const PublicKey& public_key() const { return public_; }
  Signature sign(ByteView message) const;

 private:
  friend class SealingKey sealing_key_of(const SigningKey& signer);
  SigningKey(Secret<64> expanded, const PublicKey& public_key);
  static SigningKey expand(const Secret<32>& seed);

  Secret<64> expanded_;
  PublicKey public_;
};

// verify() is true when `signature` is `key`'s over exactly `message`. Keys of small order
// and non-canonical encodings are refused. Any thread.
[[nodiscard]] bool verify(const PublicKey& key, ByteView message, const Signature& signature);

}  // namespace stile::crypto
