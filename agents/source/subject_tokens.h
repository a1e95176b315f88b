#pragma once

#include <cstddef>
#include <map>
#include <string_view>

#include "core/agreement/evaluate.h"
#include "core/base/bytes.h"
#include "core/crypto/short_digest.h"
#include "core/crypto/token.h"

namespace stile::agent {

// SubjectTokens makes the tokens of the children of a return. A few children are in many of its
// rows, and a keyed hash is dear: those made last are kept, kMost at most, by a short digest, not
// by name. One thread.
class SubjectTokens {
 public:
  static constexpr std::size_t kMost = 4096;

  // `key` outlives it.
  explicit SubjectTokens(const crypto::TokenKey& key)
      : key_(&key), names_(crypto::ShortDigestKey::derived(key, "subject-tokens")) {}

  // of() is crypto::subject_token() towards a recipient, within what the grant scopes it to.
  Token of(const agreement::Grant& grant, std::string_view recipient, const record::Origin& event);

 private:
  const crypto::TokenKey* key_;
  crypto::ShortDigestKey names_;
  std::map<Token, Token> tokens_;
};

}  // namespace stile::agent
