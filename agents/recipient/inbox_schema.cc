#include "agents/recipient/inbox_schema.h"

#include <array>
#include <cstdint>
#include <string_view>

#include "agents/recipient/burial_schema.h"
#include "agents/recipient/challenge_schema.h"
#include "agents/recipient/disposal_schema.h"
#include "agents/recipient/enquiry_schema.h"
#include "agents/recipient/identity_request_schema.h"
#include "agents/recipient/received_hold_schema.h"
#include "agents/recipient/received_leaves.h"
#include "agents/recipient/said_again_schema.h"

namespace stile::agent {
namespace {

constexpr std::int32_t kApplication = 0x53744962;  // "StIb"

// Step 0 to 1. `month` is year * 12 + month - 1. A row stands in place `position` of the parcel
// that brought it, and is superseded once a higher revision of its event is there; `added` counts
// the rows that a parcel was the first to bring. What people select by (row_selection) begins with
// the month: inserts are in no order within a month alone.
constexpr std::string_view kFirst = R"sql(
CREATE TABLE log_view (
  id INTEGER PRIMARY KEY CHECK (id = 1),
  checkpoint TEXT NOT NULL
) STRICT;
INSERT INTO log_view VALUES (1, '');

CREATE TABLE source (id INTEGER PRIMARY KEY, agency TEXT NOT NULL UNIQUE) STRICT;
CREATE TABLE stream (
  id INTEGER PRIMARY KEY,
  source INTEGER NOT NULL REFERENCES source,
  agreement_id TEXT NOT NULL,
  UNIQUE (source, agreement_id)
) STRICT;
CREATE TABLE parcel (
  id INTEGER PRIMARY KEY,
  stream INTEGER NOT NULL REFERENCES stream,
  number INTEGER NOT NULL CHECK (number > 0),
  digest BLOB NOT NULL CHECK (length(digest) = 32),
  month INTEGER NOT NULL,
  rows INTEGER NOT NULL,
  added INTEGER NOT NULL,
  salt BLOB NOT NULL CHECK (length(salt) = 32),
  source_key TEXT NOT NULL,
  leaf TEXT NOT NULL,
  acknowledgement TEXT NOT NULL,
  statement TEXT NOT NULL,
  receipt TEXT NOT NULL,
  row_hashes BLOB NOT NULL CHECK (length(row_hashes) = 32 * rows),
  UNIQUE (stream, number)
) STRICT;
CREATE TABLE row (
  source INTEGER NOT NULL REFERENCES source,
  event_token BLOB NOT NULL CHECK (length(event_token) = 16),
  revision INTEGER NOT NULL,
  superseded INTEGER NOT NULL CHECK (superseded IN (0, 1)),
  stream INTEGER NOT NULL REFERENCES stream,
  month INTEGER NOT NULL,
  type INTEGER NOT NULL,
  home TEXT NOT NULL,
  parcel INTEGER NOT NULL,
  position INTEGER NOT NULL,
  salt BLOB NOT NULL,
  fields BLOB NOT NULL,
  sealed_identity BLOB NOT NULL,
  pseudonym BLOB NOT NULL,
  PRIMARY KEY (source, event_token, revision)
) STRICT, WITHOUT ROWID;
CREATE INDEX row_selection ON row (month, type, stream, superseded);
CREATE TABLE operation_log (
  id INTEGER PRIMARY KEY,
  time INTEGER NOT NULL,
  operation TEXT NOT NULL,
  account TEXT NOT NULL,
  agency TEXT NOT NULL,
  agreement TEXT NOT NULL,
  occasion TEXT NOT NULL,
  number INTEGER NOT NULL,
  rows INTEGER NOT NULL,
  reason TEXT NOT NULL
) STRICT;

CREATE TRIGGER parcel_update BEFORE UPDATE ON parcel
BEGIN SELECT RAISE(ABORT, 'what a parcel proves never changes'); END;
CREATE TRIGGER parcel_delete BEFORE DELETE ON parcel
BEGIN SELECT RAISE(ABORT, 'what a parcel proves is never deleted'); END;
CREATE TRIGGER row_update BEFORE UPDATE OF source, event_token, revision, stream, month, type, home,
  parcel, position, salt, fields, sealed_identity, pseudonym ON row
BEGIN SELECT RAISE(ABORT, 'a row never changes'); END;
CREATE TRIGGER row_supersede BEFORE UPDATE OF superseded ON row
  WHEN new.superseded < old.superseded
BEGIN SELECT RAISE(ABORT, 'an event never goes back to an earlier revision'); END;
CREATE TRIGGER operation_log_update BEFORE UPDATE ON operation_log
BEGIN SELECT RAISE(ABORT, 'the operation log never changes'); END;
CREATE TRIGGER operation_log_delete BEFORE DELETE ON operation_log
BEGIN SELECT RAISE(ABORT, 'the operation log is never deleted'); END;
)sql";

// Step 1 to 2: notices, which contacts were told of them, and what people said of them. A word
// waits while its answer is empty, and is not said before its second. A row is deleted for one
// reason: it was returned. Notice and proof stay, so that what is returned is known again when a
// later revision comes.
constexpr std::string_view kNotices = R"sql(
CREATE TABLE notice (
  parcel INTEGER PRIMARY KEY REFERENCES parcel,
  source INTEGER NOT NULL REFERENCES source,
  event_token BLOB NOT NULL CHECK (length(event_token) = 16),
  revision INTEGER NOT NULL,
  type INTEGER NOT NULL,
  arrived INTEGER NOT NULL,
  due INTEGER NOT NULL,
  alleged INTEGER NOT NULL CHECK (alleged IN (0, 1)),
  state INTEGER NOT NULL CHECK (state BETWEEN 1 AND 5)
) STRICT;
CREATE INDEX notice_event ON notice (event_token, source, revision);
CREATE INDEX notice_unread ON notice (arrived) WHERE state = 1;
CREATE TABLE word (
  id INTEGER PRIMARY KEY,
  parcel INTEGER NOT NULL REFERENCES notice,
  state INTEGER NOT NULL CHECK (state BETWEEN 2 AND 5),
  account TEXT NOT NULL,
  salt BLOB NOT NULL CHECK (length(salt) = 32),
  note TEXT NOT NULL,
  digest BLOB NOT NULL CHECK (length(digest) = 32),
  after INTEGER NOT NULL,
  answer TEXT NOT NULL,
  UNIQUE (parcel, state)
) STRICT;
CREATE TABLE told (
  parcel INTEGER NOT NULL REFERENCES notice,
  contact TEXT NOT NULL,
  time INTEGER NOT NULL,
  PRIMARY KEY (parcel, contact)
) STRICT, WITHOUT ROWID;
CREATE INDEX word_waiting ON word (id) WHERE answer = '';
CREATE VIEW kept_notice AS
  SELECT notice.parcel AS parcel, notice.source AS source, agency, agreement_id, number, digest,
    event_token, revision, type, arrived, due, alleged, state,
    (SELECT count(*) FROM told WHERE told.parcel = notice.parcel) AS stage
  FROM notice JOIN parcel ON parcel.id = notice.parcel JOIN stream ON stream.id = parcel.stream
    JOIN source ON source.id = notice.source;

CREATE TRIGGER notice_update BEFORE UPDATE OF parcel, source, event_token, revision, type, arrived,
  due, alleged ON notice
BEGIN SELECT RAISE(ABORT, 'a notice never changes'); END;
CREATE TRIGGER notice_back BEFORE UPDATE ON notice
  WHEN new.state < old.state OR old.state >= 3 AND new.state <> old.state
BEGIN SELECT RAISE(ABORT, 'what became of a notice is not undone'); END;
CREATE TRIGGER notice_delete BEFORE DELETE ON notice
BEGIN SELECT RAISE(ABORT, 'a notice is never deleted'); END;
CREATE TRIGGER word_update BEFORE UPDATE ON word WHEN old.answer <> '' OR
  new.id <> old.id OR new.parcel <> old.parcel OR new.state <> old.state OR
  new.account <> old.account OR new.salt <> old.salt OR new.note <> old.note OR
  new.digest <> old.digest OR new.after <> old.after
BEGIN SELECT RAISE(ABORT, 'a word never changes, and is answered once'); END;
CREATE TRIGGER told_update BEFORE UPDATE ON told
BEGIN SELECT RAISE(ABORT, 'who was told never changes'); END;
CREATE TRIGGER told_delete BEFORE DELETE ON told
BEGIN SELECT RAISE(ABORT, 'who was told is never deleted'); END;
CREATE TRIGGER word_delete BEFORE DELETE ON word
BEGIN SELECT RAISE(ABORT, 'a word is never deleted'); END;
CREATE TRIGGER row_delete BEFORE DELETE ON row WHEN NOT EXISTS (SELECT 1 FROM notice
  WHERE notice.event_token = old.event_token AND notice.source = old.source AND state >= 4)
BEGIN SELECT RAISE(ABORT, 'a row is deleted only once it was returned'); END;
)sql";

