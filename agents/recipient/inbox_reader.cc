#include "agents/recipient/inbox_reader.h"

#include <utility>

#include "agents/recipient/inbox_store.h"
#include "core/storage/statement.h"

namespace stile::agent {
namespace {

using storage::Database;
using storage::OpenMode;
using storage::Rows;
using storage::Statement;

// for_each() calls `read` for every row that the statement answers.
template <typename Read>
Status for_each(Statement& statement, const Read& read) {
  STILE_TRY(Rows rows, statement.start());
  while (true) {
    STILE_TRY(const bool found, rows.next());
    if (!found) return ok();
    STILE_CHECKED(read(rows));
  }
}

}  // namespace

Result<InboxReader> InboxReader::open(const std::string& path) {
  STILE_TRY(Database database, Database::open(path, OpenMode::kRead));
  // One snapshot, taken with the first read, for all that follows; the connection's end ends it.
  STILE_CHECKED(database.run("BEGIN"));
  STILE_CHECKED(database.integer("SELECT count(*) FROM log_view"));
  return InboxReader(std::move(database));
}

Result<std::vector<ParcelSummary>> InboxReader::parcels() {
  Statement statement(database_,
                      "SELECT parcel.id, agency, agreement_id, number, month, rows, added FROM"
                      " parcel JOIN stream ON stream.id = stream JOIN source ON source.id = source"
                      " ORDER BY parcel.id");
  std::vector<ParcelSummary> parcels;
  const Status read = for_each(statement, [&](const Rows& rows) -> Status {
    ParcelSummary parcel;
    std::int64_t month = 0;
    STILE_CHECKED(rows.read(parcel.id, parcel.source, parcel.agreement_id, parcel.number, month,
                            parcel.rows, parcel.added));
    parcel.month = month_from(month);
    parcels.push_back(std::move(parcel));
    return ok();
  });
  if (!read.ok()) return read.error();
  return parcels;
}

Result<std::map<std::int64_t, std::uint64_t>> InboxReader::kept_rows() {
  Statement statement(database_, "SELECT parcel, count(*) FROM row GROUP BY parcel");
  std::map<std::int64_t, std::uint64_t> counts;
  const Status read = for_each(statement, [&](const Rows& rows) -> Status {
    std::int64_t parcel = 0;
    std::uint64_t count = 0;
    STILE_CHECKED(rows.read(parcel, count));
    counts[parcel] = count;
    return ok();
  });
  if (!read.ok()) return read.error();
  return counts;
}

// They are numbered from 1 as they are stored, and none is ever deleted.
Result<std::uint64_t> InboxReader::consignments() {
  STILE_TRY(const std::int64_t last, database_.integer("SELECT coalesce(max(id), 0) FROM parcel"));
  return static_cast<std::uint64_t>(last);
}

Status InboxReader::each_parcel(const std::function<Status(KeptParcel)>& take) {
  Statement statement(database_,
                      "SELECT parcel.id, agency, agreement_id, number, month, rows, added, digest,"
                      " salt, source_key, leaf, acknowledgement, statement, receipt, row_hashes"
                      " FROM parcel JOIN stream ON stream.id = stream JOIN source ON source.id ="
                      " source ORDER BY parcel.id");
  return for_each(statement, [&](const Rows& rows) -> Status {
    KeptParcel kept;
    ParcelSummary& summary = kept.summary;
    std::int64_t month = 0;
    STILE_CHECKED(rows.read(summary.id, summary.source, summary.agreement_id, summary.number, month,
                            summary.rows, summary.added, kept.digest, kept.salt, kept.source_key,
                            kept.leaf, kept.acknowledgement, kept.statement, kept.receipt,
                            kept.row_hashes));
    summary.month = month_from(month);
    return take(std::move(kept));
  });
}

Status InboxReader::each_row(const std::function<Status(KeptRow)>& take) {
  Statement statement(database_,
                      "SELECT event_token, revision, parcel, position, salt, fields,"
                      " sealed_identity, pseudonym FROM row ORDER BY source, event_token");
  return for_each(statement, [&](const Rows& rows) -> Status {
    KeptRow kept;
    record::Row& row = kept.row.row;
    STILE_CHECKED(rows.read(row.event_token, row.revision, kept.parcel, kept.position, row.salt,
                            row.fields, row.sealed_identity, kept.row.pseudonym));
    return take(std::move(kept));
  });
}

}  // namespace stile::agent
