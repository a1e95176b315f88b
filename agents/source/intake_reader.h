#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "agents/report/operation_line.h"
#include "agents/source/approvals.h"
#include "agents/source/destruction.h"
#include "agents/source/disclosures.h"
#include "agents/source/erasure.h"
#include "agents/source/identity_requests.h"
#include "agents/source/intake_types.h"
#include "agents/source/kept_challenges.h"
#include "agents/source/releases.h"
#include "agents/source/sent_holds.h"
#include "agents/source/subject_reader.h"
#include "agents/source/successions.h"
#include "core/base/result.h"
#include "core/record/acknowledgement.h"
#include "core/record/treated.h"
#include "core/storage/database.h"
#include "core/storage/statement.h"

namespace stile::agent {

// SentTotal is what a month's rows have come to on one route.
struct SentTotal {
  std::int64_t month = 0;
  std::string agreement_id;
  std::string recipient;
  std::uint64_t queued = 0;
  std::uint64_t admitted = 0;
  std::uint64_t stored = 0;
  std::uint64_t lost = 0;  // with a ledger, and given up: nobody has said that it arrived
};

// QueuedNumbers are the numbers that the consignments of one return have on one route.
struct QueuedNumbers {
  std::string agreement_id;
  std::string recipient;
  std::uint64_t first = 0;
  std::uint64_t last = 0;
  std::uint64_t rows = 0;
};

// CountedReason is how many rows of a month are withheld, or were refused, for one reason.
struct CountedReason {
  std::int64_t month = 0;
  std::string agreement_id;
  std::string reason;
  std::string field;
  std::uint64_t rows = 0;
};

// KeptWord is a recipient's signed acknowledgement, under the state that it says.
struct KeptWord {
  record::DisclosureState state = record::DisclosureState::kStored;
  std::string note;
};

// KeptHolding is what the gateway did with a consignment itself, proven.
struct KeptHolding {
  std::string leaf;
  std::string receipt;
};

// KeptConsignment is a consignment with all that was kept about it.
struct KeptConsignment {
  ConsignmentHead head;
  std::string recipient;
  Bytes bytes;
  std::string leaf;  // with receipt; empty while queued
  std::string receipt;
  std::vector<KeptWord> words;  // none until the recipient has signed for it
  std::vector<KeptHolding> holdings;
};

// IntakeReader reads the intake store beside its writer. One thread.
class IntakeReader {
 public:
  static Result<std::unique_ptr<IntakeReader>> open(const std::string& path);

  // refresh() begins to see what was committed since it was last called; until then lookups see
  // one moment. done() lets go of that moment.
  Status refresh();
  Status done();

  // system() is the id of an exporting system's references of a type, 0 for one that never sent.
  Result<std::int64_t> system(std::string_view code, record::RecordType type);
  // highest_reference() is the last reference known of a system on a route; empty for none.
  Result<std::string> highest_reference(std::int64_t route, std::int64_t system);
  Result<std::optional<KnownRecord>> find(const RecordKey& key);
  // has_month() tells whether a route ever sent rows of a month and system.
  Result<bool> has_month(std::int64_t route, const Month& month, std::int64_t system);
  // each_of_month() gives every record of a month and system; it ends with the first failure of
  // `take`.
  Status each_of_month(std::int64_t route, const Month& month, std::int64_t system,
                       const std::function<Status(const RecordKey&)>& take);
  // each_fact() gives what every record of a month that its recipient is to have adds to its
  // home's; it ends with the first failure of `take`.
  Status each_fact(std::int64_t route, const Month& month,
                   const std::function<Status(const RecordFacts&)>& take);
  // collections() are, for each type of record, what of a month the route's recipient has or is
  // to have, and how the exports of it ended.
  Result<std::vector<record::Collection>> collections(const RouteRow& route, const Month& month);
  // searched() tells whether the system's last export of the month came when that was over.
  Result<bool> searched(std::string_view system, record::RecordType type, const Month& month);

  // next_queued() is the first queued consignment of that kind behind `after`.
  Result<std::optional<ConsignmentHead>> next_queued(std::int64_t after, record::OccasionKind kind);
  // waits() tells whether one has to wait: of its route, what the other stream sends comes before
  // it, and is still queued.
  Result<bool> waits(const ConsignmentHead& head);
  Result<Bytes> bytes(std::int64_t consignment);
  // unanswered() counts the queued consignments of one kind from `first` on.
  Result<std::uint64_t> unanswered(std::int64_t first, record::OccasionKind kind,
                                   Sight sight = Sight::kAnybody);

  // numbers() are those of the consignments from `first` on, without what is unlisted.
  Result<std::vector<QueuedNumbers>> numbers(std::int64_t first);

