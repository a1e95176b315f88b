#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/base/result.h"
#include "core/ledger/checkpoint.h"
#include "core/ledger/log.h"
#include "core/ledger/merkle.h"
#include "core/ledger/proof.h"

namespace stile::ledger {

// LogView is what one agency has seen of the ledger: the last checkpoint it verified. Whatever
// the gateway shows next must be signed by the log and agree with it, leaf for leaf, so a
// gateway that forgets, rewrites or shows two histories is caught. A copyable value; the owner
// keeps the result durable before acting on it.
class LogView {
 public:
  explicit LogView(Log log) : log_(std::move(log)) {}

  // resume() takes up a checkpoint kept before; empty for none. After one of a log that was closed
  // the view begins anew with the successor: nothing that it shows can be held against what was
  // seen, but for its leaves. kIntegrity where more of that log was seen than was closed.
  Status resume(std::string_view checkpoint_note);

  // see() takes a checkpoint, proven consistent with the last one in whichever order their
  // sizes stand. kBadSignature or kIntegrity otherwise, and nothing changes; kIntegrity, too, where
  // a successor shows less than it begins with.
  Status see(std::string_view checkpoint_note, const std::vector<Hash>& consistency);

  // see_receipt() does the same for a receipt's checkpoint, and proves the leaf in it.
  Status see_receipt(const Receipt& receipt, std::string_view leaf_text,
                     const std::vector<Hash>& consistency);

  std::uint64_t size() const { return last_.size; }
  // note() is the last checkpoint as signed; empty before the first.
  const std::string& note() const { return note_; }
  const Log& log() const { return log_; }
  // closed() is the log of which this agency saw something last, while it has seen nothing of its
  // successor; null otherwise.
  const ClosedLog* closed() const;

 private:
  // take() goes on to a checkpoint whose signature is verified, where it is consistent.
  Status take(const Checkpoint& next, std::string_view note, const std::vector<Hash>& consistency);

  Log log_;
  Checkpoint last_{{}, 0, empty_root()};
  std::string note_;
  std::string closed_note_;
};

}  // namespace stile::ledger
