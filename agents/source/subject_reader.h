#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "agents/source/intake_types.h"
#include "core/base/result.h"
#include "core/storage/database.h"
#include "core/storage/statement.h"

namespace stile::agent {

// SubjectRecord is a record about a child that was sent on a route, or went in an answer to an
// enquiry, as the event of that token.
struct SubjectRecord {
  RecordKey key = {};
  record::RecordType type = record::RecordType::kCallOut;
  std::uint32_t lives = 0;
  std::string agreement_id = {};
  std::string recipient = {};  // SPIFFE identity
  std::optional<Token> answered = {};
};

// CarriedConsignment is one that may have carried such a record. `leaf` and `receipt` are empty
// until the gateway has admitted it.
struct CarriedConsignment {
  std::int64_t id = 0;
  ConsignmentState state = ConsignmentState::kQueued;
  Bytes bytes = {};
  std::string leaf = {};
  std::string receipt = {};
  std::string holding = {};  // the leaf of what the gateway did last with it itself, or empty
};

// SubjectReader finds what is kept about one child, by the keyed digest of the exporting system's
// reference. It borrows the database; one thread.
class SubjectReader {
 public:
  explicit SubjectReader(const storage::Database& database) : database_(database) {}

  // records() reads every record there is: nobody keeps an index of children.
  Result<std::vector<SubjectRecord>> records(std::string_view system, const ChildDigest& child);
  // each_carried() is of one route, in the order of sending; it ends with the first failure of
  // `take`.
  Status each_carried(std::int64_t route, const std::function<Status(CarriedConsignment)>& take);
  // systems() are the codes of all systems that ever sent anything.
  Result<std::vector<std::string>> systems();
  // has_sent() is whether a system of that code ever sent anything.
  Result<bool> has_sent(std::string_view system);

 private:
  const storage::Database& database_;
  storage::Statement records_{
      database_,
      "SELECT r.route, r.system, r.reference, r.child, r.lives, s.type, o.agreement_id,"
      " o.recipient, r.answered FROM (SELECT route, system, reference, child, lives,"
      "  x'' AS answered FROM record WHERE child = ?2 UNION ALL SELECT c.route, a.system,"
      "  a.reference, a.child, 0, a.event_token FROM answered AS a"
      "  JOIN consignment AS c ON c.id = a.consignment WHERE a.child = ?2) AS r"
      " JOIN system AS s ON s.id = r.system JOIN route AS o ON o.id = r.route WHERE s.code = ?1"
      " ORDER BY r.route, r.system, r.reference"};
  storage::Statement systems_{database_, "SELECT DISTINCT code FROM system ORDER BY code"};
  storage::Statement carried_{
      database_,
      "SELECT c.id, c.state, b.bytes, coalesce(p.leaf, ''), coalesce(p.receipt, ''),"
      " coalesce((SELECT h.leaf FROM holding AS h WHERE h.id = c.id ORDER BY h.idx DESC LIMIT 1), "
      "'')"
      " FROM consignment AS c JOIN consignment_bytes AS b ON b.id = c.id"
      " LEFT JOIN receipt AS p ON p.id = c.id WHERE c.route = ? ORDER BY c.id"};
  storage::Statement has_sent_{database_, "SELECT EXISTS (SELECT 1 FROM system WHERE code = ?)"};
};

}  // namespace stile::agent
