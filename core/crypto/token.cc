#include "core/crypto/token.h"

#include <algorithm>
#include <cstddef>

#include "core/crypto/keyed_hash.h"

namespace stile::crypto {
namespace {

constexpr std::string_view kSubjectLabel = "stile/subject-token/v1";
constexpr std::string_view kEventLabel = "stile/event-token/v1";
constexpr std::size_t kDayBytes = 2;

}  // namespace

TokenKey TokenKey::generate(const Random& random) { return TokenKey(Secret<32>::filled(random)); }

Result<TokenKey> TokenKey::from_bytes(ByteView bytes) {
  STILE_TRY(auto secret, Secret<32>::from_bytes(bytes));
  return TokenKey(std::move(secret));
}

Bytes TokenKey::bytes_for_storage(SecretAccess access) const {
  return Bytes(view(secret_.bytes(access)));
}

Token subject_token(const TokenKey& key, const SubjectScope& scope) {
  return keyed_hash(key.secret_, kSubjectLabel,
                    {scope.agreement, scope.recipient, scope.scope, scope.epoch, scope.person});
}

Token event_token(const TokenKey& key, Day event_day, const EventScope& scope) {
  const Token hash =
      keyed_hash(key.secret_, kEventLabel,
                 {scope.agreement, scope.recipient, scope.system, scope.reference, scope.child});
  const Day day = std::clamp(event_day, Day{0}, Day{0xffff});
  Token token;
  token[0] = static_cast<std::uint8_t>(day >> 8);
  token[1] = static_cast<std::uint8_t>(day & 0xff);
  std::copy_n(hash.begin(), hash.size() - kDayBytes, token.begin() + kDayBytes);
  return token;
}

}  // namespace stile::crypto