// Step 2 to 3: what followed a record. A change is a marker that stays for good; what people and
// sources see of the record follows from the markers alone. `salt` is its row's, by which the row's
// hash shows that the marker is the source's; it is empty where the row carried facts, which the
// table of rows has. `alleged` is as in a notice, `exported` when a file was written last that may
// hold the record, 0 for none. `erased` are the rows that a withdrawal destroyed, `erasure` what
// was signed here of them, `unkept` those that came after it. Of a mark the newest counts, and a
// lift ends those before it. Words and who was told are of changes, too.
constexpr std::string_view kChanges = R"sql(
DROP VIEW kept_notice;
DROP TRIGGER row_delete;
CREATE TABLE change (
  parcel INTEGER PRIMARY KEY REFERENCES parcel,
  source INTEGER NOT NULL REFERENCES source,
  event_token BLOB NOT NULL CHECK (length(event_token) = 16),
  revision INTEGER NOT NULL,
  kind INTEGER NOT NULL CHECK (kind BETWEEN 1 AND 5),
  reason INTEGER NOT NULL,
  type INTEGER NOT NULL,
  salt BLOB NOT NULL,
  arrived INTEGER NOT NULL,
  due INTEGER NOT NULL,
  notified INTEGER NOT NULL CHECK (notified IN (0, 1)),
  alleged INTEGER NOT NULL CHECK (alleged IN (0, 1)),
  exported INTEGER NOT NULL,
  erasure TEXT NOT NULL
) STRICT;
CREATE INDEX change_event ON change (event_token, source, kind);
CREATE TABLE erased (
  change INTEGER NOT NULL REFERENCES change,
  parcel INTEGER NOT NULL REFERENCES parcel,
  position INTEGER NOT NULL,
  PRIMARY KEY (parcel, position)
) STRICT, WITHOUT ROWID;
CREATE TABLE unkept (
  parcel INTEGER NOT NULL,
  position INTEGER NOT NULL,
  source INTEGER NOT NULL REFERENCES source,
  event_token BLOB NOT NULL CHECK (length(event_token) = 16),
  revision INTEGER NOT NULL,
  PRIMARY KEY (parcel, position)
) STRICT, WITHOUT ROWID;
CREATE INDEX unkept_event ON unkept (event_token, source);

