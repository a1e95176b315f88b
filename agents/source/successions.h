#pragma once

#include <cstdint>
#include <string_view>

#include "agents/source/intake_types.h"
#include "core/base/result.h"
#include "core/ledger/log.h"
#include "core/storage/statement.h"

namespace stile::agent {

// Successions is every statement about what was lost with a ledger that was closed. What changes
// something is used as IntakeTables is, of which it is part.
class Successions {
 public:
  explicit Successions(const storage::Database& database) : database_(database) {}

  // send_again() queues what was admitted by the lost leaves of a ledger that was closed and of
  // which no recipient has said that it has it. Its receipt stays until it has the next one.
  Status send_again(const ledger::ClosedLog& closed);
  // send_lost() queues, of a route and from that number on, all that was so lost, whoever has it:
  // nobody has given its leaves back. What rows were destroyed of since is passed over. It says how
  // many both are together.
  Result<std::uint64_t> send_lost(std::int64_t route, std::uint64_t number,
                                  const ledger::ClosedLog& closed);

  // goes_again() is whether a queued consignment has a receipt: it goes as it was, or never.
  Result<bool> goes_again(std::int64_t consignment);
  // pass_over() leaves its number out for good, and the consignment where it was before it was
  // queued again. It says whether the recipient has said that it has it.
  Result<bool> pass_over(const ConsignmentHead& head, std::string_view why);
  // passes() is how many numbers right before that one stay out; behind() the first one behind
  // `last` that does not.
  Result<std::uint64_t> passes(std::int64_t route, std::uint64_t number);
  Result<std::uint64_t> behind(std::int64_t route, std::uint64_t last);

 private:
  const storage::Database& database_;
  storage::Statement note_closed_{database_,
                                  "INSERT INTO closed_log (name, kept, size) VALUES (?, ?, ?)"
                                  " ON CONFLICT DO NOTHING"};
  storage::Statement send_again_{
      database_,
      "UPDATE consignment AS c SET state = 1 WHERE state = 2 AND id IN (SELECT id FROM receipt"
      " WHERE CAST(substr(receipt, instr(receipt, 'index ') + 6, 20) AS INTEGER) >= ?1 AND"
      "  CAST(substr(receipt, instr(receipt, 'index ') + 6, 20) AS INTEGER) < ?2)"
      " AND NOT EXISTS (SELECT 1 FROM destruction AS d WHERE d.consignment = c.id)"
      " AND NOT EXISTS (SELECT 1 FROM passed_over AS p WHERE p.route = c.route"
      "  AND p.number = c.number)"};
  storage::Statement send_lost_{
      database_,
      "UPDATE consignment AS c SET state = 1 WHERE route = ?3 AND number >= ?4 AND state <> 1"
      " AND id IN (SELECT id FROM receipt"
      " WHERE CAST(substr(receipt, instr(receipt, 'index ') + 6, 20) AS INTEGER) >= ?1 AND"
      "  CAST(substr(receipt, instr(receipt, 'index ') + 6, 20) AS INTEGER) < ?2)"
      " AND NOT EXISTS (SELECT 1 FROM passed_over AS p WHERE p.route = c.route"
      "  AND p.number = c.number)"};
  storage::Statement pass_destroyed_{
      database_,
      "INSERT INTO passed_over (route, number, why) SELECT c.route, c.number, ?5"
      " FROM consignment AS c WHERE c.route = ?3 AND c.number >= ?4 AND c.state <> 1"
      " AND c.id IN (SELECT id FROM receipt"
      " WHERE CAST(substr(receipt, instr(receipt, 'index ') + 6, 20) AS INTEGER) >= ?1 AND"
      "  CAST(substr(receipt, instr(receipt, 'index ') + 6, 20) AS INTEGER) < ?2)"
      " AND EXISTS (SELECT 1 FROM destruction AS d WHERE d.consignment = c.id)"
      " ON CONFLICT DO NOTHING"};
  storage::Statement goes_again_{
      database_,
      "SELECT EXISTS (SELECT 1 FROM consignment AS c JOIN receipt AS r ON r.id = c.id"
      " WHERE c.id = ? AND c.state = 1)"};
  storage::Statement pass_over_{database_,
                                "INSERT INTO passed_over (route, number, why) VALUES (?, ?, ?)"};
  storage::Statement put_back_{
      database_,
      "UPDATE consignment SET state = CASE WHEN EXISTS (SELECT 1 FROM acknowledgement AS a"
      " WHERE a.id = ?1) THEN 3 ELSE 2 END WHERE id = ?1 AND state = 1 RETURNING state"};
  storage::Statement passes_{
      database_,
      "WITH RECURSIVE back(n) AS (SELECT ?2 - 1 UNION ALL SELECT n - 1 FROM back WHERE EXISTS"
      " (SELECT 1 FROM passed_over WHERE route = ?1 AND number = n))"
      " SELECT ?2 - 1 - min(n) FROM back"};
  storage::Statement behind_{
      database_,
      "WITH RECURSIVE ahead(n) AS (SELECT ?2 + 1 UNION ALL SELECT n + 1 FROM ahead WHERE EXISTS"
      " (SELECT 1 FROM passed_over WHERE route = ?1 AND number = n)) SELECT max(n) FROM ahead"};
};

}  // namespace stile::agent
