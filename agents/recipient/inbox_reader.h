#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "agents/recipient/change.h"
#include "agents/report/operation_line.h"
#include "core/base/civil_time.h"
#include "core/base/ids.h"
#include "core/base/result.h"
#include "core/record/codes.h"
#include "core/storage/database.h"
#include "core/wire/consignment_codec.h"

namespace stile::agent {

// ParcelSummary is what lists need of a parcel that was stored.
struct ParcelSummary {
  std::int64_t id = 0;
  std::int64_t stream = 0;
  std::string source;  // SPIFFE identity
  std::string agreement_id;
  std::uint64_t number = 0;
  Month month{};
  std::uint64_t rows = 0;
  std::uint64_t added = 0;  // rows that it was the first to bring
};

// KeptParcel is all that proves a parcel, as stored.
struct KeptParcel {
  ParcelSummary summary;
  Hash digest{};
  Hash salt{};
  std::string source_key;  // vkey
  std::string leaf;
  std::string acknowledgement;
  std::string statement;
  std::string receipt;
  Bytes row_hashes;  // 32 bytes each
  // Of an answer, between which tokens its rows are looked for; else empty.
  Bytes first;
  Bytes last;
};

// KeptRow is one revision of a row, the place in the parcel that brought it, and what the store
// wrote beside it to select by.
struct KeptRow {
  wire::ParcelRow row;
  std::int64_t parcel = 0;
  std::size_t position = 0;
  std::int64_t source = 0;
  std::int64_t stream = 0;
  Month month{};
  int type = 0;  // of record::RecordType
  std::string home;
  bool superseded = false;
};

// Stream is what one source sends under one agreement; `notifies` where it has brought a single
// event, what follows one, or an answer to an enquiry, which is no return's.
struct Stream {
  std::int64_t id = 0;
  std::string source;  // SPIFFE identity
  std::string agreement_id;
  bool notifies = false;
};

// Slice is the records of one stream, month and type, of one home or of all.
struct Slice {
  std::int64_t stream = 0;
  Month month{};
  record::RecordType type = record::RecordType::kCallOut;
  std::optional<HomeId> home;
};

// NewestRow is the highest revision of a record.
struct NewestRow {
  Token event_token{};
  std::uint64_t revision = 0;
  std::int64_t parcel = 0;
  std::uint64_t number = 0;  // of the parcel's consignment
  Bytes fields;
  Bytes pseudonym;  // of facts that follow a record, the record's own
  Marks marks;
};

// RowCount counts the rows of one stream and type in a month.
struct RowCount {
  record::RecordType type = record::RecordType::kCallOut;
  std::int64_t stream = 0;
  std::uint64_t records = 0;     // each counted once
  std::uint64_t superseded = 0;  // earlier revisions of them
};

// InboxReader sees the inbox as it stood when the reader was made, whatever is stored meanwhile.
// Its errors are those of storage::Database. One thread.
class InboxReader {
 public:
  static Result<InboxReader> open(const std::string& path);

  // consignments() is how many parcels were ever stored.
  Result<std::uint64_t> consignments();

  // streams() are in the order of sources and agreements; months() those that rows are of,
  // earliest first.
  Result<std::vector<Stream>> streams();
  Result<std::vector<Month>> months();

  // counts(), count_newest() and each_newest() read the rows of a month, type and stream by their
  // index, and no others: a home is looked for among these, because an index in the order of homes
  // made each parcel write most of its pages. The last goes in the order of days, and stops at the
  // first failure of `take`, which it returns.
  Result<std::vector<RowCount>> counts(const Month& month);
  Result<std::uint64_t> count_newest(const Slice& slice);
  Status each_newest(const Slice& slice, const std::function<Status(NewestRow)>& take);

  // logged() are all entries of the log of operations that a query admits, in the order in which
  // they were written.
  Result<std::vector<LoggedOperation>> logged(const OperationQuery& query);

  // leaf() is the text of the ledger's leaf of a parcel.
  Result<std::string> leaf(std::int64_t parcel);

  // each_parcel() and each_row() go through everything in the order of the keys, revisions
  // ascending; they stop at the first failure of `take` and return it.
  Status each_parcel(const std::function<Status(KeptParcel)>& take);
  Status each_row(const std::function<Status(KeptRow)>& take);

  const storage::Database& database() const { return database_; }

 private:
  explicit InboxReader(storage::Database database) : database_(std::move(database)) {}
  storage::Database database_;
};

// The queries of what people select, which a test holds against the index.
inline constexpr std::string_view kSelectMonths =
    "WITH RECURSIVE held (month) AS (SELECT min(month) FROM row WHERE month > 0 UNION ALL"
    " SELECT (SELECT min(month) FROM row WHERE month > 0 AND month > held.month) FROM held"
    " WHERE month IS NOT NULL) SELECT month FROM held WHERE month IS NOT NULL";
inline constexpr std::string_view kSelectCounts =
    "SELECT type, stream, count(*) - sum(superseded), sum(superseded) FROM row"
    " WHERE month > 0 AND month = ?"
    " GROUP BY type, stream";
inline constexpr std::string_view kCountNewest =
    "SELECT count(*) FROM row WHERE month > 0 AND month = ? AND type = ? AND stream = ?"
    " AND superseded = 0 AND home BETWEEN ? AND ?";
inline constexpr std::string_view kSelectNewest =
    "SELECT event_token, revision, parcel, parcel.number, fields,"
    " CASE WHEN EXISTS (SELECT 1 FROM change WHERE change.parcel = row.parcel) THEN"
    "  coalesce((SELECT before.pseudonym FROM row AS before WHERE before.source = row.source AND"
    "   before.event_token = row.event_token AND NOT EXISTS (SELECT 1 FROM change WHERE"
    "   change.parcel = before.parcel) ORDER BY before.revision DESC LIMIT 1), x'')"
    " ELSE pseudonym END,"
    " coalesce((SELECT reason FROM mark WHERE mark.event_token = row.event_token AND"
    "  mark.source = row.source AND kind = 2), 0),"
    " coalesce((SELECT reason FROM mark WHERE mark.event_token = row.event_token AND"
    "  mark.source = row.source AND kind = 3), 0) FROM row"
    " CROSS JOIN parcel ON parcel.id = parcel WHERE row.month > 0 AND row.month = ? AND type = ? "
    "AND row.stream = ?"
    " AND superseded = 0 AND home BETWEEN ? AND ? ORDER BY row.source, event_token";

}  // namespace stile::agent
