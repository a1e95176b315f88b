#pragma once

#include <cstdint>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "agents/source/event_names.h"
#include "agents/source/intake_digest.h"
#include "agents/source/intake_types.h"
#include "core/base/result.h"
#include "core/storage/database.h"
#include "core/storage/statement.h"

// Legal holds of what was sent about a child (agents/report/legal_hold.h): while one is in force
// neither the retention clock nor an erasure destroys it here.
namespace stile::agent {

// HoldOrder names a child as an exporting system does, and says why it is to be held, for which
// matter, which may be empty, and for which purpose (agents/report/purpose.h) somebody says so.
struct HoldOrder {
  std::string system = {};
  std::string child = {};
  std::string ground = {};
  std::string matter = {};
  std::string purpose = {};
};

// SentHoldAct places a hold of one child, or lifts the one that the act of that id had placed.
struct SentHoldAct {
  std::int64_t id = 0;
  std::int64_t lifts = 0;  // 0: it places one
  Instant time = 0;
  std::string account = {};
  std::string purpose = {};
  std::string ground = {};
  std::string matter = {};
  std::string system = {};  // code
  ChildDigest child{};
  Token before{};  // the proof of the act before it
  Token proof{};
};

// ProvenHolds is what the acts prove. An act that the agent did not write counts for nothing, and
// is one of `invented`; where one of its own is gone or was altered, they are not `whole`, and
// nothing at all is to be destroyed until a person has looked.
struct ProvenHolds {
  std::vector<SentHoldAct> in_force = {};
  std::uint64_t acts = 0;
  std::uint64_t invented = 0;
  bool whole = true;
  Token last{};  // the proof of the newest act

  // of() is the first of a child, or null.
  const SentHoldAct* of(std::string_view system, const ChildDigest& child) const;
  // children() are those that are held, one digest after another.
  Bytes children() const;
};

// SentHolds is every statement about them. What changes something is used as IntakeTables is, of
// which it is a part. It borrows the database; one thread.
class SentHolds {
 public:
  explicit SentHolds(const storage::Database& database) : database_(database) {}

  // proven() are those in force, held against the log of operations, too. unaltered() are the same,
  // and kIntegrity where they are not whole.
  Result<ProvenHolds> proven(const IntakeDigests& digests);
  Result<ProvenHolds> unaltered(const IntakeDigests& digests);
  // acts() is how many there are, which changes with each.
  Result<std::uint64_t> acts();
  // add() keeps an act behind those that are unaltered, with its id and proof, and gives the id. It
  // is to be logged as kLegalHoldOp in the same transaction.
  Result<std::int64_t> add(SentHoldAct act, const IntakeDigests& digests);

  // tails() are of all events that records of a child went as, in each of their lives. It reads
  // every record there is.
  Result<std::set<EventTail>> tails(std::string_view system, const ChildDigest& child);
  Result<std::set<EventTail>> tails(const ProvenHolds& holds);
  // system_of() is the code of a system.
  Result<std::string> system_of(std::int64_t system);

 private:
  const storage::Database& database_;
  storage::Statement acts_{database_,
                           "SELECT id, lifts, time, account, purpose, ground, matter, system,"
                           " child, previous, proof FROM hold_act ORDER BY id"};
  storage::Statement count_{database_, "SELECT count(*) FROM hold_act"};
  storage::Statement newest_{database_, "SELECT coalesce(max(id), 0) FROM hold_act"};
  storage::Statement logged_{database_, "SELECT count(*) FROM operation_log WHERE op = ?"};
  storage::Statement add_{
      database_,
      "INSERT INTO hold_act (id, lifts, time, account, purpose, ground, matter, system, child,"
      " previous, proof) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"};
  // A withdrawal ends a life of its record, and names it.
  storage::Statement events_{
      database_,
      "WITH own AS (SELECT id FROM system WHERE code = ?1)"
      " SELECT event_token FROM record WHERE child = ?2 AND system IN own"
      " UNION SELECT event_token FROM change WHERE child = ?2 AND system IN own"
      " UNION SELECT event_token FROM answered WHERE child = ?2 AND system IN own"};
  storage::Statement system_of_{database_, "SELECT code FROM system WHERE id = ?"};
};

}  // namespace stile::agent
