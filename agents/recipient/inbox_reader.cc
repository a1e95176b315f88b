#include "agents/recipient/inbox_reader.h"

#include <utility>

#include "agents/recipient/change_row.h"
#include "agents/recipient/each_row.h"
#include "agents/recipient/inbox_store.h"
#include "core/record/code_texts.h"
#include "core/storage/statement.h"

namespace stile::agent {
namespace {

using storage::Database;
using storage::OpenMode;
using storage::Rows;
using storage::Statement;

// Homes are ASCII: no home's text sorts behind this.
constexpr std::string_view kAfterEveryHome = "\x7f";

struct Homes {
  std::string first;
  std::string last;
};

Homes homes_of(const Slice& slice) {
  if (!slice.home) return {{}, std::string(kAfterEveryHome)};
  return {slice.home->text(), slice.home->text()};
}

Result<record::RecordType> record_type_from(int number) {
  if (number < 1 || number > record::count<record::RecordType>) {
    return Error{Reason::kIntegrity, "a row of a type that there is none of"};
  }
  return static_cast<record::RecordType>(number);
}

}  // namespace

Result<InboxReader> InboxReader::open(const std::string& path) {
  STILE_TRY(Database database, Database::open(path, OpenMode::kRead));
  // One snapshot, taken with the first read, for all that follows; the connection's end ends it.
  STILE_CHECKED(database.run("BEGIN"));
  STILE_CHECKED(database.integer("SELECT count(*) FROM log_view"));
  return InboxReader(std::move(database));
}

// They are numbered from 1 as they are stored, and none is ever deleted.
Result<std::uint64_t> InboxReader::consignments() {
  STILE_TRY(const std::int64_t last, database_.integer("SELECT coalesce(max(id), 0) FROM parcel"));
  return static_cast<std::uint64_t>(last);
}

Result<std::vector<Stream>> InboxReader::streams() {
  Statement statement(
      database_,
      "SELECT stream.id, agency, agreement_id, EXISTS (SELECT 1 FROM notice JOIN"
      " parcel ON parcel.id = notice.parcel WHERE parcel.stream = stream.id)"
      " OR EXISTS (SELECT 1 FROM change JOIN parcel ON parcel.id = change.parcel"
      " WHERE parcel.stream = stream.id AND notified = 1)"
      " OR EXISTS (SELECT 1 FROM enquiry_answer AS answer JOIN parcel ON parcel.id = answer.parcel"
      " WHERE parcel.stream = stream.id)"
      " FROM stream JOIN source ON source.id = source"
      " ORDER BY agency, agreement_id");
  std::vector<Stream> streams;
  const Status read = for_each(statement, [&](const Rows& rows) -> Status {
    Stream stream;
    int notifies = 0;
    STILE_CHECKED(rows.read(stream.id, stream.source, stream.agreement_id, notifies));
    stream.notifies = notifies != 0;
    streams.push_back(std::move(stream));
    return ok();
  });
  if (!read.ok()) return read.error();
  return streams;
}

Result<std::vector<Month>> InboxReader::months() {
  Statement statement(database_, kSelectMonths);
  std::vector<Month> months;
  const Status read = for_each(statement, [&](const Rows& rows) -> Status {
    std::int64_t month = 0;
    STILE_CHECKED(rows.read(month));
    months.push_back(month_from(month));
    return ok();
  });
  if (!read.ok()) return read.error();
  return months;
}

Result<std::vector<RowCount>> InboxReader::counts(const Month& month) {
  Statement statement(database_, kSelectCounts);
  std::vector<RowCount> counts;
  const auto read_one = [&](const Rows& rows) -> Status {
    RowCount count;
    int type = 0;
    STILE_CHECKED(rows.read(type, count.stream, count.records, count.superseded));
    STILE_TRY(count.type, record_type_from(type));
    counts.push_back(count);
    return ok();
  };
  const Status read = for_each(statement, read_one, month_number(month));
  if (!read.ok()) return read.error();
  return counts;
}

Result<std::uint64_t> InboxReader::count_newest(const Slice& slice) {
  Statement statement(database_, kCountNewest);
  const Homes homes = homes_of(slice);
  STILE_TRY(Rows rows, statement.start(month_number(slice.month), static_cast<int>(slice.type),
                                       slice.stream, homes.first, homes.last));
  STILE_CHECKED(rows.next());
  std::uint64_t count = 0;
  STILE_CHECKED(rows.read(count));
  return count;
}

Status InboxReader::each_newest(const Slice& slice, const std::function<Status(NewestRow)>& take) {
  Statement statement(database_, kSelectNewest);
  const Homes homes = homes_of(slice);
  const auto read_one = [&](const Rows& rows) -> Status {
    NewestRow row;
    int annotation = 0;
    int restriction = 0;
    STILE_CHECKED(rows.read(row.event_token, row.revision, row.parcel, row.number, row.fields,
                            row.pseudonym, annotation, restriction));
    row.marks = marks_from(annotation, restriction);
    return take(std::move(row));
  };
  return for_each(statement, read_one, month_number(slice.month), static_cast<int>(slice.type),
                  slice.stream, homes.first, homes.last);
}

Result<std::vector<LoggedOperation>> InboxReader::logged(const OperationQuery& query) {
  std::vector<LoggedOperation> found;
  Statement statement(database_,
                      "SELECT operation, time, account, agency, agreement, occasion, number, rows,"
                      " reason FROM operation_log WHERE time BETWEEN ?1 AND ?2"
                      " AND (?3 = '' OR operation = ?3) ORDER BY id");
  const Status read = for_each(
      statement,
      [&](const Rows& rows) -> Status {
        LoggedOperation one;
        STILE_CHECKED(rows.read(one.operation, one.time, one.account, one.agency, one.agreement,
                                one.occasion, one.number, one.rows, one.reason));
        if (query.admits(one)) found.push_back(std::move(one));
        return ok();
      },
      query.from(), query.until(), query.operation);
  if (!read.ok()) return read.error();
  return found;
}

Result<std::string> InboxReader::leaf(std::int64_t parcel) {
  Statement statement(database_, "SELECT leaf FROM parcel WHERE id = ?");
  STILE_TRY(Rows rows, statement.start(parcel));
  STILE_TRY(const bool found, rows.next());
  if (!found) return Error{Reason::kIntegrity, "a row belongs to no consignment"};
  std::string leaf;
  STILE_CHECKED(rows.read(leaf));
  return leaf;
}

Status InboxReader::each_parcel(const std::function<Status(KeptParcel)>& take) {
  Statement statement(
      database_,
      "SELECT parcel.id, stream, agency, agreement_id, number, month, rows, added, digest,"
      " salt, source_key, leaf, acknowledgement, statement, receipt, row_hashes,"
      " coalesce(first, x''), coalesce(last, x'')"
      " FROM parcel JOIN stream ON stream.id = stream JOIN source ON source.id ="
      " source LEFT JOIN enquiry_answer AS answer ON answer.parcel = parcel.id"
      " ORDER BY parcel.id");
  return for_each(statement, [&](const Rows& rows) -> Status {
    KeptParcel kept;
    ParcelSummary& summary = kept.summary;
    std::int64_t month = 0;
    STILE_CHECKED(rows.read(summary.id, summary.stream, summary.source, summary.agreement_id,
                            summary.number, month, summary.rows, summary.added, kept.digest,
                            kept.salt, kept.source_key, kept.leaf, kept.acknowledgement,
                            kept.statement, kept.receipt, kept.row_hashes, kept.first, kept.last));
    summary.month = month_from(month);
    return take(std::move(kept));
  });
}

Status InboxReader::each_row(const std::function<Status(KeptRow)>& take) {
  Statement statement(database_,
                      "SELECT source, event_token, revision, superseded, stream, month, type, home,"
                      " parcel, position, salt, fields, sealed_identity, pseudonym FROM row"
                      " ORDER BY source, event_token, revision");
  return for_each(statement, [&](const Rows& rows) -> Status {
    KeptRow kept;
    record::Row& row = kept.row.row;
    std::int64_t month = 0;
    int superseded = 0;
    STILE_CHECKED(rows.read(kept.source, row.event_token, row.revision, superseded, kept.stream,
                            month, kept.type, kept.home, kept.parcel, kept.position, row.salt,
                            row.fields, row.sealed_identity, kept.row.pseudonym));
    kept.month = month_from(month);
    kept.superseded = superseded != 0;
    return take(std::move(kept));
  });
}

}  // namespace stile::agent
