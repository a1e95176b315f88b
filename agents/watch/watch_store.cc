#include "agents/watch/watch_store.h"

#include <array>
#include <utility>

#include "core/storage/transaction.h"

namespace stile::agent {
namespace {

using storage::Rows;

constexpr std::int32_t kApplication = 0x53744C77;  // "StLw"

// Step 0 to 1. As in watched.h. An alarm is open while `seen`, the time at which somebody looked,
// is 0; of each kind one is.
constexpr std::string_view kFirst = R"sql(
CREATE TABLE reached (
  id INTEGER PRIMARY KEY CHECK (id = 1),
  next INTEGER NOT NULL,
  attached INTEGER NOT NULL,
  answered INTEGER NOT NULL,
  fresh_from INTEGER NOT NULL,
  fresh_since INTEGER NOT NULL,
  latest INTEGER NOT NULL,
  gone INTEGER NOT NULL
) STRICT;
INSERT INTO reached VALUES (1, 0, 0, 0, 0, 0, 0, 0);
CREATE TABLE agreement (
  hash BLOB PRIMARY KEY CHECK (length(hash) = 32),
  last INTEGER NOT NULL,
  idx INTEGER NOT NULL,
  gone INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TABLE awaited (
  idx INTEGER PRIMARY KEY,
  kind INTEGER NOT NULL,
  since INTEGER NOT NULL,
  frozen INTEGER NOT NULL CHECK (frozen IN (0, 1)),
  commit_rows BLOB
) STRICT;
CREATE TABLE newest (store TEXT PRIMARY KEY, idx INTEGER NOT NULL) STRICT, WITHOUT ROWID;
CREATE TABLE alarm (
  id INTEGER PRIMARY KEY,
  kind INTEGER NOT NULL,
  first INTEGER NOT NULL,
  last INTEGER NOT NULL,
  leaves INTEGER NOT NULL,
  raised INTEGER NOT NULL,
  seen INTEGER NOT NULL DEFAULT 0,
  account TEXT NOT NULL DEFAULT ''
) STRICT;
CREATE UNIQUE INDEX alarm_open ON alarm (kind) WHERE seen = 0;
CREATE TRIGGER reached_back BEFORE UPDATE ON reached WHEN new.next < old.next
BEGIN SELECT RAISE(ABORT, 'what was compared stays so'); END;
CREATE TRIGGER alarm_update BEFORE UPDATE ON alarm WHEN old.seen <> 0
BEGIN SELECT RAISE(ABORT, 'an alarm at which somebody has looked never changes'); END;
CREATE TRIGGER alarm_delete BEFORE DELETE ON alarm
BEGIN SELECT RAISE(ABORT, 'an alarm is never deleted'); END;
)sql";

// Step 1 to 2: which ledger it is. With another all is compared anew.
constexpr std::string_view kLog = R"sql(
ALTER TABLE reached ADD COLUMN log TEXT NOT NULL DEFAULT '';
DROP TRIGGER reached_back;
CREATE TRIGGER reached_back BEFORE UPDATE ON reached
WHEN new.next < old.next AND new.log = old.log
BEGIN SELECT RAISE(ABORT, 'what was compared stays so'); END;
)sql";

constexpr std::array kSteps = {kFirst, kLog};

bool same(const CountedAgreement& one, const CountedAgreement& other) {
  return one.last == other.last && one.gone == other.gone;
}

bool same(const AwaitedLeaf& one, const AwaitedLeaf& other) {
  return one.kind == other.kind && one.since == other.since && one.frozen == other.frozen;
}

bool same(std::uint64_t one, std::uint64_t other) { return one == other; }

// is_new() is whether `after` has that entry otherwise than `before`.
template <typename Map>
bool is_new(const Map& before, const typename Map::value_type& entry) {
  const auto found = before.find(entry.first);
  return found == before.end() || !same(found->second, entry.second);
}

}  // namespace

Result<std::unique_ptr<WatchStore>> WatchStore::open(const std::string& path) {
  STILE_TRY(auto database, storage::Database::open(path, storage::OpenMode::kCreate));
  STILE_CHECKED(database.migrate({kApplication, kSteps}));
  return std::unique_ptr<WatchStore>(new WatchStore(std::move(database)));
}

Result<Watched> WatchStore::load() {
  const std::lock_guard lock(mutex_);
  Watched watched;
  {
    STILE_TRY(Rows rows, read_.start());
    STILE_TRY(const bool found, rows.next());
    if (!found) return Error{Reason::kIntegrity, "the watch of the ledger does not know its place"};
    STILE_CHECKED(rows.read(watched.next, watched.attached, watched.answered, watched.fresh_from,
                            watched.fresh_since, watched.latest, watched.gone, watched.log));
  }
  STILE_CHECKED(read_maps(watched));
  return watched;
}

