#pragma once

#include <cstdint>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

#include "agents/watch/ledger_alarm.h"
#include "agents/watch/watched.h"
#include "core/base/result.h"
#include "core/storage/database.h"
#include "core/storage/statement.h"

namespace stile::agent {

// WatchStore keeps what a watch of the ledger remembers, in a file of its own, so that it knows
// when another store of the agent is put back. Nothing in it comes from anywhere but the ledger: a
// file that is lost is made anew, from the first leaf on, and only alarms are lost with it. Any
// thread.
class WatchStore {
 public:
  // open() makes the file where there is none; fails as storage::Database does.
  static Result<std::unique_ptr<WatchStore>> open(const std::string& path);

  Result<Watched> load();
  // save() makes `after` durable in place of `before`, together with the alarms: those of one kind
  // are one until somebody has looked. The result are those that are new.
  using Raised = std::vector<std::pair<LedgerAlarmKind, std::uint64_t>>;
  Result<std::vector<LedgerAlarm>> save(const Watched& before, const Watched& after,
                                        const Raised& raised, Instant now);

  // alarms() are those at which nobody has looked; seen() says that this account has, at all.
  Result<std::vector<LedgerAlarm>> alarms();
  Status seen(std::string_view account, Instant now);

 private:
  explicit WatchStore(storage::Database database) : database_(std::move(database)) {}

  Status read_maps(Watched& to);
  Status write(const Watched& before, const Watched& after);
  Result<bool> raise(LedgerAlarmKind kind, std::uint64_t index, Instant now);

  std::mutex mutex_;  // over what follows
  storage::Database database_;
  storage::Statement read_{database_,
                           "SELECT next, attached, answered, fresh_from, fresh_since,"
                           " latest, gone, log FROM reached"};
  storage::Statement write_{database_,
                            "UPDATE reached SET next = ?, attached = ?, answered = ?,"
                            " fresh_from = ?, fresh_since = ?, latest = ?, gone = ?, log = ?"};
  storage::Statement read_agreements_{database_, "SELECT hash, last, idx, gone FROM agreement"};
  storage::Statement write_agreement_{database_, "REPLACE INTO agreement VALUES (?, ?, ?, ?)"};
  storage::Statement end_agreement_{database_, "DELETE FROM agreement WHERE hash = ?"};
  storage::Statement read_awaited_{database_,
                                   "SELECT idx, kind, since, frozen, commit_rows FROM awaited"};
  storage::Statement write_awaited_{database_, "REPLACE INTO awaited VALUES (?, ?, ?, ?, ?)"};
  storage::Statement end_awaited_{database_, "DELETE FROM awaited WHERE idx = ?"};
  storage::Statement read_newest_{database_, "SELECT store, idx FROM newest"};
  storage::Statement write_newest_{database_, "REPLACE INTO newest VALUES (?, ?)"};
  storage::Statement end_newest_{database_, "DELETE FROM newest WHERE store = ?"};
  storage::Statement add_to_{database_,
                             "UPDATE alarm SET first = min(first, ?2), last = max(last, ?2),"
                             " leaves = leaves + 1 WHERE kind = ?1 AND seen = 0"};
  storage::Statement raise_{database_,
                            "INSERT INTO alarm (kind, first, last, leaves, raised)"
                            " VALUES (?1, ?2, ?2, 1, ?3)"};
  storage::Statement alarms_{database_,
                             "SELECT kind, first, last, leaves, raised FROM alarm WHERE seen = 0"
                             " ORDER BY id"};
  storage::Statement seen_{database_, "UPDATE alarm SET seen = ?, account = ? WHERE seen = 0"};
};

}  // namespace stile::agent