CREATE TABLE told_then (
  parcel INTEGER NOT NULL REFERENCES parcel,
  contact TEXT NOT NULL,
  time INTEGER NOT NULL,
  PRIMARY KEY (parcel, contact)
) STRICT, WITHOUT ROWID;
INSERT INTO told_then SELECT * FROM told;
DROP TABLE told;
ALTER TABLE told_then RENAME TO told;
CREATE TABLE word_then (
  id INTEGER PRIMARY KEY,
  parcel INTEGER NOT NULL REFERENCES parcel,
  state INTEGER NOT NULL CHECK (state BETWEEN 2 AND 8),
  account TEXT NOT NULL,
  salt BLOB NOT NULL CHECK (length(salt) = 32),
  note TEXT NOT NULL,
  digest BLOB NOT NULL CHECK (length(digest) = 32),
  after INTEGER NOT NULL,
  answer TEXT NOT NULL,
  UNIQUE (parcel, state)
) STRICT;
INSERT INTO word_then SELECT * FROM word;
DROP TABLE word;
ALTER TABLE word_then RENAME TO word;
CREATE INDEX word_waiting ON word (id) WHERE answer = '';
CREATE UNIQUE INDEX word_decided ON word (parcel) WHERE state >= 6;

CREATE VIEW kept_notice AS
  SELECT notice.parcel AS parcel, notice.source AS source, agency, agreement_id, number, digest,
    event_token, revision, type, arrived, due,
    alleged AND NOT EXISTS (SELECT 1 FROM change WHERE change.event_token = notice.event_token AND
      change.source = notice.source AND kind = 1 AND change.revision > notice.revision AND
      change.alleged = 0) AS alleged, state,
    (SELECT count(*) FROM told WHERE told.parcel = notice.parcel) AS stage,
    EXISTS (SELECT 1 FROM change WHERE change.event_token = notice.event_token AND
      change.source = notice.source AND kind = 5) AS withdrawn
  FROM notice JOIN parcel ON parcel.id = notice.parcel JOIN stream ON stream.id = parcel.stream
    JOIN source ON source.id = notice.source;
