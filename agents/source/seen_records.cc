#include "agents/source/seen_records.h"

#include <utility>

namespace stile::agent {
namespace {

using storage::Blob;

// In the order of the references, which is that of most exports.
constexpr const char* kTable =
    "CREATE TABLE seen (reference TEXT NOT NULL, child BLOB NOT NULL, event_token BLOB NOT NULL,"
    " revision INTEGER NOT NULL, digest BLOB NOT NULL, home TEXT NOT NULL, facts BLOB NOT NULL,"
    " lives INTEGER NOT NULL, withdrawn INTEGER NOT NULL,"
    " PRIMARY KEY (reference, child)) STRICT, WITHOUT ROWID; BEGIN";

}  // namespace

Result<std::unique_ptr<SeenRecords>> SeenRecords::open() {
  STILE_TRY(auto database, storage::Database::temporary());
  STILE_CHECKED(database.run(kTable));
  return std::unique_ptr<SeenRecords>(new SeenRecords(std::move(database)));
}

Status SeenRecords::put(const RecordKey& key, const KnownRecord& record) {
  const auto put =
      put_.run(key.reference, key.child, record.event_token, record.revision, Blob{record.digest},
               record.facts.home, Blob{record.facts.bytes}, record.lives, record.withdrawn ? 1 : 0);
  return put.ok() ? ok() : Status(put.error());
}

Result<std::optional<KnownRecord>> SeenRecords::find(const RecordKey& key) {
  STILE_TRY(storage::Rows rows, find_.start(key.reference, key.child));
  STILE_TRY(const bool found, rows.next());
  std::optional<KnownRecord> record;
  if (!found) return record;
  record.emplace();
  std::int64_t withdrawn = 0;
  STILE_CHECKED(rows.read(record->event_token, record->revision, record->digest, record->facts.home,
                          record->facts.bytes, record->lives, withdrawn));
  record->withdrawn = withdrawn != 0;
  return record;
}

}  // namespace stile::agent
