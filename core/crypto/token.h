#pragma once

#include <string_view>
#include <utility>

#include "core/base/bytes.h"
#include "core/base/civil_time.h"
#include "core/base/result.h"
#include "core/crypto/random.h"
#include "core/crypto/secret.h"

// Tokens made at the source: keyed BLAKE2b-128 over a domain label and length-prefixed parts.
// README.md has the grammar. Without the key nobody goes from a token to a person or an event,
// and no two different lists of parts give the same input.
namespace stile::crypto {

struct SubjectScope;
struct EventScope;

// TokenKey is the source's secret of 32 bytes, held by the source alone. Move-only.
class TokenKey {
 public:
  static TokenKey generate(const Random& random);

  // from_bytes() takes what bytes_for_storage() gave; a length other than 32 is kMalformed.
  static Result<TokenKey> from_bytes(ByteView bytes);
  Bytes bytes_for_storage(SecretAccess) const;

 private:
  explicit TokenKey(Secret<32> secret) : secret_(std::move(secret)) {}
  friend Token subject_token(const TokenKey& key, const SubjectScope& scope);
  friend Token event_token(const TokenKey& key, Day event_day, const EventScope& scope);
  friend class ShortDigestKey;
  Secret<32> secret_;
};

// SubjectScope bounds what a subject token can link: same five parts, same token.
// `epoch` is the text of a local quarter ("2026-Q4"); `person` the source's own reference.
struct SubjectScope {
  std::string_view agreement;
  std::string_view recipient;
  std::string_view scope;
  std::string_view epoch;
  std::string_view person;
};

// subject_token() stands for a child within one scope; the gateway replaces it by a pseudonym.
Token subject_token(const TokenKey& key, const SubjectScope& scope);

// EventScope names one record towards one recipient; `child` is empty where there is none.
struct EventScope {
  std::string_view agreement;
  std::string_view recipient;
  std::string_view system;
  std::string_view reference;
  std::string_view child;
};

// event_token() is the event reference a recipient sees: two bytes big-endian of the local day
// as first sent (days since 1970, held within 0..65535), then 14 bytes of the keyed hash, so
// that ids come in time order. The hash does not cover the day.
Token event_token(const TokenKey& key, Day event_day, const EventScope& scope);

}  // namespace stile::crypto
