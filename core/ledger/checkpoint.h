#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "core/base/bytes.h"
#include "core/base/result.h"
#include "core/crypto/note.h"

// C2SP checkpoints (c2sp.org/tlog-checkpoint), without extension lines. Pure.
namespace stile::ledger {

// Checkpoint says what a log holds: `root` over its first `size` leaves. `origin` names the
// log and is the name of its key.
struct Checkpoint {
  std::string origin;
  std::uint64_t size;
  Hash root;
  bool operator==(const Checkpoint&) const = default;
};

// checkpoint_text() is the note text: origin, decimal size, base64 root, a line each. Sign it
// with crypto::sign_note().
std::string checkpoint_text(const Checkpoint& checkpoint);

// parse_checkpoint_text() accepts exactly what checkpoint_text() writes; an extension line,
// a leading zero or another base64 form is kMalformed.
Result<Checkpoint> parse_checkpoint_text(std::string_view text);

// verify_checkpoint() succeeds when the note is signed by `log` and its origin is that key's
// name: the log itself then claims this size and root. Not signed by it is kBadSignature;
// another origin kIntegrity; else as parse_note() and parse_checkpoint_text().
Result<Checkpoint> verify_checkpoint(std::string_view note, const crypto::NoteVerifier& log);

}  // namespace stile::ledger
