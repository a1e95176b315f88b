#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "agents/source/approvals.h"
#include "agents/source/change_tables.h"
#include "agents/source/destruction.h"
#include "agents/source/enquiry_tables.h"
#include "agents/source/erasure.h"
#include "agents/source/identity_requests.h"
#include "agents/source/intake_types.h"
#include "agents/source/kept_challenges.h"
#include "agents/source/releases.h"
#include "agents/source/sent_holds.h"
#include "agents/source/successions.h"
#include "core/base/result.h"
#include "core/ledger/log.h"
#include "core/record/acknowledgement.h"
#include "core/record/holding.h"
#include "core/storage/database.h"
#include "core/storage/statement.h"

namespace stile::agent {

// IntakeTables is every statement that changes the intake store. It is used inside a transaction
// of IntakeStore, which alone has one; nothing here is durable until that commits.
class IntakeTables {
 public:
  explicit IntakeTables(const storage::Database& database)
      : database_(database),
        changes_(database),
        challenges_(database),
        identity_requests_(database),
        releases_(database),
        enquiries_(database),
        approvals_(database),
        destructions_(database),
        erasures_(database),
        successions_(database),
        holds_(database) {}

  // changes() are what becomes of records after they were disclosed.
  SentChangeTables& changes() { return changes_; }
  Releases& releases() { return releases_; }

  // challenges() are what recipients hold against records.
  KeptChallenges& challenges() { return challenges_; }
  // identity_requests() are whom recipients ask for.
  IdentityRequests& identity_requests() { return identity_requests_; }
  // enquiries() are what is kept to be asked for, and who asked.
  EnquiryTables& enquiries() { return enquiries_; }
  // approvals() are what a person decides about questions.
  Approvals& approvals() { return approvals_; }
  // destructions() are what of it is destroyed.
  Destructions& destructions() { return destructions_; }
  // erasures() are those of children.
  Erasures& erasures() { return erasures_; }
  // successions() are what was lost with a ledger that was closed.
  Successions& successions() { return successions_; }
  // holds() are what the law keeps of children.
  SentHolds& holds() { return holds_; }

  Result<std::int64_t> system(std::string_view code, record::RecordType type);
  // route() finds a route, or makes it with its first number.
  Result<RouteRow> route(std::string_view agreement_id, std::string_view recipient);
  Status set_next(std::int64_t route, std::uint64_t next);
  // agreement_of() is the id of a route's agreement.
  Result<std::string> agreement_of(std::int64_t route);

  // add_consignment() queues a consignment and gives its id.
  Result<std::int64_t> add_consignment(const ConsignmentHead& head, const Hash& actor_salt,
                                       std::string_view account, ByteView bytes);
  Result<std::optional<ConsignmentHead>> consignment(std::int64_t route, std::uint64_t number);
  // to_recipient() is the consignment of this number and digest to a recipient, on any route.
  Result<std::optional<ConsignmentHead>> to_recipient(std::string_view recipient,
                                                      std::uint64_t number, const Hash& digest);
  // queued() is what of a route may be signed again: nothing that a receipt was given for.
  Result<std::vector<ConsignmentHead>> queued(std::int64_t route);
  Result<Bytes> bytes(std::int64_t consignment);
  // restate() replaces a queued consignment by another of the same rows, or fewer.
  Status restate(const ConsignmentHead& head, ByteView bytes);
  // park() moves a queued consignment's number out of the way, to be restated.
  Status park(std::int64_t consignment);
  Status remove_queued(std::int64_t consignment);

  Status put_record(const RecordKey& key, const Month& month, const KnownRecord& record,
                    std::int64_t consignment, std::uint32_t row);
  // learn() replaces what a record adds to its home's month.
  Status learn(const RecordKey& key, const RecordFacts& facts);
  // forget_row() makes the record of a row that was refused be sent again with the next export,
  // and moves the rows behind it up; what comes back is its reference.
  Result<std::string> forget_row(const ConsignmentHead& head, std::uint32_t row);
  // forget_rows() makes the records of all its rows be sent again with the next export.
  Status forget_rows(const ConsignmentHead& head);

