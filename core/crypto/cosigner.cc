#include "core/crypto/cosigner.h"

#include <sodium.h>

#include <limits>
#include <utility>

#include "core/crypto/raw.h"
#include "core/crypto/secret.h"

namespace stile::crypto {
namespace {

constexpr std::size_t kTimeBytes = 8;
constexpr char kContext[] = "stilewit";  // crypto_kdf_CONTEXTBYTES
constexpr std::uint64_t kSubkey = 1;
static_assert(sizeof(kContext) - 1 == crypto_kdf_CONTEXTBYTES);
static_assert(crypto_sign_SEEDBYTES == crypto_kdf_KEYBYTES);

SigningKey derived(const SigningKey& agency) {
  Bytes seed = agency.seed_for_storage(mint_secret_access());
  Bytes subkey(crypto_sign_SEEDBYTES, '\0');
  crypto_kdf_derive_from_key(raw(subkey), subkey.size(), kSubkey, kContext, raw(seed));
  wipe(seed);
  auto key = SigningKey::from_seed(subkey);
  wipe(subkey);
  return std::move(key).value();
}

Bytes time_bytes(Instant time) {
  auto rest = static_cast<std::uint64_t>(time);
  Bytes bytes(kTimeBytes, '\0');
  for (std::size_t i = kTimeBytes; i > 0; rest >>= 8) {
    bytes[--i] = static_cast<char>(static_cast<unsigned char>(rest));
  }
  return bytes;
}

std::uint64_t time_of(ByteView bytes) {
  std::uint64_t time = 0;
  for (const char c : bytes.substr(0, kTimeBytes)) time = time << 8 | static_cast<unsigned char>(c);
  return time;
}

}  // namespace

Result<Cosigner> Cosigner::of(std::string_view name, const SigningKey& agency) {
  SigningKey key = derived(agency);
  STILE_TRY(auto verifier, NoteVerifier::make(name, key.public_key(), KeyType::kCosignature));
  return Cosigner(std::move(verifier), std::move(key));
}

std::string Cosigner::sign_line(std::string_view checkpoint_text, Instant time) const {
  const Signature signature =
      key_.sign(cosigned_text(static_cast<std::uint64_t>(time), checkpoint_text));
  return signature_line(
      {verifier_.name(), verifier_.key_id(), time_bytes(time) + Bytes(view(signature))});
}

std::optional<Instant> cosigned_at(const NoteVerifier& witness, std::string_view checkpoint_text,
                                   const NoteSignature& line) {
  constexpr auto kLatest = static_cast<std::uint64_t>(std::numeric_limits<Instant>::max());
  if (witness.type() != KeyType::kCosignature || !witness.verifies(checkpoint_text, line)) {
    return std::nullopt;
  }
  const std::uint64_t time = time_of(line.bytes);
  return time <= kLatest ? std::optional(static_cast<Instant>(time)) : std::nullopt;
}

}  // namespace stile::crypto
