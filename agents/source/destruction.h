#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "agents/source/intake_types.h"
#include "agents/source/sent_consignment.h"
#include "core/base/result.h"
#include "core/crypto/note_key.h"
#include "core/storage/database.h"
#include "core/storage/statement.h"

// What the source destroys of what it sent: when the time is over for which its recipient may keep
// it, by the same clock (agents/report/held_until.h), and when a child is erased. What proves a
// consignment stays: its signed statement, every row's hash, leaf, receipt and words.
namespace stile::agent {

// Destruction is what was destroyed of one consignment at one time. `due` is the consignment whose
// time was over: an event goes as a whole, with whichever of its rows is due first.
struct Destruction {
  std::int64_t consignment = 0;
  Hash digest{};
  std::int64_t due = 0;  // 0: rows were erased
  Hash due_digest{};
  Instant time = 0;
  std::set<std::size_t> positions = {};

  bool erases() const { return due == 0; }
};

// destruction_text() is what the source signs of it, so that `verify` tells it from rows that
// somebody deleted. It names no event and holds nothing of a row.
std::string destruction_text(const Destruction& destruction);

// KeptDestruction is a destruction as the store has it, what was signed of it, and the leaf of the
// consignment whose time was over.
struct KeptDestruction {
  Destruction what;
  std::string note;
  std::string leaf;  // empty where rows were erased
};

// DueConsignment is one, and until when what it carried may be kept; 0 where nobody knows.
struct DueConsignment {
  std::int64_t id = 0;
  std::int64_t route = 0;
  std::string leaf = {};
  Instant until = 0;
};

// Destructions is every statement about it. What changes something is used as IntakeTables is, of
// which it is a part. It borrows the database; one thread.
class Destructions {
 public:
  explicit Destructions(const storage::Database& database) : database_(database) {}

  // unscheduled() are admitted consignments of which nothing is written down yet, unknown() those
  // behind `after` of which it is not known how long they may be kept; at most that many.
  // schedule() writes it down; what was known stays.
  Result<std::vector<DueConsignment>> unscheduled(std::size_t most);
  Result<std::vector<DueConsignment>> unknown(std::int64_t after, std::size_t most);
  Status schedule(const DueConsignment& consignment);

  // next_due() is the first consignment behind `after` whose time is over, if any is.
  Result<std::optional<DueConsignment>> next_due(Instant now, std::int64_t after);

  // dispose() destroys, because the time of one consignment is over, what it carried and every row
  // of the same events, but for events that `is_held` names, and signs what that was; how many rows
  // it were. A consignment of which something is held stays due.
  using IsHers = std::function<bool(const Token&)>;
  Result<std::uint64_t> dispose(const DueConsignment& due, const IsHers& is_held, Instant now,
                                const crypto::NoteSigner& signer);
  // kept_past() is how many rows of events that `is_held` names dispose() would destroy at `now`
  // but for that.
  Result<std::uint64_t> kept_past(Instant now, const IsHers& is_held);
  // erase() destroys all of one consignment's rows that `is_hers` names.
  Result<std::uint64_t> erase(std::int64_t consignment, const IsHers& is_hers, Instant now,
                              const crypto::NoteSigner& signer);

  // of() is what was destroyed of a consignment, oldest first.
  Result<std::vector<KeptDestruction>> of(std::int64_t consignment);
  // is_thinned() is whether the time of rows of a month is over: what of them is there yet, a legal
  // hold keeps, or the next look destroys.
  Result<bool> is_thinned(std::int64_t route, std::int64_t month, Instant now);

 private:
  struct Stored {
    ConsignmentHead head;
    SentConsignment sent;
  };
  Result<std::optional<Stored>> stored(std::int64_t id);
  Result<std::set<std::int64_t>> carrying(const Stored& due, const std::set<Token>& events);
  Result<std::uint64_t> destroy(const Stored& stored, const IsHers& goes, Destruction what,
                                const crypto::NoteSigner& signer);

