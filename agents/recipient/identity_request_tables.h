#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string_view>
#include <vector>

#include "agents/recipient/own_identity_request.h"
#include "core/base/result.h"
#include "core/storage/database.h"
#include "core/storage/statement.h"

namespace stile::agent {

// IdentityRequestTables is every statement about requests and the identities that answered them, on
// the connection of InboxStore and within its transactions; nothing here is durable until that
// commits. Errors are those of storage::Database. One thread at a time.
class IdentityRequestTables {
 public:
  explicit IdentityRequestTables(const storage::Database& database) : database_(database) {}

  // of_event() is every request of an event of a source, the first first, also once the event is
  // known by its buried() token alone.
  Result<std::vector<OwnIdentityRequest>> of_event(std::string_view source,
                                                   const Token& event_token);
  Result<std::vector<OwnIdentityRequest>> of_event(const Token& event_token);

  Status add(const OwnIdentityRequest& request);
  // add_answer() keeps what came, behind its parcel and marker.
  Status add_answer(const IdentityAnswer& answer);
  // identity() is that which answered a request; nothing where none is kept.
  Result<std::optional<KeptIdentity>> identity(std::int64_t request);
  // destroy() deletes who the child of an event is that is gone, and for whom that was asked;
  // `event` is buried(). Of an event that is there it changes nothing.
  Status destroy(std::int64_t source, const Token& event);
  // answer() is as NoticeTables::answer(), of requests: true where the digest is of one.
  Result<bool> answer(const Hash& digest, std::string_view answer);

 private:
  const storage::Database& database_;
  storage::Statement of_source_{
      database_,
      "SELECT * FROM kept_identity_request WHERE event = ?2 AND agency = ?1 ORDER BY id"};
  storage::Statement of_event_{database_,
                               "SELECT * FROM kept_identity_request WHERE event = ? ORDER BY id"};
  storage::Statement add_{
      database_,
      "INSERT INTO identity_request (parcel, source, event, event_token, revision, type, basis,"
      " person, matter, account, salt, note, digest, made, expires)"
      " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"};
  storage::Statement add_answer_{
      database_,
      "INSERT INTO identity_answer (parcel, request, salt, fields, sealed) VALUES (?, ?, ?, ?, ?)"};
  storage::Statement identity_{
      database_,
      "SELECT told.salt, told.fields, told.sealed, answer.event_token, answer.revision,"
      " parcel.source_key, parcel.row_hashes, agreement_id, parcel.number, answer.arrived,"
      " cited.leaf FROM identity_answer AS told JOIN answer ON answer.parcel = told.parcel"
      " JOIN parcel ON parcel.id = told.parcel JOIN stream ON stream.id = parcel.stream"
      " JOIN identity_request AS asked ON asked.id = told.request"
      " JOIN parcel AS cited ON cited.id = asked.parcel"
      " WHERE told.request = ? AND told.sealed <> x''"};
  storage::Statement destroy_[2] = {
      {database_,
       "UPDATE identity_answer SET salt = x'', fields = x'', sealed = x'' WHERE sealed <> x'' AND"
       " request IN (SELECT id FROM kept_identity_request WHERE event = ?2 AND source = ?1 AND"
       " gone)"},
      {database_,
       "UPDATE identity_request SET person = '', matter = '' WHERE person <> '' AND id IN"
       " (SELECT id FROM kept_identity_request WHERE event = ?2 AND source = ?1 AND gone)"}};
  storage::Statement answer_{
      database_, "UPDATE identity_request SET sent = ?2 WHERE sent = '' AND digest = ?1"};
};

// each_identity_request() goes through all requests on a connection of a reader, in the order in
// which they were made. It stops at the first failure of `take`, which it returns.
Status each_identity_request(const storage::Database& database,
                             const std::function<Status(OwnIdentityRequest)>& take);

}  // namespace stile::agent
