#include "core/ledger/log.h"

#include <algorithm>

#include "core/ledger/leaf.h"

namespace stile::ledger {
namespace {

// Both can be made by everybody from the directory alone, so that nobody has to be believed.
std::string text_of(Leaf leaf, const ClosedLog& closed) {
  leaf.op = Op::kAdministration;
  leaf.time = closed.closed;
  leaf.clause = closed.key.name();
  auto text = leaf_text(leaf);
  return text.ok() ? std::move(text).value() : std::string();
}

}  // namespace

bool Log::same(const Log& other) const {
  return key.vkey() == other.key.vkey() &&
         std::equal(closed.begin(), closed.end(), other.closed.begin(), other.closed.end(),
                    [](const ClosedLog& a, const ClosedLog& b) {
                      return a.key.vkey() == b.key.vkey() && a.last == b.last && a.kept == b.kept &&
                             a.closed == b.closed;
                    });
}

const ClosedLog* closed_by(std::string_view note, const Log& log) {
  const auto found = std::ranges::find_if(
      log.closed, [&](const auto& one) { return verify_checkpoint(note, one.key).ok(); });
  return found == log.closed.end() ? nullptr : &*found;
}

Result<Checkpoint> verify_known_checkpoint(std::string_view note, const Log& log) {
  auto checkpoint = verify_checkpoint(note, log.key);
  if (checkpoint.ok()) return checkpoint;
  const ClosedLog* closed = closed_by(note, log);
  if (closed == nullptr) return checkpoint;
  STILE_TRY(checkpoint, verify_checkpoint(note, closed->key));
  const bool larger = checkpoint->size > closed->last.size;
  if (larger || (checkpoint->size == closed->last.size && *checkpoint != closed->last)) {
    return Error{Reason::kIntegrity, "the ledger " + closed->key.name() + " was closed at " +
                                         std::to_string(closed->last.size) +
                                         " leaves, and has signed others or more, " +
                                         std::to_string(checkpoint->size)};
  }
  return checkpoint;
}

std::string lost_leaf_text(const ClosedLog& closed) {
  Leaf leaf;
  leaf.decision = "lost";
  return text_of(std::move(leaf), closed);
}

std::string succession_leaf_text(const ClosedLog& closed) {
  Leaf leaf;
  leaf.counter = closed.last.size;
  leaf.commit_rows = closed.last.root;
  leaf.decision = "succeeds";
  return text_of(std::move(leaf), closed);
}

}  // namespace stile::ledger
