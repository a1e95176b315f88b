#include "core/ledger/log_view.h"

#include "core/ledger/merkle.h"

namespace stile::ledger {

Status LogView::resume(std::string_view checkpoint_note) {
  if (checkpoint_note.empty()) return ok();
  STILE_TRY(const Checkpoint kept, verify_known_checkpoint(checkpoint_note, log_));
  if (closed_by(checkpoint_note, log_) != nullptr) {
    closed_note_ = checkpoint_note;
    return ok();
  }
  last_ = kept;
  note_ = checkpoint_note;
  return ok();
}

Status LogView::see(std::string_view checkpoint_note, const std::vector<Hash>& consistency) {
  STILE_TRY(const Checkpoint next, verify_checkpoint(checkpoint_note, log_.key));
  return take(next, checkpoint_note, consistency);
}

Status LogView::see_receipt(const Receipt& receipt, std::string_view leaf_text,
                            const std::vector<Hash>& consistency) {
  STILE_TRY(const Checkpoint next, verify_receipt(receipt, leaf_text, log_.key));
  return take(next, receipt.checkpoint, consistency);
}

Status LogView::take(const Checkpoint& next, std::string_view note,
                     const std::vector<Hash>& consistency) {
  if (next.size < log_.begins()) {
    return Error{Reason::kIntegrity, "the ledger's successor does not have what was closed"};
  }
  const bool grows = next.size >= last_.size;
  const auto& older = grows ? last_ : next;
  const auto& newer = grows ? next : last_;
  STILE_CHECKED(verify_consistency(older.size, newer.size, consistency, older.root, newer.root));
  if (next.size <= last_.size) return ok();
  last_ = next;
  note_ = note;
  return ok();
}

const ClosedLog* LogView::closed() const {
  return note_.empty() && !closed_note_.empty() ? closed_by(closed_note_, log_) : nullptr;
}

}  // namespace stile::ledger
