#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "agents/recipient/identity_request_tables.h"
#include "agents/recipient/received_holds.h"
#include "core/agreement/document_set.h"
#include "core/base/bytes.h"
#include "core/base/civil_time.h"
#include "core/base/result.h"
#include "core/storage/database.h"
#include "core/storage/statement.h"

// What a recipient destroys when the time is over for which its agreement lets it keep rows: the
// agreement's `retention_days` after the minute in which the ledger admitted them, which source and
// recipient read from the same leaf. An event goes as a whole, with whichever of its rows is
// due first: a correction makes nobody keep it longer. What proves the consignment stays.
namespace stile::agent {

// DisposedRows are rows of one consignment, by their positions.
struct DisposedRows {
  std::int64_t parcel = 0;
  Hash consignment{};
  std::set<std::size_t> positions;
};

// Disposal is what was destroyed because the time of one parcel was over: the rows of all its
// events, of whichever consignments. `events` are the SHA-256 of their buried() tokens, ascending,
// so that it stays what it was when one of them is erased later; in form 1, which nobody signs any
// more, of the tokens themselves.
struct Disposal {
  int form = 2;
  std::int64_t parcel = 0;
  Hash consignment{};
  Instant time = 0;
  Hash events{};
  std::vector<DisposedRows> rows;  // by parcel
  std::uint64_t aside = 0;         // how many more were set aside, because they are held

  std::uint64_t row_count() const;
};

// disposal_text() is what an inbox signs of it, so that `verify` tells it from rows that somebody
// deleted. It names no event and holds nothing of a row.
std::string disposal_text(const Disposal& disposal);

// HeldUntil is a parcel and until when its rows may be kept, 0 where nobody knows.
struct HeldUntil {
  std::int64_t parcel = 0;
  std::string leaf;
  Instant until = 0;
};

// DisposedParcel is the parcel whose time is over.
struct DisposedParcel {
  std::int64_t parcel = 0;
  Hash consignment{};
  std::string source;  // SPIFFE identity
  std::string agreement_id;
  std::uint64_t number = 0;
  std::string leaf;
  std::string statement;
};

// DisposalTables is every statement about it, on the connection of InboxStore and within its
// transactions; nothing here is durable until that commits. Errors are those of
// storage::Database. One thread at a time.
class DisposalTables {
 public:
  explicit DisposalTables(const storage::Database& database) : database_(database) {}

  // unscheduled() are parcels of which nothing is written down yet, unknown() those behind `after`
  // of which it is not known how long they may be kept; at most that many. schedule() writes it
  // down; what was known stays.
  Result<std::vector<HeldUntil>> unscheduled(std::size_t most);
  Result<std::vector<HeldUntil>> unknown(std::int64_t after, std::size_t most);
  Status schedule(const HeldUntil& parcel);

  // next_due() is the parcel whose time has been over longest, if any is.
  Result<std::optional<std::int64_t>> next_due(Instant now);

  // about() is one of the parcels. dispose() deletes the rows of every event that it has a row of,
  // and says which they were; those of events that `holds` keep are set aside, and of the others
  // goes, too, who the child is. keep() keeps that and what was signed of it; call it within the
  // same transaction.
  Result<DisposedParcel> about(std::int64_t parcel);
  Result<Disposal> dispose(const DisposedParcel& parcel, const KeptHolds& holds, HoldTables& aside,
                           IdentityRequestTables& identities, Instant now);
  Status keep(const Disposal& disposal, std::string_view note);

  // is_disposed() is for good: of such an event nothing is kept any more.
  Result<bool> is_disposed(std::int64_t source, const Token& event_token);
  Result<bool> is_disposed(std::string_view source, const Token& event_token);
  // disposed() are all such events of a source between these tokens.
  Result<std::set<Token>> disposed(std::int64_t source, const Token& first, const Token& last);

 private:
  using Event = std::pair<std::int64_t, Token>;  // source, event token
  Result<std::set<Event>> events_of(std::int64_t parcel);
  Status destroy(const Event& event, std::int64_t parcel, std::vector<DisposedRows>& rows);
  Status forget(const Event& event, std::int64_t parcel);

