#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "core/base/civil_time.h"
#include "core/base/result.h"
#include "core/crypto/note_key.h"
#include "core/crypto/sign.h"

// Cosignatures of checkpoints, cosignature/v1 over Ed25519 (c2sp.org/tlog-cosignature). Pure.
namespace stile::crypto {

// Cosigner is an agency's key as a witness (type 0x04). It is another key than the one it is
// derived from, and signs nothing but cosignatures: who holds one can state no consignment.
// Move-only; signing from several threads is safe.
class Cosigner {
 public:
  // of() derives the witness key of an agency from its signing key (README.md), so that nothing is
  // kept or installed beside that. Fails with kMalformed for an invalid name only.
  static Result<Cosigner> of(std::string_view name, const SigningKey& agency);

  // sign_line() is the signature line over a checkpoint's text, newline included: the statement
  // that at `time`, seconds since 1970 and not before, the cosigner had proven this tree to be a
  // part of the log as it had seen it, and had cosigned no larger one. Whoever calls it has made
  // sure.
  std::string sign_line(std::string_view checkpoint_text, Instant time) const;
  const NoteVerifier& verifier() const { return verifier_; }

 private:
  Cosigner(NoteVerifier verifier, SigningKey key)
      : verifier_(std::move(verifier)), key_(std::move(key)) {}

  NoteVerifier verifier_;
  SigningKey key_;
};

// cosigned_at() is the time that a line of `witness` names; nothing where the line is not that
// key's, the key no witness's, or the signature not good for this text. Nobody but the witness
// vouches for the time.
std::optional<Instant> cosigned_at(const NoteVerifier& witness, std::string_view checkpoint_text,
                                   const NoteSignature& line);

}  // namespace stile::crypto
