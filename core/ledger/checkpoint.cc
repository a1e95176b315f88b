#include "core/ledger/checkpoint.h"

#include "core/crypto/encoding.h"
#include "core/ledger/lines.h"

namespace stile::ledger {
namespace {

Error malformed(const char* detail) { return {Reason::kMalformed, detail}; }

}  // namespace

std::string checkpoint_text(const Checkpoint& checkpoint) {
  return checkpoint.origin + '\n' + std::to_string(checkpoint.size) + '\n' +
         crypto::base64(checkpoint.root) + '\n';
}

Result<Checkpoint> parse_checkpoint_text(std::string_view text) {
  const auto origin = take_line(text);
  const auto size_line = take_line(text);
  const auto root_line = take_line(text);
  if (!root_line || !text.empty()) return malformed("checkpoint: not exactly three lines");
  if (origin->empty()) return malformed("checkpoint: no origin");
  const auto size = decimal<std::uint64_t>(*size_line);
  if (!size) return malformed("checkpoint: the size is not a decimal number");
  STILE_TRY(const Bytes root_bytes, crypto::unbase64(*root_line));
  Hash root;
  if (!copy_exact(root_bytes, root)) return malformed("checkpoint: the root is not 32 bytes");
  return Checkpoint{std::string(*origin), *size, root};
}

Result<Checkpoint> verify_checkpoint(std::string_view note, const crypto::NoteVerifier& log) {
  STILE_TRY(const crypto::Note parsed, crypto::parse_note(note));
  STILE_TRY(const auto names, crypto::verified_names(parsed, {&log, 1}));
  if (names.empty()) return Error{Reason::kBadSignature, "checkpoint: not signed by this log"};
  STILE_TRY(auto checkpoint, parse_checkpoint_text(parsed.text));
  if (checkpoint.origin != log.name()) {
    return Error{Reason::kIntegrity, "checkpoint: signed by the log, but of another origin"};
  }
  return checkpoint;
}

}  // namespace stile::ledger
