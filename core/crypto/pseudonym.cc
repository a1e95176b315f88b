#include "core/crypto/pseudonym.h"

#include <string_view>

#include "core/crypto/keyed_hash.h"

namespace stile::crypto {
namespace {

constexpr std::string_view kPseudonymLabel = "stile/pseudonym/v1";

}  // namespace

PseudonymKey PseudonymKey::generate(const Random& random) {
  return PseudonymKey(Secret<32>::filled(random));
}

Result<PseudonymKey> PseudonymKey::from_bytes(ByteView bytes) {
  STILE_TRY(auto secret, Secret<32>::from_bytes(bytes));
  return PseudonymKey(std::move(secret));
}

Bytes PseudonymKey::bytes_for_storage(SecretAccess access) const {
  return Bytes(view(secret_.bytes(access)));
}

Token pseudonym(const PseudonymKey& key, const Token& subject_token) {
  return keyed_hash(key.secret_, kPseudonymLabel, {view(subject_token)});
}

}  // namespace stile::crypto
