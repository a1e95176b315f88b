#pragma once

#include <chrono>
#include <condition_variable>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

#include "agents/ports/leaf_lister.h"
#include "agents/ports/log_keeper.h"
#include "agents/ports/own_leaves.h"
#include "agents/watch/ledger_alarm.h"
#include "agents/watch/watch_store.h"
#include "agents/watch/watched.h"
#include "core/base/civil_time.h"
#include "core/base/ids.h"
#include "core/base/result.h"
#include "core/ledger/checkpoint.h"

namespace stile::agent {

class LeafComparison;

// AttachedNow is the attachment as it is. `proven` is when the gateway proved its ledger, by which
// one attachment is told from another; `at` is the same by this machine's clock.
struct AttachedNow {
  std::chrono::steady_clock::time_point proven;
  Instant at = 0;
  Instant spent = 0;        // seconds of attachment since the last look
  bool clock_right = true;  // the gateway said what its clock shows, and the two agreed
};

// WatchPorts are what a watch looks at. All outlive it.
struct WatchPorts {
  std::string store;  // its own file
  AgencyId self;
  LeafLister* gateway = nullptr;                  // never null
  LogKeeper* log = nullptr;                       // never null
  std::vector<std::unique_ptr<OwnLeaves>> sides;  // of this agency
  std::function<Instant()> clock;
  std::function<std::optional<AttachedNow>()> attached;  // nothing while not
  // falsehood() is told what no honest gateway shows, once: then the watch has ended.
  std::function<void(const Error&)> falsehood;
  std::function<void(std::string_view, const Error&)> log_problem;
};

// LedgerWatch fetches the leaves that name this agency, proves each to be in the ledger as the
// agency has verified it, and compares them with what its stores have sent, asked and received
// (design section 9). It does so soon after each attachment, which lasts 10 minutes at most
// (attachment.h), on a thread of its own, and goes on where it was. What has to be looked into is
// durable before anybody is told, and is told again at the start until somebody has looked. Any
// thread.
class LedgerWatch {
 public:
  // kLeavesAtOnce is how many are asked for and proven before it remembers how far it came.
  static constexpr std::size_t kLeavesAtOnce = 1000;

  // open() opens its store, or makes it; fails as storage::Database does.
  static Result<std::unique_ptr<LedgerWatch>> open(WatchPorts ports);
  ~LedgerWatch();
  LedgerWatch(const LedgerWatch&) = delete;
  LedgerWatch& operator=(const LedgerWatch&) = delete;

  // start() begins to watch; stop() returns when it watches no more, at most one call later.
  void start();
  void stop();

  // look() compares the next leaves, at most kLeavesAtOnce, as far as the log was seen; true when
  // there are more. kIntegrity where the gateway lies; else as gateway and stores fail, and then
  // nothing was compared. By one thread at a time.
  Result<bool> look(const AttachedNow& now);

  // tile() is what the gateway has of the tree, which nobody has checked.
  Result<Bytes> tile(const ledger::Tile& tile) { return ports_.gateway->tile(tile); }

  // alarms() are those at which nobody has looked yet, and seen() says who has.
  Result<std::vector<LedgerAlarm>> alarms() { return store_->alarms(); }
  Status seen(std::string_view account) { return store_->seen(account, ports_.clock()); }

 private:
  LedgerWatch(WatchPorts ports, std::unique_ptr<WatchStore> store, Watched watched)
      : ports_(std::move(ports)), store_(std::move(store)), watched_(std::move(watched)) {}

  // Shown is what the gateway lists, as far as that is all there is.
  struct Shown {
    std::vector<ListedLeaf> leaves;
    std::uint64_t end = 0;
  };
  void run();
  // spend() is how it is attached, if it is, with how long it has been since the last look.
  std::optional<AttachedNow> spend();
  // look_all() looks until there is no more; `over` when it is never to again.
  struct Done {
    bool over = false;
    bool failed = false;
  };
  Done look_all(AttachedNow now);
  bool stopping() const;
  Result<Shown> fetch(std::uint64_t first, std::uint64_t size);
  // begin_anew() begins with a ledger that succeeds the one that was watched, once it names that
  // and each that was closed before.
  Status begin_anew(const ledger::Log& log, const ledger::Checkpoint& seen, Watched& watched);
  Status prove(std::uint64_t index, std::string_view text, const ledger::Checkpoint& seen);
  // succeeded() is whether the ledger has a leaf that is kept here; false where it was lost with a
  // closed one. kIntegrity where another leaf stands in its place.
  Result<bool> succeeded(const OwnLeaf& kept, const ledger::Log& log,
                         const ledger::Checkpoint& seen);
  // held_from() are the leaves that are kept here and that the ledger has, by index; of those that
  // were lost `comparison` is told.
  using Held = std::map<std::uint64_t, std::string>;
  Result<Held> held_from(std::uint64_t first, std::uint64_t end, const ledger::Log& log,
                         const ledger::Checkpoint& seen, LeafComparison& comparison);
  Status compare(const AttachedNow& now, const Shown& shown, const ledger::Log& log,
                 const ledger::Checkpoint& seen, Watched& watched, WatchStore::Raised& raised);
  Status settle(Watched& watched, WatchStore::Raised& raised);
  Status compare_newest(Watched& watched, WatchStore::Raised& raised);
  Status keep(Watched watched, const WatchStore::Raised& raised);
  Status not_shown(Watched watched);
  void tell(const LedgerAlarm& alarm) const;

  const WatchPorts ports_;
  std::unique_ptr<WatchStore> store_;
  Watched watched_;                                              // of whoever looks
  std::chrono::steady_clock::duration spent_{};                  // of the thread, as is the next
  std::optional<std::chrono::steady_clock::time_point> polled_;  // while attached
  mutable std::mutex mutex_;
  std::condition_variable changed_;
  bool stopping_ = false;
  std::thread thread_;
};

}  // namespace stile::agent