Status WatchStore::read_maps(Watched& to) {
  STILE_TRY(Rows agreements, read_agreements_.start());
  for (;;) {
    STILE_TRY(const bool more, agreements.next());
    if (!more) break;
    Hash hash{};
    CountedAgreement one;
    STILE_CHECKED(agreements.read(hash, one.last, one.index, one.gone));
    to.agreements[hash] = one;
  }
  STILE_TRY(Rows awaited, read_awaited_.start());
  for (;;) {
    STILE_TRY(const bool more, awaited.next());
    if (!more) break;
    std::uint64_t index = 0;
    int kind = 0;
    int frozen = 0;
    AwaitedLeaf one;
    STILE_CHECKED(awaited.read(index, kind, one.since, frozen, one.commit_rows));
    one.frozen = frozen != 0;
    one.kind = static_cast<LedgerAlarmKind>(kind);
    to.awaited[index] = one;
  }
  STILE_TRY(Rows newest, read_newest_.start());
  for (;;) {
    STILE_TRY(const bool more, newest.next());
    if (!more) return ok();
    std::string store;
    std::uint64_t index = 0;
    STILE_CHECKED(newest.read(store, index));
    to.newest[store] = index;
  }
}

Result<std::vector<LedgerAlarm>> WatchStore::save(const Watched& before, const Watched& after,
                                                  const Raised& raised, Instant now) {
  const std::lock_guard lock(mutex_);
  std::vector<LedgerAlarm> news;
  STILE_TRY(auto transaction, storage::Transaction::begin(database_));
  STILE_CHECKED(write(before, after));
  for (const auto& [kind, index] : raised) {
    STILE_TRY(const bool is_news, raise(kind, index, now));
    if (is_news) news.push_back({kind, index, index, 1, now});
  }
  STILE_CHECKED(transaction.commit());
  return news;
}

Status WatchStore::write(const Watched& before, const Watched& after) {
  STILE_CHECKED(write_.run(after.next, after.attached, after.answered, after.fresh_from,
                           after.fresh_since, after.latest, after.gone,
                           std::string_view(after.log)));
  for (const auto& [hash, one] : before.agreements) {
    if (!after.agreements.contains(hash)) STILE_CHECKED(end_agreement_.run(hash));
  }
  for (const auto& entry : after.agreements) {
    if (!is_new(before.agreements, entry)) continue;
    const auto& [hash, one] = entry;
    STILE_CHECKED(write_agreement_.run(hash, one.last, one.index, one.gone));
  }
  for (const auto& entry : before.awaited) {
    if (!after.awaited.contains(entry.first)) STILE_CHECKED(end_awaited_.run(entry.first));
  }
  for (const auto& entry : after.awaited) {
    if (!is_new(before.awaited, entry)) continue;
    const auto& [index, one] = entry;
    STILE_CHECKED(write_awaited_.run(index, static_cast<int>(one.kind), one.since,
                                     static_cast<int>(one.frozen), one.commit_rows));
  }
  for (const auto& entry : before.newest) {
    if (!after.newest.contains(entry.first)) {
      STILE_CHECKED(end_newest_.run(std::string_view(entry.first)));
    }
  }
  for (const auto& entry : after.newest) {
    if (is_new(before.newest, entry)) {
      STILE_CHECKED(write_newest_.run(std::string_view(entry.first), entry.second));
    }
  }
  return ok();
}

Result<bool> WatchStore::raise(LedgerAlarmKind kind, std::uint64_t index, Instant now) {
  STILE_TRY(const std::uint64_t added, add_to_.run(static_cast<int>(kind), index));
  if (added != 0) return false;
  STILE_CHECKED(raise_.run(static_cast<int>(kind), index, now));
  return true;
}

Result<std::vector<LedgerAlarm>> WatchStore::alarms() {
  const std::lock_guard lock(mutex_);
  std::vector<LedgerAlarm> open;
  STILE_TRY(Rows rows, alarms_.start());
  for (;;) {
    STILE_TRY(const bool more, rows.next());
    if (!more) return open;
    int kind = 0;
    auto& one = open.emplace_back();
    STILE_CHECKED(rows.read(kind, one.first, one.last, one.leaves, one.raised));
    one.kind = static_cast<LedgerAlarmKind>(kind);
  }
}

Status WatchStore::seen(std::string_view account, Instant now) {
  const std::lock_guard lock(mutex_);
  STILE_CHECKED(seen_.run(now, account));
  return ok();
}

}  // namespace stile::agent
