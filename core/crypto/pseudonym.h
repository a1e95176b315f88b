#pragma once

#include <utility>

#include "core/base/bytes.h"
#include "core/base/result.h"
#include "core/crypto/random.h"
#include "core/crypto/secret.h"

namespace stile::crypto {

// PseudonymKey is the gateway's random secret of one agreement and epoch. Once it is destroyed
// nobody, the gateway included, can make or follow its pseudonyms again. Move-only.
class PseudonymKey {
 public:
  static PseudonymKey generate(const Random& random);

  // from_bytes() takes what bytes_for_storage() gave; a length other than 32 is kMalformed.
  static Result<PseudonymKey> from_bytes(ByteView bytes);
  Bytes bytes_for_storage(SecretAccess) const;

 private:
  explicit PseudonymKey(Secret<32> secret) : secret_(std::move(secret)) {}
  friend Token pseudonym(const PseudonymKey& key, const Token& subject_token);
  Secret<32> secret_;
};

// pseudonym() is what a recipient sees in the place of a subject token: keyed BLAKE2b-128,
// one-way for whoever lacks the key. Equal tokens under one key give equal pseudonyms. Pure.
Token pseudonym(const PseudonymKey& key, const Token& subject_token);

}  // namespace stile::crypto
