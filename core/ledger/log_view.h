#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/base/result.h"
#include "core/ledger/checkpoint.h"
#include "core/ledger/merkle.h"
#include "core/ledger/proof.h"

namespace stile::ledger {

// LogView is what one agency has seen of the ledger: the last checkpoint it verified. Whatever
// the gateway shows next must be signed by the log and agree with it, leaf for leaf, so a
// gateway that forgets, rewrites or shows two histories is caught. A copyable value; the owner
// keeps the result durable before acting on it.
class LogView {
 public:
  explicit LogView(crypto::NoteVerifier log) : log_(std::move(log)) {}

  // resume() takes up a checkpoint kept before; empty for none.
  Status resume(std::string_view checkpoint_note);

  // see() takes a checkpoint, proven consistent with the last one in whichever order their
  // sizes stand. kBadSignature or kIntegrity otherwise, and nothing changes.
  Status see(std::string_view checkpoint_note, const std::vector<Hash>& consistency);

  // see_receipt() does the same for a receipt's checkpoint, and proves the leaf in it.
  Status see_receipt(const Receipt& receipt, std::string_view leaf_text,
                     const std::vector<Hash>& consistency);

  std::uint64_t size() const { return last_.size; }
  // note() is the last checkpoint as signed; empty before the first.
  const std::string& note() const { return note_; }
  const crypto::NoteVerifier& log() const { return log_; }

 private:
  // take() goes on to a checkpoint whose signature is verified, where it is consistent.
  Status take(const Checkpoint& next, std::string_view note, const std::vector<Hash>& consistency);

  crypto::NoteVerifier log_;
  Checkpoint last_{{}, 0, empty_root()};
  std::string note_;
};

}  // namespace stile::ledger