  const storage::Database& database_;
  storage::Statement unscheduled_{
      database_,
      "SELECT c.id, c.route, p.leaf FROM consignment AS c JOIN receipt AS p ON p.id = c.id"
      " WHERE c.state <> 1 AND NOT EXISTS"
      "  (SELECT 1 FROM retention AS t WHERE t.consignment = c.id) ORDER BY c.id LIMIT ?"};
  storage::Statement unknown_{
      database_,
      "SELECT t.consignment, c.route, p.leaf FROM retention AS t JOIN consignment AS c"
      " ON c.id = t.consignment JOIN receipt AS p ON p.id = t.consignment"
      " WHERE t.done = 0 AND t.until = 0 AND t.consignment > ? ORDER BY t.consignment LIMIT ?"};
  storage::Statement schedule_{database_,
                               "INSERT INTO retention (consignment, until) VALUES (?, ?)"
                               " ON CONFLICT (consignment) DO UPDATE SET until = excluded.until"
                               " WHERE retention.until = 0"};
  storage::Statement next_due_{
      database_,
      "SELECT t.consignment, c.route, p.leaf, t.until FROM retention AS t"
      " JOIN consignment AS c ON c.id = t.consignment"
      " JOIN receipt AS p ON p.id = t.consignment WHERE t.done = 0 AND t.until > 0 AND t.until <= ?"
      " AND t.consignment > ? ORDER BY t.consignment LIMIT 1"};
  storage::Statement set_done_{database_, "UPDATE retention SET done = 1 WHERE consignment = ?"};
  storage::Statement stored_{
      database_,
      "SELECT c.id, c.route, c.number, c.month, c.rows, c.digest, b.bytes FROM consignment AS c"
      " JOIN consignment_bytes AS b ON b.id = c.id WHERE c.id = ? AND c.state <> 1"};
  storage::Statement of_month_{
      database_,
      "SELECT id FROM consignment WHERE route = ?1 AND month = ?2 AND id > ?3 AND ?2 > 0"};
  storage::Statement of_event_{
      database_,
      "SELECT n.id FROM notification AS n JOIN consignment AS c ON c.id = n.id"
      " WHERE n.event_token = ?1 AND c.route = ?2 UNION SELECT consignment FROM change"
      " WHERE event_token = ?1 AND route = ?2 AND consignment IS NOT NULL"};
  storage::Statement add_{
      database_,
      "INSERT INTO destruction (consignment, due, time, positions, note) VALUES (?, ?, ?, ?, ?)"};
  storage::Statement set_bytes_{database_, "UPDATE consignment_bytes SET bytes = ?2 WHERE id = ?1"};
  storage::Statement forget_facts_{
      database_,
      "UPDATE record SET home = '', facts = x'' WHERE route = ? AND month = ? AND consignment = ?"
      " AND instr(?, event_token) = 0"};
  storage::Statement forget_fact_{database_,
                                  "UPDATE record SET home = '', facts = x'' WHERE route = ?"
                                  " AND month = ? AND consignment = ? AND event_token = ?"};
  storage::Statement forget_fields_{database_,
                                    "UPDATE change SET fields = x'' WHERE consignment = ?"};
  storage::Statement of_{
      database_,
      "SELECT d.consignment, c.digest, d.due, coalesce(o.digest, zeroblob(32)), d.time,"
      " d.positions, d.note, coalesce(p.leaf, '') FROM destruction AS d"
      " JOIN consignment AS c ON c.id = d.consignment LEFT JOIN consignment AS o ON o.id = d.due"
      " LEFT JOIN receipt AS p ON p.id = d.due WHERE d.consignment = ? ORDER BY d.id"};
  storage::Statement is_thinned_{
      database_,
      "SELECT EXISTS (SELECT 1 FROM consignment AS c WHERE c.route = ? AND c.month = ? AND (EXISTS"
      "  (SELECT 1 FROM destruction AS d WHERE d.consignment = c.id AND d.due <> 0) OR EXISTS"
      "  (SELECT 1 FROM retention AS t WHERE t.consignment = c.id AND t.until BETWEEN 1 AND ?)))"};
};

}  // namespace stile::agent
