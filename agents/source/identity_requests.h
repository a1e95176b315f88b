#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "agents/source/intake_types.h"
#include "core/base/result.h"
#include "core/record/identity_request.h"
#include "core/storage/database.h"
#include "core/storage/statement.h"

namespace stile::agent {

// KeptIdentityRequest is that a recipient asks who the child of a record is. Nobody here but the
// data officers may know that it does.
struct KeptIdentityRequest {
  std::int64_t id = 0;
  RecordKey key = {};
  std::string system = {};  // the exporting system's code
  record::RecordType type = record::RecordType::kCallOut;
  Token event_token{};
  std::string agreement_id = {};
  Hash agreement{};
  std::string recipient = {};    // SPIFFE identity
  std::int64_t consignment = 0;  // in this store, that it cites; the next two are its
  std::uint64_t number = 0;
  Hash statement{};
  Hash digest{};  // record::identity_request_digest()
  Instant expires = 0;
  std::string note = {};
  std::string account = {};  // of the officer who approved first; empty: nobody has
  Bytes proposed = {};       // by that officer, record::seal_proposed_identity()
  Bytes proposed_digest = {};
  std::optional<record::ChangeReason> answered = std::nullopt;
  bool is_void = false;    // that answer is: it did not go in time
  std::string why = {};    // the gateway did not let go what two had approved: its reason
  bool withdrawn = false;  // the record is

  bool waits(Instant now) const { return !answered && !withdrawn && now < expires; }
};

// CitedRequest is what a request is about, as its consignment says.
struct CitedRequest {
  Token event_token{};
  Hash agreement{};
  Hash digest{};
  Instant expires = 0;
};

// AnsweredRequest is what an answer brings along.
struct AnsweredRequest {
  std::int64_t consignment = 0;  // in this store, which it follows
  Bytes note = {};
  Bytes sealed = {};  // empty where nobody is identified
  Instant expires = 0;
};

// IdentityRequests is every statement about such requests. Those that change something are used as
// IntakeTables is, of which it is a part.
class IdentityRequests {
 public:
  explicit IdentityRequests(const storage::Database& database) : database_(database) {}

  // add() keeps a request about a record of that consignment, once.
  Status add(const ConsignmentHead& head, const CitedRequest& cited, std::string_view note);
  // all() are in the order in which they came; find() is the one of that digest.
  Result<std::vector<KeptIdentityRequest>> all();
  Result<std::optional<KeptIdentityRequest>> find(const Hash& digest);

  // propose() keeps what the first officer says; said anew by the same account, in its place.
  // settle() that it is answered by that change:
  // with a `note` that two have signed and the identity, or with neither.
  Status propose(std::int64_t id, std::string_view account, std::string_view note, ByteView sealed,
                 const Hash& digest);
  Status settle(std::int64_t id, std::int64_t change, std::string_view note, ByteView sealed);
  // approve_anew() puts the request that a change answers, void as kApprovedAnew, back to where
  // nobody has approved it: no officer's signature stays on it, and whom they meant is gone.
  Status approve_anew(std::int64_t change, std::string_view why);
  // is_void_anew() is whether that was done with the answer that is that change.
  Result<bool> is_void_anew(std::int64_t change);
  // answer() is what the answer that is that change brings along; nothing of any other change.
  Result<std::optional<AnsweredRequest>> answer(std::int64_t change);
  // forget() deletes whom anybody proposed or told of, where nobody may answer any more, or the
  // answer has been taken. A withdrawal and a void answer do that of themselves.
  Status forget(Instant now);

 private:
  const storage::Database& database_;
  storage::Statement add_{
      database_,
      "INSERT INTO identity_request (consignment, route, system, reference, child, event_token,"
      " agreement, digest, expires, note) SELECT ?1, ?2, system, reference, child, ?3, ?4, ?5, ?6,"
      " ?7 FROM (SELECT system, reference, child FROM record WHERE route = ?2 AND event_token = ?3"
      "  UNION ALL SELECT system, reference, child FROM change WHERE route = ?2"
      "   AND event_token = ?3"
      "  UNION ALL SELECT system, reference, child FROM answered WHERE question ="
      "   (SELECT question FROM answer WHERE consignment = ?1) AND consignment = ?1"
      "   AND event_token = ?3 LIMIT 1) WHERE true ON CONFLICT (digest) DO NOTHING"};
  storage::Statement find_{database_,
                           "SELECT k.*, q.why FROM kept_identity_request AS k"
                           " JOIN identity_request AS q ON q.id = k.id WHERE k.digest = ?"};
  storage::Statement all_{database_,
                          "SELECT k.*, q.why FROM kept_identity_request AS k"
                          " JOIN identity_request AS q ON q.id = k.id ORDER BY k.id"};
  storage::Statement propose_{
      database_,
      "UPDATE identity_request SET account = ?2, note = ?3, proposed = ?4, proposed_digest = ?5,"
      " why = '' WHERE id = ?1 AND account IN ('', ?2) AND change IS NULL"};
  storage::Statement settle_{
      database_,
      "UPDATE identity_request SET change = ?2, note = iif(?3 = '', note, ?3), sealed = ?4,"
      " proposed = x'' WHERE id = ?1 AND change IS NULL"};
  storage::Statement approve_anew_{
      database_,
      "UPDATE identity_request SET change = NULL, account = '', note = ?2, proposed = x'',"
      " proposed_digest = x'', sealed = x'', why = ?3 WHERE change = ?1"};
  storage::Statement is_void_anew_{
      database_,
      "SELECT EXISTS (SELECT 1 FROM change WHERE id = ? AND state = 3 AND why = 'approved-anew')"};
  storage::Statement answer_{
      database_,
      "SELECT consignment, note, sealed, expires FROM identity_request WHERE change = ?"};
  storage::Statement forget_{
      database_,
      "UPDATE identity_request SET proposed = x'', sealed = x'' WHERE (proposed <> x'' OR sealed"
      " <> x'') AND (expires <= ? OR EXISTS (SELECT 1 FROM change AS a JOIN consignment AS c"
      "  ON c.id = a.consignment WHERE a.id = identity_request.change AND c.state > 1))"};
};

}  // namespace stile::agent
