#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "agents/source/disclosures.h"
#include "agents/source/intake_types.h"
#include "core/base/result.h"
#include "core/storage/database.h"
#include "core/storage/statement.h"

namespace stile::agent {

// Why a change is void that nobody withdrew.
inline constexpr std::string_view kNeverLeft;
inline constexpr std::string_view kTimeOver = "time-over";
inline constexpr std::string_view kRequestExpired = "request-expired";
// Its officers have to approve it anew (identity_requests.h).
inline constexpr std::string_view kApprovedAnew = "approved-anew";

// TakenBack is a change that the gateway refused.
struct TakenBack {
  std::int64_t change = 0;
  record::ChangeReason reason = record::ChangeReason::kInaccurate;
};

// SentChangeTables is every statement about what becomes of records after they were disclosed. It
// is used as IntakeTables is, of which it is a part.
class SentChangeTables {
 public:
  explicit SentChangeTables(const storage::Database& database)
      : database_(database), disclosures_(database) {}

  // record() is what stands of a record on a route now, and answered() of the event that it was in
  // an answer. answers() are all of the answers that it went in, under any route.
  Result<std::optional<SentRecord>> record(const RecordKey& key);
  Result<std::optional<SentRecord>> answered(const RecordKey& key, const Token& event_token);
  Result<std::vector<SentRecord>> answers(const RecordKey& key);
  // add_answered() says that a record goes in the answer to a question.
  Status add_answered(std::int64_t question, const RecordKey& key, const KnownRecord& known,
                      std::int64_t consignment);
  // in_answer() are the events in the answer to a question, by the type of their record, and
  // whether they are withdrawn.
  Result<std::map<record::RecordType, std::map<Token, bool>>> in_answer(std::int64_t question);
  // corrected() is what the last correction of an event said, if any.
  Result<std::optional<Bytes>> corrected(const Token& event_token);
  // add() keeps a change, which then waits, and its revision as the record's last; gives its id.
  Result<std::int64_t> add(const SentChange& change);
  // withdraw() ends the record's life: changes of it that wait are void, its notification is waited
  // for no more, and the next row of it is another event.
  Status withdraw(const RecordKey& key, const Token& event_token);

  // waiting() are the changes that did not go yet, oldest first.
  Result<std::vector<SentChange>> waiting();
  Status set_why(std::int64_t change, std::string_view why);
  // set_void() says why nobody can be told of it: kNeverLeft, kTimeOver, kRequestExpired
  // or kApprovedAnew.
  Status set_void(std::int64_t change, std::string_view why);
  Status set_sent(std::int64_t change, std::int64_t consignment, Instant within);
  // take_back() makes the change of a consignment, which the gateway refused, wait again.
  Result<TakenBack> take_back(std::int64_t consignment, std::string_view why, Instant now);
  // close() says that somebody at the recipient has confirmed the change of a consignment, if it is
  // of one.
  Status close(std::int64_t consignment);

  Disclosures& disclosures() { return disclosures_; }

 private:
  // An empty token means all.
  Result<std::vector<SentRecord>> answers_of(const RecordKey& key, ByteView event_token);

  const storage::Database& database_;
  Disclosures disclosures_;
  storage::Statement record_{
      database_,
      "SELECT event_token, revision, digest, lives, withdrawn, month, consignment FROM record"
      " WHERE route = ? AND system = ? AND reference = ? AND child = ?"};
  storage::Statement add_{
      database_,
      "INSERT INTO change (route, system, reference, child, event_token, revision, reason, fields,"
      " notified, made, account, cites, unlisted)"
      " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) RETURNING id"};
  storage::Statement set_revision_{
      database_,
      "UPDATE record SET revision = ?6 WHERE route = ?1 AND system = ?2 AND reference = ?3"
      " AND child = ?4 AND event_token = ?5"};
  storage::Statement set_answered_{
      database_,
      "UPDATE answered SET revision = ?5 WHERE question IN (SELECT id FROM question)"
      " AND system = ?1 AND reference = ?2 AND child = ?3 AND event_token = ?4"};
  storage::Statement void_waiting_{database_,
                                   "UPDATE change SET state = 3, why = 'withdrawn', fields = x''"
                                   " WHERE event_token = ? AND state = 1"};
  storage::Statement withdraw_{
      database_,
      "UPDATE record SET withdrawn = 1, lives = lives + 1, digest = x'' WHERE route = ?"
      " AND system = ? AND reference = ? AND child = ? AND event_token = ?"};
  storage::Statement withdraw_answered_{
      database_,
      "UPDATE answered SET withdrawn = 1 WHERE question IN (SELECT id FROM question)"
      " AND system = ? AND reference = ? AND child = ? AND event_token = ?"};
  storage::Statement add_answered_{
      database_,
      "INSERT INTO answered (question, system, reference, child, event_token, revision,"
      " consignment) VALUES (?, ?, ?, ?, ?, ?, ?)"};
  storage::Statement in_answer_{database_,
                                "SELECT s.type, a.event_token, a.withdrawn FROM answered AS a JOIN "
                                "system AS s ON s.id = a.system"
                                " WHERE a.question = ?"};
  storage::Statement answers_{
      database_,
      "SELECT c.route, a.event_token, a.revision, a.withdrawn, a.consignment, r.agreement_id,"
      " r.recipient FROM answered AS a JOIN consignment AS c ON c.id = a.consignment"
      " JOIN route AS r ON r.id = c.route WHERE a.question IN (SELECT id FROM question)"
      " AND a.system = ?1 AND a.reference = ?2 AND a.child = ?3 AND (?4 = x'' OR a.event_token = "
      "?4) ORDER BY a.consignment"};
  storage::Statement corrected_{database_,
                                "SELECT fields FROM change WHERE event_token = ? AND state < 3"
                                " AND fields <> x'' ORDER BY id DESC LIMIT 1"};
  storage::Statement drop_alarms_{
      database_,
      "DELETE FROM alarm WHERE rung = 0 AND kind <> 4"  // kUntold, which counts by numbers of its
                                                        // own
      " AND notification IN (SELECT id FROM notification WHERE event_token = ?)"};
  storage::Statement wait_no_more_{database_,
                                   "UPDATE notification SET withdrawn = 1 WHERE event_token = ?"};
  storage::Statement waiting_{
      database_,
      "SELECT id, route, system, reference, child, event_token, revision, reason, fields, made,"
      " account, cites, tried FROM change WHERE state = 1 ORDER BY id"};
  storage::Statement set_why_{database_, "UPDATE change SET why = ?2 WHERE id = ?1 AND why <> ?2"};
  storage::Statement set_void_{database_,
                               "UPDATE change SET state = 3, why = ?2, fields = x'' WHERE id = ?1"};
  storage::Statement set_sent_{
      database_,
      "UPDATE change SET state = 2, why = '', consignment = ?2, within = ?3 WHERE id = ?1"};
  storage::Statement take_back_{
      database_,
      "UPDATE change SET state = 1, consignment = NULL, why = ?2, tried = ?3"
      " WHERE consignment = ?1 RETURNING id, reason"};
  storage::Statement close_{database_, "UPDATE change SET closed = 1 WHERE consignment = ?"};
};

}  // namespace stile::agent