  const storage::Database& database_;
  storage::Statement unscheduled_{
      database_,
      "SELECT id, leaf FROM parcel WHERE id > max((SELECT coalesce(max(parcel), 0) FROM retention),"
      " (SELECT coalesce(max(parcel), 0) FROM disposal)) ORDER BY id LIMIT ?"};
  storage::Statement unknown_{database_,
                              "SELECT parcel, leaf FROM retention JOIN parcel ON parcel.id ="
                              " retention.parcel WHERE until = 0 AND parcel > ? ORDER BY parcel"
                              " LIMIT ?"};
  storage::Statement schedule_{database_,
                               "INSERT INTO retention (parcel, until) VALUES (?, ?)"
                               " ON CONFLICT (parcel) DO UPDATE SET until = excluded.until"
                               " WHERE retention.until = 0"};
  storage::Statement next_due_{database_,
                               "SELECT parcel FROM retention WHERE until > 0 AND until <= ?"
                               " ORDER BY until, parcel LIMIT 1"};
  storage::Statement about_{
      database_,
      "SELECT digest, agency, agreement_id, number, leaf, statement FROM parcel"
      " JOIN stream ON stream.id = stream JOIN source ON source.id = source"
      " WHERE parcel.id = ?"};
  // By the index of what people select, or within their answer: there is none in the order of
  // parcels.
  storage::Statement events_{
      database_,
      "SELECT row.source, event_token FROM parcel JOIN row ON row.month > 0 AND row.month ="
      " parcel.month AND row.type IN (1, 2, 3, 4, 5, 6) AND row.stream = parcel.stream"
      " AND row.parcel = parcel.id WHERE parcel.id = ?1"
      " UNION ALL SELECT source, event_token FROM answer_row WHERE parcel = ?1"};
  storage::Statement rows_{
      database_,
      "SELECT parcel.id, digest, position FROM row JOIN parcel ON parcel.id = row.parcel"
      " WHERE source = ? AND event_token = ?"};
  storage::Statement add_event_{
      database_,
      "INSERT INTO disposed_event (source, event_token, disposal) VALUES (?, ?, ?)"
      " ON CONFLICT DO NOTHING"};
  storage::Statement delete_rows_{database_,
                                  "DELETE FROM row WHERE source = ? AND event_token = ?"};
  storage::Statement add_rows_{
      database_, "INSERT INTO disposed_rows (disposal, parcel, positions) VALUES (?, ?, ?)"};
  storage::Statement add_disposal_{database_,
                                   "INSERT INTO disposal (parcel, time, note) VALUES (?, ?, ?)"};
  storage::Statement unschedule_{database_, "DELETE FROM retention WHERE parcel = ?"};
  storage::Statement is_disposed_{
      database_,
      "SELECT EXISTS (SELECT 1 FROM disposed_event WHERE source = ? AND event_token = ?)"};
  storage::Statement disposed_{database_,
                               "SELECT event_token FROM disposed_event WHERE source = ?"
                               " AND event_token BETWEEN ? AND ?"};
  storage::Statement is_disposed_by_{
      database_,
      "SELECT EXISTS (SELECT 1 FROM disposed_event WHERE source ="
      " (SELECT id FROM source WHERE agency = ?) AND event_token = ?)"};
};

// KeptDisposal is a disposal as the store has it, and what was signed of it.
struct KeptDisposal {
  Disposal disposal;
  std::string note;
};

// each_disposal() goes through all of them, in the order of their parcels, and stops at the first
// failure of `take`, which it returns. Of one in form 1 an event of which was erased since nobody
// can say any more what was signed: its `events` are what its note says.
Status each_disposal(const storage::Database& database,
                     const std::function<Status(KeptDisposal)>& take);

// Retention is how what one source has sent under one agreement stands, in consignments.
struct Retention {
  std::string source;  // SPIFFE identity
  std::string agreement_id;
  std::uint64_t kept = 0;
  std::optional<Instant> first;  // of these, when the time of the first is over; those that have
                                 // come since the agent has looked last do not count
  std::uint64_t over = 0;        // of these, whose time is over
  std::uint64_t unknown = 0;     // whose agreement is not among the documents
  std::uint64_t disposed = 0;
  std::optional<Instant> last;  // of these, when the last was destroyed
};

// retentions() are all, in the order of sources and agreements. exported_before() are the
// occasions, "return/2026-10" or "audit-prove/17/3", of which files were written before something
// of them was destroyed, and when last.
Result<std::vector<Retention>> retentions(const storage::Database& database, Instant now);
Result<std::vector<std::pair<std::string, Instant>>> exported_before(
    const storage::Database& database);

// AsOf is how far what takes rows away had come: the last change, and the disposals.
struct AsOf {
  std::int64_t change = 0;
  std::int64_t disposals = 0;
  bool operator==(const AsOf&) const = default;
};
Result<AsOf> as_of_now(const storage::Database& database);

// DisposedPart is how much of what was selected was destroyed, and when last.
struct DisposedPart {
  std::uint64_t consignments = 0;
  Instant last = 0;
};

// disposed_of_month() is of one stream of a month; disposed_of_answer() of what answered one of
// this agency's questions.
Result<DisposedPart> disposed_of_month(const storage::Database& database, const Month& month,
                                       std::int64_t stream);
Result<DisposedPart> disposed_of_answer(const storage::Database& database, std::int64_t question);

}  // namespace stile::agent
