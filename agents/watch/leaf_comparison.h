#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "agents/watch/watched.h"
#include "core/base/civil_time.h"
#include "core/base/ids.h"
#include "core/base/result.h"
#include "core/ledger/leaf.h"
#include "core/ledger/log.h"

namespace stile::agent {

// How long, in seconds of attachment, something may take to come before an alarm is raised. What
// waits for a suspended agreement waits without end: the gateway says so in a leaf.
inline constexpr Instant kComesWithin = Instant{4} * 3600;
// How far, in seconds, a leaf's time may be off: it is cut to the minute, two clocks may differ by
// kClockMost (clock_difference.h), and what waits to be recorded carries the time at which it came.
inline constexpr Instant kLeafTimeMost = 300;
// A text that is missing sooner, in seconds after its leaf was written, was hidden: a gateway
// deletes none within 60 days (core/agreement/log_retention.h), and two clocks may each be as far
// off as a directory is valid.
inline constexpr Instant kTextKept = Instant{28} * 86400;

// LeafComparison holds leaves, each proven to be in the ledger, against what went before and what
// is here. They are all that name this agency, in the order of their indices. It changes `watched`,
// and says what has to be looked into. Pure.
class LeafComparison {
 public:
  // `clock_right` is whether this machine's clock and the gateway's agree; where they do not, no
  // leaf is held against `now`.
  // Where the ledger succeeds some that were closed, leaves may have been lost with each.
  LeafComparison(const AgencyId& self, Instant now, bool clock_right, Watched& watched,
                 std::span<const ledger::ClosedLog> closed = {})
      : self_(self.text()),
        now_(now),
        clock_right_(clock_right),
        watched_(&watched),
        closed_(closed),
        passed_(watched.next) {}

  // compare() takes the next one; `held` is whether a store here has it. kIntegrity where it proves
  // that the gateway lies: two leaves of one agreement have one counter, or stand in another order
  // than theirs.
  Status compare(std::uint64_t index, const ledger::Leaf& leaf, bool held);
  // unreadable() and without_text() take the next one where it is such.
  void unreadable(std::uint64_t index) { raise(LedgerAlarmKind::kForm, index); }
  void without_text(std::uint64_t index);
  // hidden() is of a leaf that is here and was not listed.
  void hidden(std::uint64_t index) { raise(LedgerAlarmKind::kHidden, index); }

  // pass() goes on to `end`, below which there are no more leaves that name this agency.
  void pass(std::uint64_t end);

  // raised() are the alarms, each with its leaf's index.
  const std::vector<std::pair<LedgerAlarmKind, std::uint64_t>>& raised() const { return raised_; }

 private:
  void raise(LedgerAlarmKind kind, std::uint64_t index) { raised_.emplace_back(kind, index); }
  void compare_time(std::uint64_t index, Instant time);
  Status count(std::uint64_t index, const ledger::Leaf& leaf);
  void await(std::uint64_t index, const ledger::Leaf& leaf);
  void hold(const ledger::Leaf& leaf);

  const std::string self_;
  const Instant now_;
  const bool clock_right_;
  Watched* watched_;
  std::span<const ledger::ClosedLog> closed_;
  std::uint64_t passed_;
  std::vector<std::pair<LedgerAlarmKind, std::uint64_t>> raised_;
};

}  // namespace stile::agent
