#include "core/crypto/note.h"

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <utility>

#include "core/base/limits.h"
#include "core/crypto/encoding.h"
#include "core/crypto/utf8.h"

namespace stile::crypto {
namespace {

constexpr std::string_view kLinePrefix = "\u2014 ";
constexpr std::string_view kByteOrderMark = "\ufeff";
constexpr std::size_t kKeyIdBytes = 4;

Error malformed(std::string detail) { return {Reason::kMalformed, "note: " + std::move(detail)}; }

bool forbidden(char c) { return (static_cast<unsigned char>(c) < 0x20 && c != '\n') || c == 0x7f; }

// check_characters() holds of a whole note what check_note_text() holds of its text.
Status check_characters(std::string_view bytes) {
  if (bytes.starts_with(kByteOrderMark)) return malformed("begins with a byte-order mark");
  const auto bad = std::find_if(bytes.begin(), bytes.end(), forbidden);
  if (bad != bytes.end()) {
    return malformed("a tab, carriage return or other control character in line " +
                     std::to_string(1 + std::count(bytes.begin(), bad, '\n')));
  }
  if (!valid_utf8(bytes)) return malformed("not UTF-8");
  return ok();
}

Result<NoteSignature> parse_line(std::string_view line) {
  if (!line.starts_with(kLinePrefix)) return malformed("a signature line begins with an em dash");
  line.remove_prefix(kLinePrefix.size());
  const auto space = line.find(' ');
  if (space == line.npos || !valid_key_name(line.substr(0, space))) {
    return malformed("a signature line names no key");
  }
  STILE_TRY(const Bytes bytes, unbase64(line.substr(space + 1)));
  if (bytes.size() <= kKeyIdBytes) return malformed("a signature line has no signature");
  std::uint32_t key_id = 0;
  for (std::size_t i = 0; i < kKeyIdBytes; ++i) {
    key_id = key_id << 8 | static_cast<unsigned char>(bytes[i]);
  }
  return NoteSignature{std::string(line.substr(0, space)), key_id, bytes.substr(kKeyIdBytes)};
}

Result<std::vector<NoteSignature>> parse_lines(std::string_view block) {
  std::vector<NoteSignature> signatures;
  while (!block.empty()) {
    if (signatures.size() == limits::kNoteSignatures) {
      return Error{Reason::kTooLarge, "note: too many signatures"};
    }
    const auto end = block.find('\n');
    if (end == block.npos) return malformed("does not end in a newline");
    STILE_TRY(auto signature, parse_line(block.substr(0, end)));
    signatures.push_back(std::move(signature));
    block.remove_prefix(end + 1);
  }
  if (signatures.empty()) return malformed("no signature");
  return signatures;
}

}  // namespace

Status check_note_text(std::string_view text) {
  if (text.size() > limits::kDocumentBytes) return Error{Reason::kTooLarge, "note: too long"};
  if (!text.ends_with('\n')) return malformed("the text does not end in a newline");
  return check_characters(text);
}

Result<Note> parse_note(ByteView note) {
  if (note.size() > limits::kDocumentBytes) return Error{Reason::kTooLarge, "note: too long"};
  STILE_CHECKED(check_characters(note));
  const auto split = note.rfind("\n\n");
  if (split == note.npos) return malformed("no blank line before the signatures");
  STILE_TRY(auto signatures, parse_lines(note.substr(split + 2)));
  return Note{std::string(note.substr(0, split + 1)), std::move(signatures)};
}

std::string sign_note(std::string_view text, const NoteSigner& signer) {
  if (!check_note_text(text).ok()) {
    std::fputs("stile: a text that cannot be a note was given to sign\n", stderr);
    std::abort();
  }
  return std::string(text) + '\n' + signer.sign_line(text);
}

Result<std::string> add_signature(std::string_view note, const NoteSigner& signer) {
  STILE_TRY(const Note parsed, parse_note(note));
  std::string signed_note = parsed.text + '\n';
  std::size_t kept = 0;
  for (const auto& signature : parsed.signatures) {
    if (signer.verifier().names(signature)) continue;
    signed_note += signature_line(signature);
    ++kept;
  }
  if (kept == limits::kNoteSignatures) return Error{Reason::kTooLarge, "note: too many signatures"};
  return signed_note + signer.sign_line(parsed.text);
}

Result<std::vector<std::string>> verified_names(const Note& note,
                                                std::span<const NoteVerifier> known) {
  std::vector<std::string> names;
  for (const auto& signature : note.signatures) {
    for (const auto& verifier : known) {
      if (!verifier.names(signature)) continue;
      if (!verifier.verifies(note.text, signature)) {
        return Error{Reason::kBadSignature,
                     "note: the signature of " + signature.name + " does not verify"};
      }
      if (std::find(names.begin(), names.end(), signature.name) == names.end()) {
        names.push_back(signature.name);
      }
    }
  }
  return names;
}

}  // namespace stile::crypto
