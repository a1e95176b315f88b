#include "agents/source/schema.h"

#include <array>
#include <string_view>

#include "agents/source/answered_schema.h"
#include "agents/source/approvals.h"
#include "agents/source/counted_schema.h"
#include "agents/source/destruction_schema.h"
#include "agents/source/erasure_schema.h"
#include "agents/source/identity_again_schema.h"
#include "agents/source/identity_request_schema.h"
#include "agents/source/kept_schema.h"
#include "agents/source/legal_hold_schema.h"
#include "agents/source/log_schema.h"
#include "agents/source/sent_leaves.h"
#include "agents/source/succession_schema.h"

namespace stile::agent {
namespace {

constexpr std::int32_t kApplication = 0x53744953;  // "StIS"

// Step 0 to 1. A system has one numbering of references for each type of record. Records stand
// month by month, because a return ends with adding its month up, and are found by reference;
// `child` is a keyed digest, and so is `digest`, of what the recipient may see of the row (empty:
// send again); `home` and `facts` are what it adds to its home's month. Each withdrawal ends one of
// its `lives`; the next one is a new event to the recipient. `collected` is how a
// system's last export of a month ended. Large values stand in tables of their own, so that a
// change of state does not write them again. Month 0 is that of notifications and -1 that of
// corrections, which have none.
// States: 1 queued, 2 admitted, 3 stored at the recipient; what its people did with a notification
// after that is in `acknowledgement`, a note for each of record::DisclosureState. A `notification`
// that was unread for `within` seconds is overdue; an alarm is for the control room, until it rang
// somebody. A decision not to tell somebody is kept when it is first made. An event is `untold`
// while somebody who is to be told of it cannot be; `digest` is of the newest that was read of it,
// so that nothing older is told later. Its number is the notification of its alarms, and never
// comes again.
// `holding` is what the gateway did with a consignment itself, by the index of the leaf that says
// so; `held` is the last of it, 0 for nothing. Alarms of the kinds from 6 on are raised by such
// leaves, each of which comes once, and may be raised again when it was held again; 9 is of an
// export.
// A `change` is what becomes of a disclosed record at one recipient: 1 waits, 2 sent, 3 void,
// because nothing ever left or a withdrawal came before it went. `cites` is the consignment that
// had carried the record last, `why` for what it waits, and `tried` when the gateway last refused
// it.
constexpr std::string_view kFirst = R"sql(
CREATE TABLE system (
  id INTEGER PRIMARY KEY,
  code TEXT NOT NULL,
  type INTEGER NOT NULL,
  UNIQUE (code, type)
) STRICT;
CREATE TABLE route (
  id INTEGER PRIMARY KEY,
  agreement_id TEXT NOT NULL,
  recipient TEXT NOT NULL,
  next INTEGER NOT NULL DEFAULT 1 CHECK (next > 0),
  UNIQUE (agreement_id, recipient)
) STRICT;
CREATE TABLE record (
  route INTEGER NOT NULL,
  system INTEGER NOT NULL,
  reference TEXT NOT NULL,
  child BLOB NOT NULL,
  month INTEGER NOT NULL,
  event_token BLOB NOT NULL CHECK (length(event_token) = 16),
  revision INTEGER NOT NULL CHECK (revision > 0),
  digest BLOB NOT NULL,
  consignment INTEGER NOT NULL,
  row INTEGER NOT NULL,
  home TEXT NOT NULL,
  facts BLOB NOT NULL,
  lives INTEGER NOT NULL DEFAULT 0,
  withdrawn INTEGER NOT NULL DEFAULT 0 CHECK (withdrawn IN (0, 1)),
  PRIMARY KEY (route, month, system, reference, child)
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX record_reference ON record (route, system, reference, child);

CREATE TABLE consignment (
  id INTEGER PRIMARY KEY,
  route INTEGER NOT NULL REFERENCES route,
  number INTEGER NOT NULL CHECK (number > 0),
  month INTEGER NOT NULL,
  rows INTEGER NOT NULL,
  digest BLOB NOT NULL CHECK (length(digest) = 32),
  state INTEGER NOT NULL CHECK (state BETWEEN 1 AND 3),
  actor_salt BLOB NOT NULL CHECK (length(actor_salt) = 32),
  account TEXT NOT NULL,
  UNIQUE (route, number)
) STRICT;
CREATE INDEX consignment_queued ON consignment (month <= 0, id) WHERE state = 1;
CREATE INDEX consignment_waiting ON consignment (route, month <= 0, number) WHERE state = 1;
CREATE TABLE consignment_bytes (id INTEGER PRIMARY KEY, bytes BLOB NOT NULL) STRICT;
CREATE TABLE receipt (
  id INTEGER PRIMARY KEY,
  leaf TEXT NOT NULL,
  receipt TEXT NOT NULL
) STRICT;
CREATE TABLE acknowledgement (
  id INTEGER NOT NULL,
  state INTEGER NOT NULL CHECK (state BETWEEN 1 AND 3),
  note TEXT NOT NULL,
  PRIMARY KEY (id, state)
) STRICT, WITHOUT ROWID;
CREATE TABLE holding (
  id INTEGER NOT NULL,
  idx INTEGER NOT NULL,
  leaf TEXT NOT NULL,
  receipt TEXT NOT NULL,
  PRIMARY KEY (id, idx)
) STRICT, WITHOUT ROWID;

CREATE TABLE log_view (
  id INTEGER PRIMARY KEY CHECK (id = 1),
  checkpoint TEXT NOT NULL
) STRICT;
INSERT INTO log_view (id, checkpoint) VALUES (1, '');

CREATE TABLE collected (
  month INTEGER NOT NULL,
  system TEXT NOT NULL,
  type INTEGER NOT NULL,
  rejected INTEGER NOT NULL,
  whole INTEGER NOT NULL,
  PRIMARY KEY (month, system, type)
) STRICT, WITHOUT ROWID;
CREATE TABLE withheld (
  month INTEGER NOT NULL,
  system TEXT NOT NULL,
  line INTEGER NOT NULL,
  agreement_id TEXT NOT NULL,
  type INTEGER NOT NULL,
  reference TEXT NOT NULL,
  reason TEXT NOT NULL,
  field TEXT NOT NULL,
  PRIMARY KEY (month, system, line, agreement_id)
) STRICT, WITHOUT ROWID;
CREATE TABLE refused (
  id INTEGER PRIMARY KEY,
  route INTEGER NOT NULL REFERENCES route,
  month INTEGER NOT NULL,
  reference TEXT NOT NULL,
  reason TEXT NOT NULL,
  field TEXT NOT NULL
) STRICT;

CREATE TABLE notification (
  id INTEGER PRIMARY KEY,
  reference TEXT NOT NULL,
  event_token BLOB NOT NULL CHECK (length(event_token) = 16),
  queued INTEGER NOT NULL,
  within INTEGER NOT NULL CHECK (within > 0),
  read INTEGER NOT NULL DEFAULT 0 CHECK (read IN (0, 1)),
  held INTEGER NOT NULL DEFAULT 0,
  withdrawn INTEGER NOT NULL DEFAULT 0 CHECK (withdrawn IN (0, 1))
) STRICT;
CREATE INDEX notification_unread ON notification (id) WHERE read = 0 AND withdrawn = 0;
CREATE INDEX notification_event ON notification (event_token);
CREATE TABLE change (
  id INTEGER PRIMARY KEY,
  route INTEGER NOT NULL REFERENCES route,
  system INTEGER NOT NULL,
  reference TEXT NOT NULL,
  child BLOB NOT NULL,
  event_token BLOB NOT NULL CHECK (length(event_token) = 16),
  revision INTEGER NOT NULL,
  reason INTEGER NOT NULL,
  fields BLOB NOT NULL,
  notified INTEGER NOT NULL CHECK (notified IN (0, 1)),
  made INTEGER NOT NULL,
  account TEXT NOT NULL,
  cites INTEGER NOT NULL,
  state INTEGER NOT NULL DEFAULT 1 CHECK (state BETWEEN 1 AND 3),
  why TEXT NOT NULL DEFAULT '',
  tried INTEGER NOT NULL DEFAULT 0,
  consignment INTEGER,
  within INTEGER NOT NULL DEFAULT 0,
  closed INTEGER NOT NULL DEFAULT 0 CHECK (closed IN (0, 1))
) STRICT;
CREATE INDEX change_event ON change (event_token);
CREATE INDEX change_waiting ON change (id) WHERE state = 1;
CREATE INDEX change_open ON change (id) WHERE state < 3 AND closed = 0;
CREATE UNIQUE INDEX change_consignment ON change (consignment) WHERE consignment IS NOT NULL;
CREATE TABLE alarm (
  id INTEGER PRIMARY KEY,
  notification INTEGER NOT NULL,
  kind INTEGER NOT NULL,
  raised INTEGER NOT NULL,
  recipient TEXT NOT NULL,
  reference TEXT NOT NULL,
  rung INTEGER NOT NULL DEFAULT 0,
  contact TEXT NOT NULL DEFAULT '',
  account TEXT NOT NULL DEFAULT ''
) STRICT;
CREATE TABLE untold (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  system TEXT NOT NULL,
  type INTEGER NOT NULL,
  reference TEXT NOT NULL,
  child BLOB NOT NULL CHECK (length(child) = 8),
  digest BLOB NOT NULL CHECK (length(digest) = 16),
  UNIQUE (system, type, reference, child)
) STRICT;
CREATE UNIQUE INDEX alarm_once ON alarm (notification, kind, recipient) WHERE kind <= 5;
CREATE TABLE decision (
  id INTEGER PRIMARY KEY,
  time INTEGER NOT NULL,
  account TEXT NOT NULL,
  system TEXT NOT NULL,
  type INTEGER NOT NULL,
  reference TEXT NOT NULL,
  audience TEXT NOT NULL,
  reason TEXT NOT NULL,
  UNIQUE (system, type, reference, audience, reason)
) STRICT;
CREATE TABLE operation_log (
  id INTEGER PRIMARY KEY,
  op TEXT NOT NULL,
  time INTEGER NOT NULL,
  account TEXT NOT NULL,
  agreement_id TEXT NOT NULL,
  occasion TEXT NOT NULL,
  rows INTEGER NOT NULL,
  reason TEXT NOT NULL
) STRICT;

CREATE TRIGGER operation_log_update BEFORE UPDATE ON operation_log
BEGIN SELECT RAISE(ABORT, 'the operation log never changes'); END;
CREATE TRIGGER operation_log_delete BEFORE DELETE ON operation_log
BEGIN SELECT RAISE(ABORT, 'the operation log is never deleted from'); END;
CREATE TRIGGER change_update BEFORE UPDATE OF route, system, reference, child, event_token, reason,
 fields, made, account ON change
BEGIN SELECT RAISE(ABORT, 'what was changed, why and by whom never changes'); END;
CREATE TRIGGER change_delete BEFORE DELETE ON change
BEGIN SELECT RAISE(ABORT, 'a change is never deleted'); END;
CREATE TRIGGER decision_update BEFORE UPDATE ON decision
BEGIN SELECT RAISE(ABORT, 'a decision never changes'); END;
CREATE TRIGGER decision_delete BEFORE DELETE ON decision
BEGIN SELECT RAISE(ABORT, 'a decision is never deleted'); END;
CREATE TRIGGER receipt_update BEFORE UPDATE ON receipt
BEGIN SELECT RAISE(ABORT, 'a receipt never changes'); END;
CREATE TRIGGER receipt_delete BEFORE DELETE ON receipt
BEGIN SELECT RAISE(ABORT, 'a receipt is never deleted'); END;
CREATE TRIGGER consignment_update BEFORE UPDATE OF state ON consignment WHEN new.state < old.state
BEGIN SELECT RAISE(ABORT, 'a consignment never goes back'); END;
CREATE TRIGGER consignment_restated BEFORE UPDATE OF number, digest, rows ON consignment
WHEN old.state <> 1
BEGIN SELECT RAISE(ABORT, 'an admitted consignment never changes'); END;
CREATE TRIGGER consignment_delete BEFORE DELETE ON consignment WHEN old.state <> 1
BEGIN SELECT RAISE(ABORT, 'an admitted consignment is never deleted'); END;
)sql";

// Step 1 to 2: exercises, which have month -2. One that the gateway refused has no consignment.
constexpr std::string_view kExercises = R"sql(
CREATE TABLE exercise (
  id INTEGER PRIMARY KEY,
  route INTEGER NOT NULL REFERENCES route,
  consignment INTEGER UNIQUE,
  sent INTEGER NOT NULL,
  account TEXT NOT NULL,
  refused TEXT NOT NULL DEFAULT ''
) STRICT;
)sql";

// Own copies and releases (releases.h). What goes on a released record's route is `unlisted`: only
// data officers are shown it (X1).
constexpr std::string_view kReleases = R"sql(
CREATE TABLE own_copy (
  system INTEGER NOT NULL,
  reference TEXT NOT NULL,
  child BLOB NOT NULL CHECK (length(child) = 8),
  day INTEGER NOT NULL,
  sealed BLOB NOT NULL,
  PRIMARY KEY (system, reference, child)
) STRICT;
CREATE INDEX own_copy_day ON own_copy (day);
CREATE TABLE released (
  system INTEGER NOT NULL,
  reference TEXT NOT NULL,
  child BLOB NOT NULL CHECK (length(child) = 8),
  route INTEGER NOT NULL REFERENCES route,
  denied BLOB NOT NULL CHECK (length(denied) = 16),
  PRIMARY KEY (system, reference, child, route)
) STRICT, WITHOUT ROWID;
ALTER TABLE consignment ADD COLUMN unlisted INTEGER NOT NULL DEFAULT 0 CHECK (unlisted IN (0, 1));
ALTER TABLE change ADD COLUMN unlisted INTEGER NOT NULL DEFAULT 0 CHECK (unlisted IN (0, 1));

CREATE TRIGGER record_unlisted AFTER INSERT ON record WHEN new.month = 0 AND EXISTS
 (SELECT 1 FROM released AS d WHERE d.system = new.system AND d.reference = new.reference
  AND d.child = new.child AND d.route = new.route)
BEGIN UPDATE consignment SET unlisted = 1 WHERE id = new.consignment; END;
CREATE TRIGGER change_unlisted AFTER INSERT ON change WHEN EXISTS
 (SELECT 1 FROM released AS d WHERE d.system = new.system AND d.reference = new.reference
  AND d.child = new.child AND d.route = new.route)
BEGIN UPDATE change SET unlisted = 1 WHERE id = new.id; END;
CREATE TRIGGER change_sent_unlisted AFTER UPDATE OF consignment ON change
WHEN new.unlisted = 1 AND new.consignment IS NOT NULL
BEGIN UPDATE consignment SET unlisted = 1 WHERE id = new.consignment; END;
)sql";

