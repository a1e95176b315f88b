#pragma once

#include <string_view>

// For inbox_schema.cc only.
namespace stile::agent {

// Step 4 to 5: challenges, and what their sources answer. A challenge cites the row that was read
// when it was made (`parcel`, `revision`), and is one of its event's while the source owes an
// answer. Its note waits as a word does while `sent` is empty. An answer is a marker as those in
// `change` are, and no mark: it says nothing about how the record may be used. `following` is all
// that follows records.
inline constexpr std::string_view kChallenges = R"sql(
CREATE TABLE challenge (
  id INTEGER PRIMARY KEY,
  parcel INTEGER NOT NULL REFERENCES parcel,
  source INTEGER NOT NULL REFERENCES source,
  event_token BLOB NOT NULL CHECK (length(event_token) = 16),
  revision INTEGER NOT NULL,
  type INTEGER NOT NULL,
  notified INTEGER NOT NULL CHECK (notified IN (0, 1)),
  why INTEGER NOT NULL,
  fields TEXT NOT NULL,
  account TEXT NOT NULL,
  salt BLOB NOT NULL CHECK (length(salt) = 32),
  note TEXT NOT NULL,
  digest BLOB NOT NULL CHECK (length(digest) = 32),
  made INTEGER NOT NULL,
  due INTEGER NOT NULL,
  sent TEXT NOT NULL DEFAULT ''
) STRICT;
CREATE INDEX challenge_event ON challenge (event_token, source);
CREATE INDEX challenge_waiting ON challenge (id) WHERE sent = '';
CREATE TABLE answer (
  parcel INTEGER PRIMARY KEY REFERENCES parcel,
  source INTEGER NOT NULL REFERENCES source,
  event_token BLOB NOT NULL CHECK (length(event_token) = 16),
  revision INTEGER NOT NULL,
  reason INTEGER NOT NULL,
  type INTEGER NOT NULL,
  salt BLOB NOT NULL,
  arrived INTEGER NOT NULL,
  due INTEGER NOT NULL,
  notified INTEGER NOT NULL CHECK (notified IN (0, 1))
) STRICT;
CREATE INDEX answer_event ON answer (event_token, source);

CREATE VIEW following AS
  SELECT parcel, source, event_token, revision, kind, reason, type, salt, arrived, due, notified,
    alleged, exported, erasure FROM change
  UNION ALL SELECT parcel, source, event_token, revision, 6, reason, type, salt, arrived, due,
    notified, 0, 0, '' FROM answer;
DROP VIEW kept_change;
CREATE VIEW kept_change AS
  SELECT change.parcel AS parcel, change.source AS source, parcel.stream AS stream, agency,
    agreement_id, number, digest, change.event_token AS event_token, change.revision AS revision,
    kind, reason, change.type AS type, change.salt AS salt, change.arrived AS arrived,
    change.due AS due, notified, kind <> 6 AND coalesce((SELECT kept_notice.alleged FROM kept_notice
      WHERE kept_notice.event_token = change.event_token AND kept_notice.source = change.source
      ORDER BY kept_notice.revision DESC, kept_notice.parcel DESC LIMIT 1), 0) AS alleged,
    exported, erasure, coalesce((SELECT word.state FROM word WHERE word.parcel = change.parcel AND
      word.state >= 6), 1) AS state,
    (SELECT count(*) FROM told WHERE told.parcel = change.parcel) AS stage,
    (SELECT count(*) FROM unkept WHERE unkept.event_token = change.event_token AND
      unkept.source = change.source) AS unkept
  FROM following AS change JOIN parcel ON parcel.id = change.parcel
    JOIN stream ON stream.id = parcel.stream JOIN source ON source.id = change.source;
CREATE VIEW kept_challenge AS
  SELECT challenge.id AS id, challenge.parcel AS parcel, challenge.source AS source, agency,
    challenge.event_token AS event_token, revision, type, notified, why, fields, account, salt,
    note, made, due, sent, coalesce((SELECT reason FROM answer WHERE answer.event_token = challenge.event_token AND
      answer.source = challenge.source AND answer.revision > challenge.revision
      ORDER BY answer.revision LIMIT 1), 0) AS answered,
    EXISTS (SELECT 1 FROM change WHERE change.event_token = challenge.event_token AND
      change.source = challenge.source AND kind = 5) AS withdrawn,
    EXISTS (SELECT 1 FROM notice WHERE notice.event_token = challenge.event_token AND
      notice.source = challenge.source AND state IN (4, 5)) AS returned
  FROM challenge JOIN source ON source.id = challenge.source;

CREATE TRIGGER challenge_update BEFORE UPDATE ON challenge WHEN old.sent <> '' OR
  new.id <> old.id OR new.parcel <> old.parcel OR new.source <> old.source OR
  new.event_token <> old.event_token OR new.revision <> old.revision OR new.type <> old.type OR
  new.notified <> old.notified OR new.why <> old.why OR new.fields <> old.fields OR
  new.account <> old.account OR new.salt <> old.salt OR new.note <> old.note OR
  new.digest <> old.digest OR new.made <> old.made OR new.due <> old.due
BEGIN SELECT RAISE(ABORT, 'a challenge never changes, and is sent once'); END;
CREATE TRIGGER challenge_delete BEFORE DELETE ON challenge
BEGIN SELECT RAISE(ABORT, 'a challenge is never deleted'); END;
CREATE TRIGGER answer_update BEFORE UPDATE ON answer
BEGIN SELECT RAISE(ABORT, 'an answer never changes'); END;
CREATE TRIGGER answer_delete BEFORE DELETE ON answer
BEGIN SELECT RAISE(ABORT, 'an answer is never deleted'); END;
)sql";

}  // namespace stile::agent
