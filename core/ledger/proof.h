#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/bytes.h"
#include "core/base/result.h"
#include "core/ledger/checkpoint.h"
#include "core/ledger/log.h"

// Receipts: C2SP transparency log proofs (c2sp.org/tlog-proof), files named *.tlog-proof.
// FORMATS.md has the grammar. Pure.
namespace stile::ledger {

// Receipt is the offline proof that a leaf is at `index` of the tree that `checkpoint`, a
// signed note with any cosignatures, describes. Nothing in it is trusted until
// verify_receipt() says so.
struct Receipt {
  std::uint64_t index;
  std::vector<Hash> proof;
  std::string checkpoint;
  bool operator==(const Receipt&) const = default;
};

// receipt_text() writes the text form; never an `extra` line.
std::string receipt_text(const Receipt& receipt);

// parse_receipt() reads it; an `extra` line, which is authenticated by nobody, is checked for
// its form and dropped. Else kMalformed; more than limits::kProofHashes hashes are kTooLarge.
Result<Receipt> parse_receipt(std::string_view text);

// verify_receipt() succeeds when the checkpoint is `log`'s, or of one that it succeeds, and the
// leaf with exactly this text is included at the receipt's index; the result is the verified
// checkpoint. A failed inclusion is kIntegrity; else as verify_known_checkpoint(). Cosignatures are
// the caller's to check.
Result<Checkpoint> verify_receipt(const Receipt& receipt, std::string_view leaf_text,
                                  const Log& log);

}  // namespace stile::ledger