  Status admit(std::int64_t consignment, std::string_view leaf, std::string_view receipt);
  // acknowledge() keeps a recipient's word, the first of each state. Any means that it is stored.
  Status acknowledge(std::int64_t consignment, record::DisclosureState state,
                     std::string_view note);

  // add_holding() keeps what the gateway did with it, once for each leaf: false where it is kept.
  Result<bool> add_holding(std::int64_t consignment, std::uint64_t leaf_index,
                           std::string_view leaf, std::string_view receipt);
  // hold() draws the consequences: a notification stands so, with an alarm where nobody has read it
  // and it does not go; what was deleted is sent again with the next export.
  Status hold(const ConsignmentHead& head, record::Holding what, Instant now);

  Result<std::string> checkpoint();
  Status set_checkpoint(std::string_view note);

  // clear_month() drops what a system's last export of a month had withheld, and what of the
  // month was refused.
  Status clear_month(const Month& month, std::string_view system);
  Status add_withheld(const Month& month, std::string_view system, const WithheldRow& row);
  // put_collected() says how a system's export of a month ended: `whole`, once the month is over.
  Status put_collected(const Month& month, std::string_view system, record::RecordType type,
                       std::uint64_t rejected, bool whole);
  Status add_refused(const ConsignmentHead& head, std::string_view reference,
                     std::string_view reason, std::string_view field);
  // add_notification() says by when a notification's consignment is to be read.
  Status add_notification(const Notification& notification);
  // raise() keeps an alarm of the watch's, or of what is untold, unless there is one of that kind
  // to that recipient. ring() says that somebody was rung: kNotFound where there is no such alarm.
  Status raise(const Alarm& alarm);
  // leave_untold() keeps what could not be told yet, in the place of what was kept of the event
  // before, and raises an alarm for each recipient that has none; what is for nobody is forgotten.
  Status leave_untold(const UntoldEvent& event, Instant now);
  // refuse_notification() forgets one that the gateway refused for good, and raises its alarm.
  Status refuse_notification(const ConsignmentHead& head, Instant now);
  Status ring(std::int64_t alarm, Instant now, std::string_view contact, std::string_view account);
  // add_exercise() keeps that a consignment is one; refuse_exercise() that the gateway took none.
  Status add_exercise(const ConsignmentHead& head, std::int64_t consignment, Instant now,
                      std::string_view account);
  Status refuse_exercise(std::int64_t consignment, std::string_view reason);
  // add_decision() keeps a decision, once for each reason.
  Status add_decision(const Decision& decision, Instant time, std::string_view account);
  Status add_operation(const Operation& operation);

 private:
  Result<std::optional<ConsignmentHead>> one(Result<storage::Rows> rows);
  // raise_for() raises an alarm where nobody has read the notification.
  Result<std::uint64_t> raise_for(const ConsignmentHead& head, AlarmKind kind, Instant now);