CREATE VIEW kept_change AS
  SELECT change.parcel AS parcel, change.source AS source, parcel.stream AS stream, agency,
    agreement_id, number, digest, change.event_token AS event_token, change.revision AS revision,
    kind, reason, change.type AS type, change.salt AS salt, change.arrived AS arrived,
    change.due AS due, notified, coalesce((SELECT kept_notice.alleged FROM kept_notice WHERE
      kept_notice.event_token = change.event_token AND kept_notice.source = change.source
      ORDER BY kept_notice.revision DESC, kept_notice.parcel DESC LIMIT 1), 0) AS alleged,
    exported, erasure, coalesce((SELECT word.state FROM word WHERE word.parcel = change.parcel AND
      word.state >= 6), 1) AS state,
    (SELECT count(*) FROM told WHERE told.parcel = change.parcel) AS stage,
    (SELECT count(*) FROM unkept WHERE unkept.event_token = change.event_token AND
      unkept.source = change.source) AS unkept
  FROM change JOIN parcel ON parcel.id = change.parcel JOIN stream ON stream.id = parcel.stream
    JOIN source ON source.id = change.source;
CREATE VIEW mark AS
  SELECT source, event_token, kind, reason FROM change AS newest WHERE kind IN (2, 3) AND
    NOT EXISTS (SELECT 1 FROM change AS later WHERE later.event_token = newest.event_token AND
      later.source = newest.source AND (later.kind = 4 OR later.kind = newest.kind) AND
      (later.revision, later.parcel) > (newest.revision, newest.parcel));

CREATE TRIGGER change_update BEFORE UPDATE ON change
BEGIN SELECT RAISE(ABORT, 'a marker never changes'); END;
CREATE TRIGGER change_delete BEFORE DELETE ON change
BEGIN SELECT RAISE(ABORT, 'a marker is never deleted'); END;
CREATE TRIGGER erased_update BEFORE UPDATE ON erased
BEGIN SELECT RAISE(ABORT, 'what was destroyed never changes'); END;
CREATE TRIGGER erased_delete BEFORE DELETE ON erased
BEGIN SELECT RAISE(ABORT, 'what was destroyed is never forgotten'); END;
CREATE TRIGGER unkept_update BEFORE UPDATE ON unkept
BEGIN SELECT RAISE(ABORT, 'a marker never changes'); END;
CREATE TRIGGER unkept_delete BEFORE DELETE ON unkept
BEGIN SELECT RAISE(ABORT, 'a marker is never deleted'); END;
CREATE TRIGGER word_update BEFORE UPDATE ON word WHEN old.answer <> '' OR
  new.id <> old.id OR new.parcel <> old.parcel OR new.state <> old.state OR
  new.account <> old.account OR new.salt <> old.salt OR new.note <> old.note OR
  new.digest <> old.digest OR new.after <> old.after
