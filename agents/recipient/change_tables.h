#pragma once

#include <cstddef>
#include <cstdint>
#include <set>
#include <string_view>
#include <vector>

#include "agents/recipient/change.h"
#include "core/base/result.h"
#include "core/storage/database.h"
#include "core/storage/statement.h"

namespace stile::agent {

// ChangeTables is every statement that writes markers, on the connection of InboxStore and within
// its transactions; nothing here is durable until that commits. Errors are those of
// storage::Database. One thread at a time.
class ChangeTables {
 public:
  explicit ChangeTables(const storage::Database& database) : database_(database) {}

  // add() keeps a marker, behind its parcel, and the places of the rows that it is to destroy;
  // destroy() then deletes all rows of the event.
  Status add(const Change& change, const std::vector<ErasedRow>& erased);
  Status destroy(std::int64_t source, const Token& event_token);

  // bury() puts what is kept of an event that was erased under its buried() token; call it once a
  // person has confirmed that, within the same transaction.
  Status bury(std::int64_t source, const Token& event_token);

  // is_withdrawn() is for good; withdrawn() are all of a source's events between these tokens that
  // are, those that were buried as what stands in their place. rows_of() are all rows of an event,
  // by parcel and position.
  Result<std::set<Token>> withdrawn(std::int64_t source, const Token& first, const Token& last);
  Result<bool> is_withdrawn(std::string_view source, const Token& event_token);
  Result<std::vector<ErasedRow>> rows_of(std::string_view source, const Token& event_token);

  // add_unkept() keeps that a row came after its event was withdrawn.
  Status add_unkept(std::int64_t parcel, std::size_t position, std::int64_t source,
                    const Token& event_token, std::uint64_t revision);

  // exported() is when a file of a return's records, or an answer's, was written last since the
  // event's first row came; 0 for never. `occasion` is the return's or the answer's.
  Result<Instant> exported(std::string_view source, const Token& event_token,
                           std::string_view occasion);

  // marks() are what lies on an event now.
  Result<Marks> marks(std::int64_t source, const Token& event_token);

  // of_event() is everything that followed an event, by source, in the order of arrival.
  Result<std::vector<Change>> of_event(const Token& event_token);

 private:
  const storage::Database& database_;
  storage::Statement add_{database_,
                          "INSERT INTO change (parcel, source, event_token, revision, kind, "
                          "reason, type, salt, arrived,"
                          " due, notified, alleged, exported, erasure)"
                          " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"};
  storage::Statement add_erased_{database_,
                                 "INSERT INTO erased (change, parcel, position) VALUES (?, ?, ?)"};
  storage::Statement destroy_{database_, "DELETE FROM row WHERE source = ? AND event_token = ?"};
  // The erasure itself, by which the rest may change, comes last.
  storage::Statement bury_[8] = {
      {database_, "UPDATE notice SET event_token = ?3 WHERE source = ?1 AND event_token = ?2"},
      {database_, "UPDATE unkept SET event_token = ?3 WHERE source = ?1 AND event_token = ?2"},
      {database_, "UPDATE challenge SET event_token = ?3 WHERE source = ?1 AND event_token = ?2"},
      {database_,
       "UPDATE answer SET event_token = ?3, salt = x'' WHERE source = ?1 AND event_token = ?2"},
      {database_,
       "UPDATE identity_request SET event_token = ?3 WHERE source = ?1 AND event_token = ?2"},
      {database_,
       "UPDATE disposed_event SET event_token = ?3 WHERE source = ?1 AND event_token = ?2"},
      {database_,
       "UPDATE change SET event_token = ?3, salt = x'' WHERE source = ?1 AND event_token = ?2"
       " AND reason <> 18"},
      {database_,
       "UPDATE change SET event_token = ?3, salt = x'' WHERE source = ?1 AND event_token = ?2"}};
  storage::Statement withdrawn_{database_,
                                "SELECT event_token FROM change WHERE event_token BETWEEN ?2 AND ?3"
                                " AND source = ?1 AND kind = 5"};
  storage::Statement is_withdrawn_by_{
      database_,
      "SELECT EXISTS (SELECT 1 FROM change JOIN source ON source.id = change.source"
      " WHERE event_token IN (?2, ?3) AND agency = ?1 AND kind = 5)"};
  storage::Statement rows_of_{
      database_,
      "SELECT parcel.id, position, digest FROM row JOIN parcel ON parcel.id = row.parcel WHERE"
      " row.source = (SELECT id FROM source WHERE agency = ?1) AND event_token = ?2"
      " ORDER BY parcel.id, position"};
  storage::Statement add_unkept_{database_,
                                 "INSERT INTO unkept (parcel, position, source, event_token, "
                                 "revision) VALUES (?, ?, ?, ?, ?)"};
  storage::Statement exported_{
      database_,
      "SELECT coalesce(max(time), 0) FROM operation_log WHERE operation = 'consultation' AND"
      " reason = 'export' AND occasion = ?3 AND id > (SELECT min(came.id) FROM row"
      "  JOIN parcel ON parcel.id = row.parcel JOIN stream ON stream.id = parcel.stream"
      "  JOIN operation_log AS came ON came.operation = 'collection' AND came.agency = ?1 AND"
      "   came.agreement = agreement_id AND came.number = parcel.number"
      "  WHERE row.source = (SELECT id FROM source WHERE agency = ?1) AND row.event_token = ?2)"};
  storage::Statement marks_{database_,
                            "SELECT coalesce(max(CASE WHEN kind = 2 THEN reason END), 0),"
                            " coalesce(max(CASE WHEN kind = 3 THEN reason END), 0) FROM mark"
                            " WHERE event_token = ?2 AND source = ?1"};
  storage::Statement of_event_{
      database_, "SELECT * FROM kept_change WHERE event_token = ? ORDER BY source, parcel"};
};

}  // namespace stile::agent