  const storage::Database& database_;
  SentChangeTables changes_;
  KeptChallenges challenges_;
  IdentityRequests identity_requests_;
  Releases releases_;
  EnquiryTables enquiries_;
  Approvals approvals_;
  Destructions destructions_;
  Erasures erasures_;
  Successions successions_;
  SentHolds holds_;
  storage::Statement add_system_{database_,
                                 "INSERT INTO system (code, type) VALUES (?1, ?2)"
                                 " ON CONFLICT DO UPDATE SET code = ?1 RETURNING id"};
  storage::Statement add_route_{database_,
                                "INSERT INTO route (agreement_id, recipient) VALUES (?1, ?2)"
                                " ON CONFLICT DO UPDATE SET next = next RETURNING id, next"};
  storage::Statement set_next_{database_, "UPDATE route SET next = ?2 WHERE id = ?1"};
  storage::Statement agreement_of_{database_, "SELECT agreement_id FROM route WHERE id = ?"};
  storage::Statement add_consignment_{
      database_,
      "INSERT INTO consignment (route, number, month, rows, digest, state, actor_salt, account)"
      " VALUES (?, ?, ?, ?, ?, 1, ?, ?) RETURNING id"};
  storage::Statement add_bytes_{database_,
                                "INSERT INTO consignment_bytes (id, bytes) VALUES (?, ?)"};
  storage::Statement by_number_{
      database_,
      "SELECT id, route, number, month, rows, digest, state FROM consignment"
      " WHERE route = ? AND number = ?"};
  storage::Statement by_recipient_{
      database_,
      "SELECT c.id, c.route, c.number, c.month, c.rows, c.digest, c.state"
      " FROM route AS r JOIN consignment AS c ON c.route = r.id"
      " WHERE r.recipient = ? AND c.number = ? AND c.digest = ?"};
  storage::Statement queued_{database_,
                             "SELECT id, route, number, month, rows, digest, state"
                             " FROM consignment AS c WHERE state = 1 AND route = ? AND NOT EXISTS"
                             " (SELECT 1 FROM receipt AS r WHERE r.id = c.id) ORDER BY number"};
  storage::Statement bytes_{database_, "SELECT bytes FROM consignment_bytes WHERE id = ?"};
  storage::Statement restate_{
      database_, "UPDATE consignment SET number = ?2, rows = ?3, digest = ?4 WHERE id = ?1"};
  storage::Statement restate_bytes_{database_,
                                    "UPDATE consignment_bytes SET bytes = ?2 WHERE id = ?1"};
  storage::Statement park_{
      database_, "UPDATE consignment SET number = number + (1 << 40) WHERE id = ? AND state = 1"};
  storage::Statement remove_{database_, "DELETE FROM consignment WHERE id = ?"};
  storage::Statement remove_bytes_{database_, "DELETE FROM consignment_bytes WHERE id = ?"};
  storage::Statement put_record_{
      database_,
      "INSERT OR REPLACE INTO record (route, system, reference, child, month, event_token,"
      " revision, digest, home, facts, consignment, row, lives)"
      " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"};
  storage::Statement learn_{database_,
                            "UPDATE record SET home = ?5, facts = ?6 WHERE route = ?1"
                            " AND system = ?2 AND reference = ?3 AND child = ?4"};
  storage::Statement forget_{
      database_,
      "UPDATE record SET digest = x'', row = -1 WHERE route = ? AND month = ?"
      " AND consignment = ? AND row = ? RETURNING reference"};
  storage::Statement forget_all_{
      database_,
      "UPDATE record SET digest = x'', row = -1 WHERE route = ? AND month = ? AND consignment = ?"};
  storage::Statement move_up_{database_,
                              "UPDATE record SET row = row - 1 WHERE route = ? AND month = ?"
                              " AND consignment = ? AND row > ?"};
  storage::Statement add_receipt_{database_,
                                  "INSERT INTO receipt (id, leaf, receipt) VALUES (?, ?, ?)"
                                  " ON CONFLICT DO UPDATE SET leaf = excluded.leaf,"
                                  " receipt = excluded.receipt"};
  storage::Statement keep_earlier_{database_,
                                   "INSERT INTO earlier_receipt (id, leaf, receipt)"
                                   " SELECT id, leaf, receipt FROM receipt WHERE id = ?"};
  storage::Statement set_admitted_{
      database_,
      "UPDATE consignment SET state = CASE WHEN EXISTS (SELECT 1 FROM acknowledgement AS a"
      " WHERE a.id = ?1) THEN 3 ELSE 2 END WHERE id = ?1 AND state = 1"};
  storage::Statement add_acknowledgement_{
      database_,
      "INSERT INTO acknowledgement (id, state, note) VALUES (?, ?, ?) ON CONFLICT DO NOTHING"};
  storage::Statement add_holding_{
      database_,
      "INSERT INTO holding (id, idx, leaf, receipt) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING"};
  storage::Statement set_stored_{database_,
                                 "UPDATE consignment SET state = 3 WHERE id = ? AND state = 2"};
  storage::Statement checkpoint_{database_, "SELECT checkpoint FROM log_view"};
  storage::Statement set_checkpoint_{database_, "UPDATE log_view SET checkpoint = ?"};
  storage::Statement clear_withheld_{database_,
                                     "DELETE FROM withheld WHERE month = ? AND system = ?"};
  storage::Statement clear_refused_{database_, "DELETE FROM refused WHERE month = ?"};
  storage::Statement add_withheld_{
      database_,
      "INSERT OR REPLACE INTO withheld (month, system, line, agreement_id, type, reference, reason,"
      " field) VALUES (?, ?, ?, ?, ?, ?, ?, ?)"};
  storage::Statement put_collected_{
      database_,
      "INSERT OR REPLACE INTO collected (month, system, type, rejected, whole)"
      " VALUES (?, ?, ?, ?, ?)"};
  storage::Statement add_refused_{
      database_,
      "INSERT INTO refused (route, month, reference, reason, field) SELECT ?, ?, ?, ?, ?"
      " WHERE NOT EXISTS (SELECT 1 FROM consignment WHERE id = ? AND unlisted = 1)"};
  storage::Statement add_notification_{
      database_,
      "INSERT INTO notification (id, reference, event_token, queued, within)"
      " VALUES (?, ?, ?, ?, ?)"};
  storage::Statement set_read_{database_, "UPDATE notification SET read = 1 WHERE id = ?"};
  storage::Statement raise_{
      database_,
      "INSERT INTO alarm (notification, kind, raised, recipient, reference) VALUES (?, ?, ?, ?, ?)"
      " ON CONFLICT DO NOTHING"};
  storage::Statement raise_for_{
      database_,
      "INSERT INTO alarm (notification, kind, raised, recipient, reference)"
      " SELECT n.id, ?2, ?3, r.recipient, n.reference FROM notification AS n JOIN route AS r"
      " ON r.id = ?4 WHERE n.id = ?1 AND n.read = 0"};
  storage::Statement set_held_{database_, "UPDATE notification SET held = ?2 WHERE id = ?1"};
  storage::Statement put_untold_{
      database_,
      "INSERT INTO untold (system, type, reference, child, digest) VALUES (?, ?, ?, ?, ?)"
      " ON CONFLICT (system, type, reference, child) DO UPDATE SET digest = excluded.digest"
      " RETURNING id"};
  storage::Statement forget_untold_{
      database_,
      "DELETE FROM untold WHERE system = ? AND type = ? AND reference = ? AND child = ?"};
  storage::Statement remove_notification_{database_, "DELETE FROM notification WHERE id = ?"};
  storage::Statement ring_{database_,
                           "UPDATE alarm SET rung = ?2, contact = ?3, account = ?4 WHERE id = ?1"};
  storage::Statement add_exercise_{
      database_, "INSERT INTO exercise (route, consignment, sent, account) VALUES (?, ?, ?, ?)"};
  storage::Statement refuse_exercise_{
      database_, "UPDATE exercise SET consignment = NULL, refused = ?2 WHERE consignment = ?1"};
  storage::Statement add_decision_{
      database_,
      "INSERT INTO decision (time, account, system, type, reference, audience, reason)"
      " VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING"};
  storage::Statement add_operation_{
      database_,
      "INSERT INTO operation_log (op, time, account, agreement_id, occasion, rows, reason,"
      " consignment) VALUES (?, ?, ?, ?, ?, ?, ?, ?)"};
};

}  // namespace stile::agent