// Step 3 to 4: what recipients challenge, each note once, and the change that answers it, which is
// unlisted.
constexpr std::string_view kChallenges = R"sql(
CREATE TABLE challenge (
  id INTEGER PRIMARY KEY,
  consignment INTEGER NOT NULL,
  route INTEGER NOT NULL REFERENCES route,
  system INTEGER NOT NULL,
  reference TEXT NOT NULL,
  child BLOB NOT NULL,
  event_token BLOB NOT NULL CHECK (length(event_token) = 16),
  made INTEGER NOT NULL,
  due INTEGER NOT NULL,
  digest BLOB NOT NULL UNIQUE CHECK (length(digest) = 32),
  note TEXT NOT NULL,
  change INTEGER REFERENCES change
) STRICT;
CREATE INDEX challenge_event ON challenge (event_token);
CREATE TRIGGER challenge_update BEFORE UPDATE ON challenge WHEN old.change IS NOT NULL OR
  new.id <> old.id OR new.consignment <> old.consignment OR new.route <> old.route OR
  new.system <> old.system OR new.reference <> old.reference OR new.child <> old.child OR
  new.event_token <> old.event_token OR new.made <> old.made OR new.due <> old.due OR
  new.digest <> old.digest OR new.note <> old.note
BEGIN SELECT RAISE(ABORT, 'a challenge never changes, and is answered once'); END;
CREATE TRIGGER challenge_delete BEFORE DELETE ON challenge
BEGIN SELECT RAISE(ABORT, 'a challenge is never deleted'); END;
)sql";

