#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/base/civil_time.h"
#include "core/base/result.h"
#include "core/crypto/note_key.h"
#include "core/ledger/checkpoint.h"

// A ledger and those before it, which were closed (FORMATS.md, "Successor"). Pure.
namespace stile::ledger {

// ClosedLog is a ledger that cannot be continued, because it was lost behind what it had signed.
// Its successor has the leaves below `kept` as they were, and below `last.size` no other leaf at an
// index than the one that was there; what nobody could give back has the text of lost_leaf_text().
struct ClosedLog {
  crypto::NoteVerifier key;
  Checkpoint last;         // the largest that anybody was shown
  std::uint64_t kept = 0;  // at most last.size
  Instant closed = 0;      // UTC, to the minute
};

// Log is the ledger that is written now, by its key, with those that it succeeds, the oldest first.
struct Log {
  // Most ledgers succeed none, and are their key.
  Log(crypto::NoteVerifier own) : key(std::move(own)) {}  // NOLINT(google-explicit-constructor)
  Log(crypto::NoteVerifier own, std::vector<ClosedLog> before)
      : key(std::move(own)), closed(std::move(before)) {}

  // begins() is below which size it has signed nothing.
  std::uint64_t begins() const { return closed.empty() ? 0 : closed.back().last.size + 1; }
  bool same(const Log& other) const;

  crypto::NoteVerifier key;
  std::vector<ClosedLog> closed;
};

// verify_known_checkpoint() succeeds for a checkpoint of the log, and for one that a closed log
// signed before it was closed: kIntegrity where that is larger than what was closed, or of the same
// size and another; else as verify_checkpoint(). What a closed log signed is no word about the tree
// of its successor.
Result<Checkpoint> verify_known_checkpoint(std::string_view note, const Log& log);

// closed_by() is the closed log whose key signed this; null where none has.
const ClosedLog* closed_by(std::string_view note, const Log& log);

// lost_leaf_text() is the leaf at every index that was lost with `closed` and that nobody gave
// back; succession_leaf_text() the successor's first, at index `closed.last.size`, which names what
// was closed. Empty where the name of the closed log is none that a leaf can have.
std::string lost_leaf_text(const ClosedLog& closed);
std::string succession_leaf_text(const ClosedLog& closed);

}  // namespace stile::ledger
