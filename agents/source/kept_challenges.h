#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "agents/source/intake_types.h"
#include "core/base/result.h"
#include "core/record/challenge.h"
#include "core/storage/database.h"
#include "core/storage/statement.h"

namespace stile::agent {

// KeptChallenge is that a recipient challenges a record, with what it signed, in which the rest is
// sealed to the data officers. Nobody else here may know that there is one (X1).
struct KeptChallenge {
  std::string reference = {};  // of the exporting system
  std::string system = {};
  record::RecordType type = record::RecordType::kCallOut;
  Token event_token{};
  std::string agreement_id = {};
  std::string recipient = {};  // SPIFFE identity
  std::uint64_t number = 0;    // of the consignment, as is
  Hash digest{};
  Instant due = 0;  // by when it is to be answered
  std::string note = {};
  std::optional<record::ChangeReason> answered = std::nullopt;
  bool withdrawn = false;  // the record is, which needs no answer

  bool is_open() const { return !answered && !withdrawn; }
};

// KeptChallenges is every statement about challenges. Those that change something are used as
// IntakeTables is, of which it is a part.
class KeptChallenges {
 public:
  explicit KeptChallenges(const storage::Database& database) : database_(database) {}

  // add() keeps a challenge of the record with this token, once.
  Status add(const ConsignmentHead& head, const Token& event_token, Instant made, Instant due,
             std::string_view note);
  // is_open() is whether the record waits for an answer to a challenge on its route. answer() says
  // by which change it has that.
  Result<bool> is_open(std::int64_t route, const Token& event_token);
  Status answer(std::int64_t route, const Token& event_token, std::int64_t change);
  // all() are in the order in which they came.
  Result<std::vector<KeptChallenge>> all();

 private:
  const storage::Database& database_;
  storage::Statement add_{
      database_,
      "INSERT INTO challenge (consignment, route, system, reference, child, event_token, made, due,"
      " digest, note) SELECT ?1, ?2, coalesce(system, 0), coalesce(reference, ''),"
      " coalesce(child, x''), ?3, ?4, ?5, ?6, ?7 FROM (SELECT 1) LEFT JOIN"
      " (SELECT system, reference, child FROM record WHERE route = ?2 AND event_token = ?3"
      "  UNION ALL SELECT system, reference, child FROM change WHERE route = ?2"
      "   AND event_token = ?3"
      "  UNION ALL SELECT system, reference, child FROM answered WHERE question ="
      "   (SELECT question FROM answer WHERE consignment = ?1) AND consignment = ?1"
      "   AND event_token = ?3 LIMIT 1) WHERE true ON CONFLICT (digest) DO NOTHING"};
  storage::Statement is_open_{
      database_,
      "SELECT EXISTS (SELECT 1 FROM challenge WHERE route = ? AND event_token = ?"
      " AND change IS NULL)"};
  storage::Statement answer_{
      database_,
      "UPDATE challenge SET change = ?3 WHERE route = ?1 AND event_token = ?2 AND change IS NULL"};
  storage::Statement all_{
      database_,
      "SELECT h.reference, coalesce(s.code, ''), coalesce(s.type, 1), h.event_token,"
      " r.agreement_id, r.recipient, c.number, c.digest, h.due, h.note, coalesce(a.reason, 0),"
      " NOT EXISTS (SELECT 1 FROM record AS o WHERE o.route = h.route AND o.system = h.system"
      "  AND o.reference = h.reference AND o.child = h.child AND o.event_token = h.event_token"
      "  AND o.withdrawn = 0)"
      " AND NOT EXISTS (SELECT 1 FROM answered AS o WHERE o.question IN (SELECT id FROM question)"
      "  AND o.system = h.system AND o.reference = h.reference AND o.child = h.child AND o.event_token = h.event_token"
      "  AND o.withdrawn = 0)"
      " FROM challenge AS h JOIN route AS r ON r.id = h.route"
      " JOIN consignment AS c ON c.id = h.consignment LEFT JOIN system AS s ON s.id = h.system"
      " LEFT JOIN change AS a ON a.id = h.change ORDER BY h.id"};
};

}  // namespace stile::agent
