#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "core/base/bytes.h"
#include "core/base/result.h"
#include "core/crypto/sign.h"

// The named keys of C2SP signed-note: a key is known by its name and key id together.
namespace stile::crypto {

// KeyType is the signature type byte of c2sp.org/signed-note: what exactly is signed.
enum class KeyType : std::uint8_t {
  kEd25519 = 0x01,      // the text
  kCosignature = 0x04,  // c2sp.org/tlog-cosignature: "cosignature/v1", a time, and the text
};

// NoteSignature is one line `— name base64(key id || bytes)` of a note, not yet verified.
struct NoteSignature {
  std::string name;
  std::uint32_t key_id;
  Bytes bytes;
  bool operator==(const NoteSignature&) const = default;
};

// valid_key_name() is true for non-empty UTF-8 without Unicode spaces, control characters
// or '+'.
bool valid_key_name(std::string_view name);

// NoteVerifier is a named public key; its key id is
// SHA-256(name || 0x0A || type || key)[0..4], big-endian. Holding one means that the name is
// valid and the id belongs to the key; not that anyone trusts it. Copyable; any thread.
class NoteVerifier {
 public:
  // parse() reads a vkey, `name+hex(key id)+base64(type || key)`. Another shape, type or key
  // length, or an id that is not the key's, is kMalformed.
  static Result<NoteVerifier> parse(std::string_view vkey);

  // make() fails with kMalformed for an invalid name only.
  static Result<NoteVerifier> make(std::string_view name, const PublicKey& key,
                                   KeyType type = KeyType::kEd25519);

  const std::string& name() const { return name_; }
  std::uint32_t key_id() const { return key_id_; }
  const PublicKey& key() const { return key_; }
  KeyType type() const { return type_; }
  std::string vkey() const;

  // names() is true when the line claims to be this key's: same name and same key id.
  bool names(const NoteSignature& signature) const;

  // verifies() is true when the line is this key's and its signature is good for `text`.
  [[nodiscard]] bool verifies(std::string_view text, const NoteSignature& signature) const;

 private:
  NoteVerifier(std::string_view name, const PublicKey& key, KeyType type);

  std::string name_;
  PublicKey key_;
  KeyType type_;
  std::uint32_t key_id_;
};

// NoteSigner is a named Ed25519 private key (type 0x01). Move-only; signing from several
// threads is safe.
class NoteSigner {
 public:
  // make() fails with kMalformed for an invalid name only.
  static Result<NoteSigner> make(std::string_view name, SigningKey key);

  // sign_line() is the signature line over `text`, newline included.
  std::string sign_line(std::string_view text) const;
  const NoteVerifier& verifier() const { return verifier_; }

 private:
  NoteSigner(NoteVerifier verifier, SigningKey key);

  NoteVerifier verifier_;
  SigningKey key_;
};

// cosigned_text() is what a cosignature/v1 of that time signs of a text.
std::string cosigned_text(std::uint64_t time, std::string_view text);

// signature_line() writes one line in the form above, newline included.
std::string signature_line(const NoteSignature& signature);

}  // namespace stile::crypto