// Enquiries. What could be asked for of a record is `kept` until it may not go any more; it is in
// no other list of what was sent. `kept_month` is how an export stands whose rows are kept. A
// `question` is 1 waiting, 2 answered, 3 refused; `answer` says which consignments, of month -3,
// answer it.
constexpr std::string_view kEnquiries = R"sql(
CREATE TABLE kept (
  route INTEGER NOT NULL REFERENCES route,
  system INTEGER NOT NULL,
  reference TEXT NOT NULL,
  child BLOB NOT NULL,
  type INTEGER NOT NULL,
  home TEXT NOT NULL,
  day INTEGER NOT NULL,
  fields BLOB NOT NULL,
  envelope BLOB NOT NULL,
  PRIMARY KEY (route, system, reference, child)
) STRICT, WITHOUT ROWID;
CREATE INDEX kept_home ON kept (home, route, day);
CREATE INDEX change_record ON change (system, reference, child);
CREATE TABLE kept_month (
  route INTEGER NOT NULL REFERENCES route,
  month INTEGER NOT NULL,
  system TEXT NOT NULL,
  type INTEGER NOT NULL,
  rejected INTEGER NOT NULL,
  whole INTEGER NOT NULL CHECK (whole IN (0, 1)),
  PRIMARY KEY (route, month, system, type)
) STRICT, WITHOUT ROWID;
CREATE TABLE question (
  id INTEGER PRIMARY KEY,
  digest BLOB NOT NULL UNIQUE CHECK (length(digest) = 32),
  note TEXT NOT NULL,
  salt BLOB NOT NULL CHECK (length(salt) = 32),
  leaf TEXT NOT NULL,
  receipt TEXT NOT NULL,
  came INTEGER NOT NULL,
  state INTEGER NOT NULL DEFAULT 1 CHECK (state BETWEEN 1 AND 3),
  why TEXT NOT NULL DEFAULT ''
) STRICT;
CREATE TABLE answer (
  consignment INTEGER PRIMARY KEY,
  question INTEGER NOT NULL REFERENCES question
) STRICT;
CREATE INDEX answer_question ON answer (question);
CREATE TRIGGER answer_unlisted AFTER INSERT ON answer
BEGIN UPDATE consignment SET unlisted = 1 WHERE id = new.consignment; END;
CREATE TRIGGER question_update BEFORE UPDATE OF digest, note, salt, leaf, receipt, came ON question
BEGIN SELECT RAISE(ABORT, 'what was asked never changes'); END;
CREATE TRIGGER question_delete BEFORE DELETE ON question
BEGIN SELECT RAISE(ABORT, 'a question is never deleted'); END;
)sql";

constexpr std::array kSteps = {
    kFirst,          kExercises,        kReleases,           kChallenges,   kEnquiries,
    kApprovalSchema, kAnswered,         kReceiptIndexSchema, kDestructions, kErasures,
    kLegalHolds,     kIdentityRequests, kApprovalsAnew,      kSuccessions,  kLoggedConsignments,
    kCountedAnswers, kPassedOver,       kAnsweredTogether,   kKeptTogether};

}  // namespace

storage::Schema intake_schema() { return {kApplication, kSteps}; }

}  // namespace stile::agent
