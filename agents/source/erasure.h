#pragma once

#include <cstdint>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "agents/source/destruction.h"
#include "agents/source/event_names.h"
#include "agents/source/intake_types.h"
#include "core/base/result.h"
#include "core/crypto/note_key.h"
#include "core/record/codes.h"
#include "core/storage/database.h"
#include "core/storage/statement.h"

// Erasure of one child: every record of hers is withdrawn from whoever was given it; once somebody
// there has confirmed that, nothing stays here by which she or the record could be found but a
// keyed digest, by which an export that has the record again is refused. It is durable from the
// order on, and goes on by itself.
namespace stile::agent {

// ErasurePart is one record of an erasure on one route.
struct ErasurePart {
  std::int64_t id = 0;
  std::int64_t erasure = 0;
  RecordKey key = {};
  std::set<EventTail> tails = {};  // of all that went of it
  Token proof = {};                // keyed, that a data officer's order put it there
};

// joined() are tails one after another.
Bytes joined(const std::set<EventTail>& tails);

// FoundRecord is something that is kept of a child's record which was sent to nobody.
struct FoundRecord {
  std::int64_t system = 0;
  record::RecordType type = record::RecordType::kCallOut;
  std::string reference = {};
};

// ErasureLine is how an erasure stands at one recipient, in records.
struct ErasureLine {
  std::int64_t erasure = 0;
  Instant time = 0;
  std::string account = {};
  std::string purpose = {};
  std::string agreement_id = {};  // empty, as the next, where nothing of hers was sent to anybody
  std::string recipient = {};     // SPIFFE identity
  std::int64_t route = 0;
  std::uint64_t records = 0;
  std::uint64_t waiting = 0;    // whose withdrawal did not go yet
  std::uint64_t delivered = 0;  // is there, and destroyed the rows; nobody has confirmed it
  std::uint64_t closed = 0;     // is closed there, and still here
  std::uint64_t erased = 0;     // is closed there, and nothing is here any more
  Instant last = 0;             // of these, when the last was
};

// Erasures is every statement about it. What changes something is used as IntakeTables is, of which
// it is a part. It borrows the database; one thread.
class Erasures {
 public:
  explicit Erasures(const storage::Database& database) : database_(database) {}

  // is_erased() is for good, of a record by its keyed digest (IntakeDigests::erased()); any() is
  // whether there is one at all.
  Result<bool> is_erased(const Token& record);
  Result<bool> any();

  // begin() gives the id of a new erasure. refuse() lets nothing of a record go from then on.
  // add() adds a part, unless another erasure has it still open.
  Result<std::int64_t> begin(Instant now, std::string_view account, std::string_view purpose);
  Status refuse(const Token& record);
  Status add(const ErasurePart& part);
  // marks() are the reasons for which a record is restricted at present.
  Result<std::vector<record::ChangeReason>> marks(const RecordKey& record);
  // unsent() is what is kept of a child that was sent to nobody; forget_unsent() destroys it.
  Result<std::vector<FoundRecord>> unsent(std::string_view system, const ChildDigest& child);
  Status forget_unsent(std::string_view system, const ChildDigest& child);

  // ready() are the parts for which nothing is waited for any more. finish() destroys what is here
  // of one, and all that its consignments carried of it; how many rows it were.
  Result<std::vector<ErasurePart>> ready();
  Result<std::uint64_t> finish(const ErasurePart& part, Destructions& destructions, Instant now,
                               const crypto::NoteSigner& signer);

  // lines() are all, by erasure and recipient.
  Result<std::vector<ErasureLine>> lines();

 private:
  Status forget(const ErasurePart& part);

