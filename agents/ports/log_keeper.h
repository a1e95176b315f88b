#pragma once

#include <cstdint>
#include <vector>

#include "core/base/bytes.h"
#include "core/base/result.h"
#include "core/ledger/log_view.h"

namespace stile::agent {

// LogKeeper keeps, durably, the last checkpoint that this agency verified. Any thread.
class LogKeeper {
 public:
  virtual ~LogKeeper() = default;
  virtual ledger::LogView view() = 0;
  // keep() makes `seen` durable as what follows `before`, an earlier view(). kConflict when the
  // view has moved on since then: `seen` has to be proven against the new one first.
  virtual Status keep(const ledger::LogView& before, const ledger::LogView& seen) = 0;
};

// ConsistencyProver asks the gateway for the proof between two sizes of its ledger.
class ConsistencyProver {
 public:
  virtual ~ConsistencyProver() = default;
  virtual Result<std::vector<Hash>> consistency(std::uint64_t old_size, std::uint64_t new_size) = 0;
};

// keep_seen() keeps what was verified from `before` on, and when the keeper has moved on since,
// proves the two against each other: a gateway that shows two threads two histories is caught.
// kIntegrity when it does; else as keep() and the prover.
Status keep_seen(LogKeeper& keeper, ledger::LogView before, ledger::LogView seen,
                 ConsistencyProver& prover);

// proven() is `current` advanced to `seen` by a proof from the gateway; fails like keep_seen().
Result<ledger::LogView> proven(ledger::LogView current, const ledger::LogView& seen,
                               ConsistencyProver& prover);

// BothLogs is the keeper of an agency that sends and receives. Its view is what the receiving side
// has kept; what is kept there is then kept by the sending side as well, proven against what that
// one has seen: a gateway that shows the two sides two histories is caught (kIntegrity). Both, and
// the prover, outlive it.
class BothLogs : public LogKeeper {
 public:
  BothLogs(LogKeeper& received, LogKeeper& sent, ConsistencyProver& prover)
      : received_(&received), sent_(&sent), prover_(&prover) {}

  ledger::LogView view() override { return received_->view(); }
  Status keep(const ledger::LogView& before, const ledger::LogView& seen) override;

 private:
  LogKeeper* received_;
  LogKeeper* sent_;
  ConsistencyProver* prover_;
};

}  // namespace stile::agent
