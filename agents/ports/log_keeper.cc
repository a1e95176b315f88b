#include "agents/ports/log_keeper.h"

#include <algorithm>
#include <utility>

namespace stile::agent {

Result<ledger::LogView> proven(ledger::LogView current, const ledger::LogView& seen,
                               ConsistencyProver& prover) {
  if (seen.note().empty() || seen.note() == current.note()) return current;
  std::vector<Hash> proof;
  const auto [low, high] = std::minmax({current.size(), seen.size()});
  if (low != 0 && low != high) {
    STILE_TRY(proof, prover.consistency(low, high));
  }
  STILE_CHECKED(current.see(seen.note(), proof));
  return current;
}

Status keep_seen(LogKeeper& keeper, ledger::LogView before, ledger::LogView seen,
                 ConsistencyProver& prover) {
  for (;;) {
    const Status kept = keeper.keep(before, seen);
    if (kept.ok() || kept.reason() != Reason::kConflict) return kept;
    before = keeper.view();
    STILE_TRY(seen, proven(before, seen, prover));
  }
}

Status BothLogs::keep(const ledger::LogView& before, const ledger::LogView& seen) {
  STILE_CHECKED(received_->keep(before, seen));
  return keep_seen(*sent_, before, seen, *prover_);
}

}  // namespace stile::agent
