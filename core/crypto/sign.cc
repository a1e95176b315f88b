#include "core/crypto/sign.h"

#include <sodium.h>

#include <utility>

#include "core/crypto/raw.h"

namespace stile::crypto {

SigningKey::SigningKey(Secret<64> expanded, const PublicKey& public_key)
    : expanded_(std::move(expanded)), public_(public_key) {}

SigningKey SigningKey::expand(const Secret<32>& seed) {
  PublicKey public_key;
  auto expanded = Secret<64>::filled([&](std::span<std::uint8_t> to) {
    crypto_sign_seed_keypair(public_key.data(), to.data(), seed.bytes(mint_secret_access()).data());
  });
  return {std::move(expanded), public_key};
}

SigningKey SigningKey::generate(const Random& random) { return expand(Secret<32>::filled(random)); }

Result<SigningKey> SigningKey::from_seed(ByteView seed) {
  STILE_TRY(const auto secret, Secret<32>::from_bytes(seed));
  return expand(secret);
}

Bytes SigningKey::seed_for_storage(SecretAccess access) const {
  Bytes seed(crypto_sign_SEEDBYTES, '\0');
  crypto_sign_ed25519_sk_to_seed(raw(seed), expanded_.bytes(access).data());
  return seed;
}

Signature SigningKey::sign(ByteView message) const {
  Signature signature;
  crypto_sign_detached(signature.data(), nullptr, raw(message), message.size(),
                       expanded_.bytes(mint_secret_access()).data());
  return signature;
}

bool verify(const PublicKey& key, ByteView message, const Signature& signature) {
  return crypto_sign_verify_detached(signature.data(), raw(message), message.size(), key.data()) ==
         0;
}

}  // namespace stile::crypto