  // notifications() are those that nobody has read yet, or all; oldest first.
  Result<std::vector<Notification>> notifications(bool all);
  // untold() is true of an event that is left untold as it is here.
  Result<bool> untold(const UntoldEvent& event);
  // records() are a record of a system towards every recipient that it was ever sent to, of each
  // child that it is about.
  Result<std::vector<SentRecord>> records(std::int64_t system, std::string_view reference);
  Disclosures& disclosures() { return disclosures_; }
  Releases& releases() { return releases_; }
  SubjectReader& subjects() { return subjects_; }
  // destructions() are what of all that was destroyed.
  Destructions& destructions() { return destructions_; }
  // erasures() are those of children.
  Erasures& erasures() { return erasures_; }
  Successions& successions() { return successions_; }
  // holds() are what the law keeps of children.
  SentHolds& holds() { return holds_; }
  // changes() are those whose recipients have not confirmed them yet, or all; oldest first.
  Result<std::vector<ChangeLine>> changes(bool all);
  // challenges() and identity_requests() are for reading alone.
  KeptChallenges& challenges() { return challenges_; }
  IdentityRequests& identity_requests() { return identity_requests_; }

  // approvals() are what a person decides about questions; only waiting() and late() are used here.
  Approvals& approvals() { return approvals_; }
  // marked() are the reasons for which an event is annotated or restricted at present, in the order
  // in which they were given. corrected() is what the last correction of it said, if any.
  Result<std::vector<record::ChangeReason>> marked(const Token& event_token);
  Result<std::optional<Bytes>> corrected(const Token& event_token);
  // alarms() are those for which nobody was rung yet, or all; oldest first.
  Result<std::vector<Alarm>> alarms(bool all);
  // exercises() are the newest of each recipient, or all, in the order of sending.
  Result<std::vector<Exercise>> exercises(bool all);

  // is_kept() is whether anything of a record is kept to answer enquiries with.
  Result<bool> is_kept(std::int64_t system, std::string_view reference);

  Result<std::vector<RouteRow>> routes();
  // totals() are without what is unlisted, and what was refused is without answers to enquiries.
  Result<std::vector<SentTotal>> totals();
  Result<std::vector<CountedReason>> withheld();
  Result<std::vector<CountedReason>> refused();
  Result<std::vector<Operation>> operations(std::string_view op);
  // logged() are all that a query admits, in the order in which they were written, each with the
  // recipient of its agreement where that has never had another.
  Result<std::vector<LoggedOperation>> logged(const OperationQuery& query);
  Result<std::optional<KeptConsignment>> next_kept(std::int64_t after);
  // words() are what a consignment's recipient has said of it, in the order of the states.
  Result<std::vector<KeptWord>> words(std::int64_t consignment);
  // closed_words() are all by which something was decided, in the order of the consignments.
  Result<std::vector<ClosedWord>> closed_words();
  // holdings() are what the gateway did with it, in the order of their leaves.
  Result<std::vector<KeptHolding>> holdings(std::int64_t consignment);

 private:
  explicit IntakeReader(storage::Database database)
      : database_(std::move(database)),
        disclosures_(database_),
        challenges_(database_),
        identity_requests_(database_),
        releases_(database_),
        approvals_(database_),
        subjects_(database_),
        destructions_(database_),
        erasures_(database_),
        successions_(database_),
        holds_(database_) {}
  Result<std::vector<CountedReason>> counted(storage::Statement& statement);

