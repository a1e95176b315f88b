#include "core/crypto/seal.h"

#include <sodium.h>

#include <utility>

#include "core/crypto/raw.h"

namespace stile::crypto {

static_assert(kSealOverheadBytes == crypto_box_SEALBYTES);

SealingKey::SealingKey(Secret<32> secret) : secret_(std::move(secret)) {
  crypto_scalarmult_base(public_.data(), secret_.bytes(mint_secret_access()).data());
}

SealingKey SealingKey::generate(const Random& random) {
  return SealingKey(Secret<32>::filled(random));
}

Result<SealingKey> SealingKey::from_secret(ByteView secret) {
  STILE_TRY(auto bytes, Secret<32>::from_bytes(secret));
  return SealingKey(std::move(bytes));
}

Bytes SealingKey::secret_for_storage(SecretAccess access) const {
  return Bytes(view(secret_.bytes(access)));
}

Result<SealingPublicKey> sealing_key_of(const PublicKey& signer) {
  SealingPublicKey key{};
  if (crypto_sign_ed25519_pk_to_curve25519(key.data(), signer.data()) == 0) return key;
  return Error{Reason::kMalformed, "no key to sign with"};
}

SealingKey sealing_key_of(const SigningKey& signer) {
  Bytes secret(32, '\0');
  crypto_sign_ed25519_sk_to_curve25519(raw(secret),
                                       signer.expanded_.bytes(mint_secret_access()).data());
  auto key = Secret<32>::from_bytes(secret);
  sodium_memzero(secret.data(), secret.size());
  return SealingKey(std::move(key).value());
}

Result<Bytes> seal(const SealingPublicKey& to, ByteView plaintext) {
  Bytes sealed(plaintext.size() + kSealOverheadBytes, '\0');
  if (crypto_box_seal(raw(sealed), raw(plaintext), plaintext.size(), to.data()) != 0) {
    return Error{Reason::kMalformed, "a sealing key of small order"};
  }
  return sealed;
}

Result<Bytes> open(const SealingKey& key, ByteView sealed) {
  if (sealed.size() < kSealOverheadBytes) {
    return Error{Reason::kBadSignature, "too short for a sealed box"};
  }
  Bytes plaintext(sealed.size() - kSealOverheadBytes, '\0');
  const auto& secret = key.secret_.bytes(mint_secret_access());
  if (crypto_box_seal_open(raw(plaintext), raw(sealed), sealed.size(), key.public_.data(),
                           secret.data()) != 0) {
    return Error{Reason::kBadSignature, "not sealed to this key, or altered"};
  }
  return plaintext;
}

Bytes pad(ByteView plaintext, std::size_t block) {
  Bytes padded(plaintext);
  padded.push_back('\x80');
  const std::size_t blocks = (padded.size() + block - 1) / block;
  padded.resize(blocks * block, '\0');
  return padded;
}

Result<Bytes> unpad(ByteView padded, std::size_t block) {
  const auto mark = padded.find_last_not_of('\0');
  const bool canonical = mark != ByteView::npos && padded[mark] == '\x80' &&
                         padded.size() % block == 0 && padded.size() - mark <= block;
  if (!canonical) return Error{Reason::kMalformed, "not padded to the block"};
  return Bytes(padded.substr(0, mark));
}

}  // namespace stile::crypto