  const storage::Database& database_;
  storage::Statement is_erased_{database_, "SELECT EXISTS (SELECT 1 FROM erased WHERE record = ?)"};
  storage::Statement any_{database_, "SELECT EXISTS (SELECT 1 FROM erased)"};
  storage::Statement begin_{
      database_, "INSERT INTO erasure (time, account, purpose) VALUES (?, ?, ?) RETURNING id"};
  storage::Statement refuse_{database_,
                             "INSERT INTO erased (record) VALUES (?) ON CONFLICT DO NOTHING"};
  storage::Statement add_{
      database_,
      "INSERT INTO erasure_part (erasure, route, system, reference, child, tails, proof)"
      " VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING"};
  storage::Statement marks_{
      database_,
      "SELECT reason FROM change WHERE route = ? AND system = ? AND reference = ? AND child = ?"
      " AND state < 3 ORDER BY id"};
  storage::Statement unsent_{
      database_,
      "SELECT s.id, s.type, k.reference FROM (SELECT system, reference FROM kept WHERE child = ?2"
      " UNION SELECT system, reference FROM own_copy WHERE child = ?2) AS k"
      " JOIN system AS s ON s.id = k.system WHERE s.code = ?1"
      " UNION SELECT 0, type, reference FROM untold WHERE system = ?1 AND child = ?2"};
  storage::Statement forget_kept_{
      database_,
      "DELETE FROM kept WHERE child = ?2 AND system IN (SELECT id FROM system WHERE code = ?1)"};
  storage::Statement forget_copies_{database_,
                                    "DELETE FROM own_copy WHERE child = ?2 AND system IN (SELECT "
                                    "id FROM system WHERE code = ?1)"};
  storage::Statement forget_untold_alarms_{
      database_,
      "DELETE FROM alarm WHERE kind = 4 AND notification IN"
      " (SELECT id FROM untold WHERE system = ? AND child = ?)"};
  storage::Statement forget_untold_{database_, "DELETE FROM untold WHERE system = ? AND child = ?"};
  // Of a part that is still here: nothing is waited for any more. lines_ counts by the same.
  storage::Statement ready_{
      database_,
      "SELECT p.id, p.erasure, p.route, p.system, p.reference, p.child, p.tails, p.proof"
      " FROM erasure_part AS p WHERE p.done = 0 AND NOT EXISTS (SELECT 1 FROM change AS h"
      "  WHERE h.system = p.system AND h.reference = p.reference AND h.child = p.child"
      "  AND h.route = p.route AND h.state < 3 AND h.closed = 0 AND NOT EXISTS"
      "  (SELECT 1 FROM retention AS t WHERE t.consignment = h.consignment AND t.done = 1))"
      // An answer that ended half way is to say how many records it has.
      " AND NOT EXISTS (SELECT 1 FROM question AS q JOIN answered AS a ON a.question = q.id"
      "  WHERE q.state = 1 AND a.system = p.system AND a.reference = p.reference"
      "  AND a.child = p.child) ORDER BY p.id"};
  storage::Statement sent_on_{database_, "SELECT id FROM consignment WHERE route = ? ORDER BY id"};
  storage::Statement notified_{
      database_,
      "SELECT n.id, n.event_token FROM notification AS n JOIN consignment AS c ON c.id = n.id"
      " WHERE c.route = ? AND n.reference = ?"};
  // What is untold (kind 4) counts by numbers of its own.
  storage::Statement forget_alarms_{database_,
                                    "DELETE FROM alarm WHERE notification = ? AND kind <> 4"};
  storage::Statement forget_notification_{database_, "DELETE FROM notification WHERE id = ?"};
  storage::Statement forget_change_alarms_{
      database_,
      "DELETE FROM alarm WHERE kind <> 4 AND notification IN (SELECT consignment FROM change"
      " WHERE route = ?"
      " AND system = ? AND reference = ? AND child = ?)"};
  // The rest is by route, system, reference and child.
  storage::Statement forget_challenges_{
      database_,
      "DELETE FROM challenge WHERE route = ? AND system = ? AND reference = ? AND child = ?"};
  storage::Statement forget_identity_requests_{database_,
                                               "DELETE FROM identity_request WHERE route = ? AND "
                                               "system = ? AND reference = ? AND child = ?"};
  storage::Statement forget_changes_{
      database_,
      "DELETE FROM change WHERE route = ? AND system = ? AND reference = ? AND child = ?"};
  storage::Statement forget_released_{
      database_,
      "DELETE FROM released WHERE route = ? AND system = ? AND reference = ? AND child = ?"};
  storage::Statement forget_record_{
      database_,
      "DELETE FROM record WHERE route = ? AND system = ? AND reference = ? AND child = ?"};
  storage::Statement forget_answered_{
      database_,
      "DELETE FROM answered WHERE question IN (SELECT id FROM question) AND system = ?2"
      " AND reference = ?3 AND child = ?4 AND consignment IN"
      " (SELECT id FROM consignment WHERE route = ?1)"};
  // A reference may be of several children, and stays while another of them has it.
  storage::Statement is_others_{
      database_,
      "SELECT EXISTS (SELECT 1 FROM route AS o CROSS JOIN record AS r ON r.route = o.id"
      " WHERE r.system = ? AND r.reference = ? AND r.child <> ?)"};
  storage::Statement forget_decisions_{
      database_,
      "DELETE FROM decision WHERE reference = ?2 AND (system, type) IN"
      " (SELECT code, type FROM system WHERE id = ?1)"};
  storage::Statement forget_withheld_{
      database_,
      "UPDATE withheld SET reference = '' WHERE reference = ?2 AND (system, type) IN"
      " (SELECT code, type FROM system WHERE id = ?1)"};
  storage::Statement forget_refused_{
      database_, "UPDATE refused SET reference = '' WHERE route = ? AND reference = ?"};
  // Of what the gateway has refused nothing else is there any more.
  storage::Statement forget_refused_alarms_{
      database_,
      "UPDATE alarm SET reference = '' WHERE kind = 2 AND reference = ?2 AND recipient ="
      " (SELECT recipient FROM route WHERE id = ?1)"};
  storage::Statement set_done_{
      database_,
      "UPDATE erasure_part SET done = ?2, system = 0, reference = '', child = x'', tails = x''"
      " WHERE id = ?1"};
  storage::Statement lines_{
      database_,
      "SELECT e.id, e.time, e.account, e.purpose, coalesce(r.agreement_id, ''),"
      " coalesce(r.recipient, ''), coalesce(r.id, 0), count(p.id),"
      " coalesce(sum(p.done = 0 AND EXISTS (SELECT 1 FROM change AS h LEFT JOIN consignment AS c"
      "   ON c.id = h.consignment WHERE h.system = p.system AND h.reference = p.reference"
      "   AND h.child = p.child AND h.route = p.route AND h.state < 3 AND h.closed = 0"
      "   AND coalesce(c.state, 1) < 3)), 0),"
      " coalesce(sum(p.done = 0 AND NOT EXISTS (SELECT 1 FROM change AS h"
      "  WHERE h.system = p.system AND h.reference = p.reference AND h.child = p.child"
      "  AND h.route = p.route AND h.state < 3 AND h.closed = 0 AND NOT EXISTS"
      "  (SELECT 1 FROM retention AS t WHERE t.consignment = h.consignment AND t.done = 1))), 0),"
      " coalesce(sum(p.done <> 0), 0), coalesce(max(p.done), 0) FROM erasure AS e"
      " LEFT JOIN erasure_part AS p ON p.erasure = e.id LEFT JOIN route AS r ON r.id = p.route"
      " GROUP BY e.id, r.id ORDER BY e.id, r.id"};
};

}  // namespace stile::agent
