#include "core/crypto/note_key.h"

#include <algorithm>
#include <utility>

#include "core/crypto/digest.h"
#include "core/crypto/encoding.h"
#include "core/crypto/utf8.h"

namespace stile::crypto {
namespace {

constexpr std::size_t kKeyIdBytes = 4;
constexpr std::size_t kTimeBytes = 8;

Error malformed_vkey(std::string detail) {
  return {Reason::kMalformed, "verifier key: " + std::move(detail)};
}

Bytes typed_key(const PublicKey& key, KeyType type) {
  Bytes bytes(1, static_cast<char>(type));
  bytes.append(view(key));
  return bytes;
}

std::uint64_t big_endian(ByteView bytes) {
  std::uint64_t value = 0;
  for (const char c : bytes) value = value << 8 | static_cast<unsigned char>(c);
  return value;
}

std::uint32_t key_id_of(std::string_view name, const PublicKey& key, KeyType type) {
  const Hash hash = sha256(std::string(name) + '\n' + typed_key(key, type));
  return static_cast<std::uint32_t>(big_endian(view(hash).substr(0, kKeyIdBytes)));
}

Bytes id_bytes(std::uint32_t key_id) {
  Bytes bytes;
  append_u32(bytes, key_id);
  return bytes;
}

bool known_type(char type) {
  return type == static_cast<char>(KeyType::kEd25519) ||
         type == static_cast<char>(KeyType::kCosignature);
}

bool verify_cosignature(const PublicKey& key, std::string_view text, ByteView bytes) {
  Signature signature;
  if (bytes.size() < kTimeBytes || !copy_exact(bytes.substr(kTimeBytes), signature)) return false;
  return verify(key, cosigned_text(big_endian(bytes.substr(0, kTimeBytes)), text), signature);
}

}  // namespace

bool valid_key_name(std::string_view name) {
  const auto control = [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7f; };
  return !name.empty() && valid_utf8(name) && !has_unicode_space(name) &&
         name.find('+') == std::string_view::npos &&
         std::none_of(name.begin(), name.end(), control);
}

NoteVerifier::NoteVerifier(std::string_view name, const PublicKey& key, KeyType type)
    : name_(name), key_(key), type_(type), key_id_(key_id_of(name, key, type)) {}

Result<NoteVerifier> NoteVerifier::make(std::string_view name, const PublicKey& key, KeyType type) {
  if (!valid_key_name(name)) {
    return malformed_vkey("a name is not empty and has no space, '+' or control character");
  }
  return NoteVerifier(name, key, type);
}

Result<NoteVerifier> NoteVerifier::parse(std::string_view vkey) {
  const auto first = vkey.find('+');
  const auto second = first == vkey.npos ? first : vkey.find('+', first + 1);
  if (second == vkey.npos) return malformed_vkey("not of the form name+id+key");
  STILE_TRY(const Bytes bytes, unbase64(vkey.substr(second + 1)));
  PublicKey key;
  if (bytes.empty() || !known_type(bytes[0]) || !copy_exact(ByteView(bytes).substr(1), key)) {
    return malformed_vkey("not an Ed25519 key of a known type");
  }
  STILE_TRY(auto verifier, make(vkey.substr(0, first), key, static_cast<KeyType>(bytes[0])));
  if (verifier.vkey() != vkey) return malformed_vkey("the id is not this key's");
  return verifier;
}

std::string NoteVerifier::vkey() const {
  return name_ + '+' + hex(id_bytes(key_id_)) + '+' + base64(typed_key(key_, type_));
}

bool NoteVerifier::names(const NoteSignature& signature) const {
  return signature.name == name_ && signature.key_id == key_id_;
}

bool NoteVerifier::verifies(std::string_view text, const NoteSignature& line) const {
  if (!names(line)) return false;
  if (type_ == KeyType::kCosignature) return verify_cosignature(key_, text, line.bytes);
  Signature signature;
  return copy_exact(line.bytes, signature) && verify(key_, text, signature);
}

NoteSigner::NoteSigner(NoteVerifier verifier, SigningKey key)
    : verifier_(std::move(verifier)), key_(std::move(key)) {}

Result<NoteSigner> NoteSigner::make(std::string_view name, SigningKey key) {
  STILE_TRY(auto verifier, NoteVerifier::make(name, key.public_key()));
  return NoteSigner(std::move(verifier), std::move(key));
}

std::string NoteSigner::sign_line(std::string_view text) const {
  const Signature signature = key_.sign(text);
  return signature_line({verifier_.name(), verifier_.key_id(), Bytes(view(signature))});
}

// A header with the witness's time, then the text (c2sp.org/tlog-cosignature).
std::string cosigned_text(std::uint64_t time, std::string_view text) {
  return "cosignature/v1\ntime " + std::to_string(time) + '\n' + std::string(text);
}

std::string signature_line(const NoteSignature& signature) {
  return "\u2014 " + signature.name + ' ' + base64(id_bytes(signature.key_id) + signature.bytes) +
         '\n';
}

}  // namespace stile::crypto