BEGIN SELECT RAISE(ABORT, 'a word never changes, and is answered once'); END;
CREATE TRIGGER word_delete BEFORE DELETE ON word
BEGIN SELECT RAISE(ABORT, 'a word is never deleted'); END;
CREATE TRIGGER told_update BEFORE UPDATE ON told
BEGIN SELECT RAISE(ABORT, 'who was told never changes'); END;
CREATE TRIGGER told_delete BEFORE DELETE ON told
BEGIN SELECT RAISE(ABORT, 'who was told is never deleted'); END;
CREATE TRIGGER row_delete BEFORE DELETE ON row WHEN
  NOT EXISTS (SELECT 1 FROM notice WHERE notice.event_token = old.event_token AND
    notice.source = old.source AND state >= 4) AND
  NOT EXISTS (SELECT 1 FROM change WHERE change.event_token = old.event_token AND
    change.source = old.source AND kind = 5)
BEGIN SELECT RAISE(ABORT, 'a row is deleted only once it was returned or withdrawn'); END;
)sql";

// Step 3 to 4: exercises of who would be told, a row for each contact who may be on duty.
// `reference` follows from the consignment and the contact (exercise.h); told and answered are 0
// until it is.
constexpr std::string_view kExercises = R"sql(
CREATE TABLE exercise (
  id INTEGER PRIMARY KEY,
  parcel INTEGER NOT NULL REFERENCES parcel,
  contact TEXT NOT NULL,
  reference BLOB NOT NULL UNIQUE CHECK (length(reference) = 16),
  arrived INTEGER NOT NULL,
  told INTEGER NOT NULL DEFAULT 0,
  answered INTEGER NOT NULL DEFAULT 0,
  account TEXT NOT NULL DEFAULT '',
  UNIQUE (parcel, contact)
) STRICT;
CREATE INDEX exercise_open ON exercise (arrived) WHERE answered = 0;
CREATE VIEW kept_exercise AS
  SELECT exercise.id AS id, exercise.parcel AS parcel, source, agency, agreement_id, number, digest,
    contact, reference, arrived, told, answered, account
  FROM exercise JOIN parcel ON parcel.id = exercise.parcel JOIN stream ON stream.id = parcel.stream
    JOIN source ON source.id = stream.source;
CREATE TRIGGER exercise_update BEFORE UPDATE ON exercise WHEN new.id <> old.id OR
  new.parcel <> old.parcel OR new.contact <> old.contact OR new.reference <> old.reference OR
  new.arrived <> old.arrived OR old.told <> 0 AND new.told <> old.told OR
  old.answered <> 0 AND (new.answered <> old.answered OR new.account <> old.account)
BEGIN SELECT RAISE(ABORT, 'what became of an exercise is not undone'); END;
CREATE TRIGGER exercise_delete BEFORE DELETE ON exercise
BEGIN SELECT RAISE(ABORT, 'an exercise is never deleted'); END;
)sql";

// Step 14 to 15: the columns of `erased` in another order. SQLite 3.40 says of a table without row
// ids whose key does not come first that another column is NULL, and a store that is whole would
// fail its check.
constexpr std::string_view kErasedInOrder = R"sql(
CREATE TABLE erased_in_order (
  parcel INTEGER NOT NULL REFERENCES parcel,
  position INTEGER NOT NULL,
  change INTEGER NOT NULL REFERENCES change,
  PRIMARY KEY (parcel, position)
) STRICT, WITHOUT ROWID;
INSERT INTO erased_in_order SELECT parcel, position, change FROM erased;
DROP TRIGGER erased_update;
DROP TRIGGER erased_delete;
DROP TABLE erased;
ALTER TABLE erased_in_order RENAME TO erased;
CREATE TRIGGER erased_update BEFORE UPDATE ON erased
BEGIN SELECT RAISE(ABORT, 'what was destroyed never changes'); END;
CREATE TRIGGER erased_delete BEFORE DELETE ON erased
BEGIN SELECT RAISE(ABORT, 'what was destroyed is never forgotten'); END;
)sql";

constexpr std::array kSteps = {
    kFirst,       kNotices,       kChanges,          kExercises,    kChallenges,
    kEnquiries,   kInspected,     kDisposals,        kAskedNumbers, kParcelIndexSchema,
    kBurials,     kReceivedHolds, kIdentityRequests, kSaidAgain,    kErasedInOrder,
    kAnswersAside};

}  // namespace

storage::Schema inbox_schema() { return {kApplication, kSteps}; }

}  // namespace stile::agent
