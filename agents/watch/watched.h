#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "agents/watch/ledger_alarm.h"
#include "core/base/bytes.h"
#include "core/base/civil_time.h"

// What a watch of the ledger remembers, as values.
namespace stile::agent {

// CountedAgreement is how far the counters of one agreement were seen.
struct CountedAgreement {
  std::uint64_t last = 0;
  std::uint64_t index = 0;  // of the leaf that has it
  std::uint64_t gone = 0;   // Watched::gone by then
};

// AwaitedLeaf is one about something that no store here has yet. `since` is of Watched::attached.
struct AwaitedLeaf {
  LedgerAlarmKind kind = LedgerAlarmKind::kUnknown;  // kUnknown or kNotCome
  Instant since = 0;
  bool frozen = false;                   // by the gateway, which says so
  std::optional<Hash> commit_rows = {};  // by which the gateway's own leaves are about it
};

// Watched is how far the leaves that name this agency were compared.
struct Watched {
  std::string log = {};    // vkey of the ledger that was compared; empty: not known
  std::uint64_t next = 0;  // all before it were
  Instant attached = 0;    // seconds of attachment until the last look
  Instant answered = 0;    // `attached` when the gateway last answered as it should
  // A leaf from `fresh_from` on was written after `fresh_since`, by this machine's clock; 0:
  // unknown.
  std::uint64_t fresh_from = 0;
  Instant fresh_since = 0;
  Instant latest = 0;      // the latest time of a leaf
  std::uint64_t gone = 0;  // leaves without text
  std::map<Hash, CountedAgreement> agreements;
  std::map<std::uint64_t, AwaitedLeaf> awaited;  // by index
  std::map<std::string, std::uint64_t> newest;   // by the name of a store, what it had
};

}  // namespace stile::agent
