#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

#include "core/base/bytes.h"
#include "core/base/result.h"
#include "core/crypto/random.h"
#include "core/crypto/secret.h"
#include "core/crypto/sign.h"

// Sealed boxes (libsodium crypto_box_seal: X25519, XSalsa20-Poly1305). Only the holder of the
// private half opens one. A sealed box authenticates nobody: the plaintext carries its own
// signature where the sender matters.
namespace stile::crypto {

using SealingPublicKey = std::array<std::uint8_t, 32>;

// kSealOverheadBytes is what seal() adds to the length of a plaintext.
inline constexpr std::size_t kSealOverheadBytes = 48;

// SealingKey is the private half. Move-only; opening from several threads is safe.
class SealingKey {
 public:
  static SealingKey generate(const Random& random);

  // from_secret() takes the 32 bytes that secret_for_storage() gave; else kMalformed.
  static Result<SealingKey> from_secret(ByteView secret);

  // secret_for_storage() is the private key itself, for a key file; the caller wipes the copy.
  Bytes secret_for_storage(SecretAccess) const;

  const SealingPublicKey& public_key() const { return public_; }

 private:
  explicit SealingKey(Secret<32> secret);
  friend Result<Bytes> open(const SealingKey& key, ByteView sealed);
  friend SealingKey sealing_key_of(const SigningKey& signer);

  Secret<32> secret_;
  SealingPublicKey public_;
};

// sealing_key_of() is the X25519 key that belongs to an Ed25519 one (RFC 7748 section 4.1), so that
// a person who has a key to sign with can be sealed to. kMalformed for a key that nobody signs
// with.
Result<SealingPublicKey> sealing_key_of(const PublicKey& signer);
// Its private half; the holder of the signing key alone can make it.
SealingKey sealing_key_of(const SigningKey& signer);

// seal() encrypts to the holder of `to` under a fresh ephemeral key: sealing twice gives
// different bytes. A public key of small order is kMalformed.
Result<Bytes> seal(const SealingPublicKey& to, ByteView plaintext);

// open() is its inverse. Anything not sealed to this key, or altered by one bit, is
// kBadSignature. The caller wipes a secret plaintext.
Result<Bytes> open(const SealingKey& key, ByteView sealed);

// pad() lengthens to the next multiple of `block` bytes (ISO/IEC 7816-4: 0x80, then zeroes;
// at least one byte is added), so that a sealed length tells nothing but the block.
// `block` is not zero.
Bytes pad(ByteView plaintext, std::size_t block);

// unpad() is its inverse; padding that pad() would not make is kMalformed.
Result<Bytes> unpad(ByteView padded, std::size_t block);

}  // namespace stile::crypto