  storage::Database database_;
  Disclosures disclosures_;
  KeptChallenges challenges_;
  IdentityRequests identity_requests_;
  Releases releases_;
  Approvals approvals_;
  SubjectReader subjects_;
  Destructions destructions_;
  Erasures erasures_;
  Successions successions_;
  SentHolds holds_;
  bool reading_ = false;
  storage::Statement system_{database_,
                             "SELECT coalesce((SELECT id FROM system WHERE code = ?"
                             " AND type = ?), 0)"};
  storage::Statement highest_{
      database_, "SELECT coalesce(max(reference), '') FROM record WHERE route = ? AND system = ?"};
  storage::Statement find_{database_,
                           "SELECT event_token, revision, digest, home, facts, lives, withdrawn"
                           " FROM record"
                           " WHERE route = ? AND system = ? AND reference = ? AND child = ?"};
  storage::Statement has_month_{
      database_,
      "SELECT EXISTS (SELECT 1 FROM record WHERE route = ? AND month = ? AND system = ?)"};
  storage::Statement of_month_{database_,
                               "SELECT reference, child FROM record WHERE route = ? AND month = ?"
                               " AND system = ? AND withdrawn = 0"};
  storage::Statement facts_{database_,
                            "SELECT home, facts FROM record"
                            " WHERE route = ? AND month = ? AND home <> '' AND digest <> x''"};
  // A row that the agreement sends to nobody counts; one that is another regulator's does not.
  storage::Statement collections_{
      database_,
      "SELECT c.type, max(c.whole),"
      " (SELECT count(*) FROM record AS r JOIN system AS s ON s.id = r.system"
      "  WHERE r.route = ?1 AND r.month = ?2 AND s.type = c.type AND r.digest <> x''),"
      " (SELECT count(*) FROM withheld AS w WHERE w.month = ?2 AND w.type = c.type"
      "  AND w.agreement_id = ?3 AND w.reason <> 'NOT_ROUTED'),"
      " sum(c.rejected)"
      " FROM collected AS c WHERE c.month = ?2 GROUP BY c.type ORDER BY c.type"};
  storage::Statement searched_{database_,
                               "SELECT EXISTS (SELECT 1 FROM collected WHERE month = ?"
                               " AND system = ? AND type = ? AND whole = 1)"};
  storage::Statement next_queued_{database_,
                                  "SELECT id, route, number, month, rows, digest FROM consignment"
                                  " WHERE state = 1 AND (month <= 0) = ? AND id > ?"
                                  " ORDER BY id LIMIT 1"};
  storage::Statement waits_{database_,
                            "SELECT EXISTS (SELECT 1 FROM consignment WHERE state = 1"
                            " AND route = ? AND (month <= 0) = ? AND number < ?)"};
  storage::Statement bytes_{database_, "SELECT bytes FROM consignment_bytes WHERE id = ?"};
  storage::Statement unanswered_{database_,
                                 "SELECT count(*) FROM consignment"
                                 " WHERE state = 1 AND (month <= 0) = ? AND id >= ?"
                                 " AND (unlisted = 0 OR ?)"};
  storage::Statement numbers_{
      database_,
      "SELECT r.agreement_id, r.recipient, min(c.number), max(c.number), sum(c.rows)"
      " FROM consignment AS c JOIN route AS r ON r.id = c.route WHERE c.id >= ?"
      " AND c.unlisted = 0 GROUP BY c.route ORDER BY c.route"};
  storage::Statement notifications_{
      database_,
      "SELECT n.id, r.agreement_id, r.recipient, n.reference, n.queued, n.within, c.state, n.read,"
      " n.held, n.withdrawn, c.unlisted"
      " FROM notification AS n JOIN consignment AS c ON c.id = n.id JOIN route AS r"
      " ON r.id = c.route WHERE (n.read = 0 AND n.withdrawn = 0) OR ? ORDER BY n.id"};
  storage::Statement untold_{
      database_,
      "SELECT 1 FROM untold"
      " WHERE system = ? AND type = ? AND reference = ? AND child = ? AND digest = ?"};
  storage::Statement records_{database_,
                              "SELECT r.route, r.system, r.reference, r.child, r.event_token, "
                              "r.revision, r.digest, r.lives,"
                              " r.withdrawn, r.month, r.consignment, o.agreement_id, o.recipient,"
                              " EXISTS (SELECT 1 FROM released AS d WHERE d.system = r.system"
                              "  AND d.reference = r.reference AND d.child = r.child"
                              "  AND d.route = r.route)"
                              " FROM route AS o CROSS JOIN record AS r ON r.route = o.id"
                              " WHERE r.system = ?1 AND r.reference = ?2"
                              " UNION ALL SELECT c.route, a.system, a.reference, a.child,"
                              " a.event_token, a.revision, x'', 0, a.withdrawn, c.month,"
                              " a.consignment, o.agreement_id, o.recipient, 1"
                              " FROM answered AS a JOIN consignment AS c ON c.id = a.consignment"
                              " JOIN route AS o ON o.id = c.route"
                              " WHERE a.question IN (SELECT id FROM question)"
                              " AND a.system = ?1 AND a.reference = ?2 ORDER BY 1, 4, 11"};
  storage::Statement is_kept_{database_,
                              "SELECT EXISTS (SELECT 1 FROM route AS o JOIN kept AS k"
                              " ON k.route = o.id WHERE k.system = ? AND k.reference = ?)"};
  storage::Statement changes_{
      database_,
      "SELECT h.id, h.reference, h.event_token, h.reason, h.notified, h.made, h.account, s.code,"
      " s.type, r.agreement_id, r.recipient, h.state, h.why, coalesce(h.consignment, 0),"
      " coalesce(c.state, 1), h.closed, h.within, h.unlisted"
      " FROM change AS h JOIN route AS r ON r.id = h.route JOIN system AS s ON s.id = h.system"
      " LEFT JOIN consignment AS c ON c.id = h.consignment"
      " WHERE (h.state < 3 AND h.closed = 0) OR ? ORDER BY h.id"};
  storage::Statement reasons_{database_,
                              "SELECT reason FROM change WHERE event_token = ? AND state < 3"
                              " ORDER BY id"};
  storage::Statement corrected_{database_,
                                "SELECT fields FROM change WHERE event_token = ? AND state < 3"
                                " AND fields <> x'' ORDER BY id DESC LIMIT 1"};
  storage::Statement alarms_{
      database_,
      "SELECT id, notification, kind, raised, recipient, reference, rung, contact FROM alarm"
      " WHERE rung = 0 OR ? ORDER BY id"};
  storage::Statement exercises_{
      database_,
      "SELECT r.agreement_id, r.recipient, e.sent, e.account, e.refused, coalesce(c.state, 1),"
      " coalesce((SELECT max(a.state) FROM acknowledgement AS a WHERE a.id = c.id), 0)"
      " FROM exercise AS e JOIN route AS r ON r.id = e.route"
      " LEFT JOIN consignment AS c ON c.id = e.consignment"
      " WHERE ? OR NOT EXISTS (SELECT 1 FROM exercise AS later JOIN route AS l"
      "  ON l.id = later.route WHERE l.recipient = r.recipient AND later.id > e.id)"
      " ORDER BY e.id"};
  storage::Statement routes_{database_,
                             "SELECT id, agreement_id, recipient, next FROM route ORDER BY id"};
  storage::Statement totals_{
      database_,
      "SELECT c.month, r.agreement_id, r.recipient,"
      " sum(c.rows) FILTER (WHERE c.state = 1),"
      " sum(c.rows) FILTER (WHERE c.state = 2 AND p.number IS NULL),"
      " sum(c.rows) FILTER (WHERE c.state = 3),"
      " sum(c.rows) FILTER (WHERE c.state = 2 AND p.number IS NOT NULL)"
      " FROM consignment AS c JOIN route AS r ON r.id = c.route"
      " LEFT JOIN passed_over AS p ON p.route = c.route AND p.number = c.number"
      " WHERE c.unlisted = 0 GROUP BY c.month, c.route ORDER BY c.month, c.route"};
  storage::Statement withheld_{
      database_,
      "SELECT month, agreement_id, reason, field, count(*) FROM withheld"
      " GROUP BY month, agreement_id, reason, field ORDER BY month, agreement_id"};
  storage::Statement refused_{
      database_,
      "SELECT f.month, r.agreement_id, f.reason, f.field, count(*)"
      " FROM refused AS f JOIN route AS r ON r.id = f.route WHERE f.month <> -3"
      " GROUP BY f.month, f.route, f.reason, f.field ORDER BY f.month, f.route"};
  storage::Statement operations_{
      database_,
      "SELECT op, time, account, agreement_id, occasion, rows, reason FROM operation_log"
      " WHERE op = ? ORDER BY id"};
  storage::Statement logged_{
      database_,
      "SELECT op, time, account, coalesce((SELECT iif(min(r.recipient) = max(r.recipient),"
      "  min(r.recipient), '') FROM route AS r WHERE r.agreement_id = o.agreement_id), ''),"
      " agreement_id, occasion, rows, reason, coalesce((SELECT c.number FROM consignment AS c"
      "  JOIN route AS n ON n.id = c.route WHERE c.id = o.consignment"
      "  AND n.agreement_id = o.agreement_id), 0) FROM operation_log AS o"
      " WHERE time BETWEEN ?1 AND ?2 AND (?3 = '' OR op = ?3) ORDER BY id"};
  storage::Statement next_kept_{
      database_,
      "SELECT c.id, c.route, c.number, c.month, c.rows, c.digest, c.state, r.recipient,"
      " coalesce(p.leaf, ''), coalesce(p.receipt, ''), coalesce(b.bytes, x'')"
      " FROM consignment AS c JOIN route AS r ON r.id = c.route"
      " LEFT JOIN consignment_bytes AS b ON b.id = c.id"
      " LEFT JOIN receipt AS p ON p.id = c.id WHERE c.id > ? ORDER BY c.id LIMIT 1"};
  storage::Statement holdings_{database_,
                               "SELECT leaf, receipt FROM holding WHERE id = ? ORDER BY idx"};
  storage::Statement words_{database_,
                            "SELECT state, note FROM acknowledgement WHERE id = ? ORDER BY state"};
};

}  // namespace stile::agent
