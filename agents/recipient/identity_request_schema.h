#pragma once

#include <string_view>

#include "core/record/change.h"

// For inbox_schema.cc alone.
namespace stile::agent {

// Step 12 to 13: who a child is, asked of a source (own_identity_request.h), and what it answers. A
// request cites the row that it is about (`parcel`, `revision`); its note waits as a word does
// while `sent` is empty. Its `event` is buried(), by which it is found also when its record has
// none of its own any more. An answer is a marker as that to a challenge is, and is to one request;
// what it says of the child stays sealed, beside what its row's hash shows to be the source's.
// That, and for whom and in which matter it was asked, goes with the record: empty then. An answer
// to a request is none to a challenge.
inline constexpr std::string_view kIdentityRequests = R"sql(
CREATE TABLE identity_request (
  id INTEGER PRIMARY KEY,
  parcel INTEGER NOT NULL REFERENCES parcel,
  source INTEGER NOT NULL REFERENCES source,
  event BLOB NOT NULL CHECK (length(event) = 16),
  event_token BLOB NOT NULL CHECK (length(event_token) = 16),
  revision INTEGER NOT NULL,
  type INTEGER NOT NULL,
  basis INTEGER NOT NULL,
  person TEXT NOT NULL,
  matter TEXT NOT NULL,
  account TEXT NOT NULL,
  salt BLOB NOT NULL CHECK (length(salt) = 32),
  note TEXT NOT NULL,
  digest BLOB NOT NULL CHECK (length(digest) = 32),
  made INTEGER NOT NULL,
  expires INTEGER NOT NULL,
  sent TEXT NOT NULL DEFAULT ''
) STRICT;
CREATE INDEX identity_request_event ON identity_request (event, source);
CREATE INDEX identity_request_waiting ON identity_request (id) WHERE sent = '';
CREATE TABLE identity_answer (
  parcel INTEGER PRIMARY KEY REFERENCES answer,
  request INTEGER NOT NULL UNIQUE REFERENCES identity_request,
  salt BLOB NOT NULL,
  fields BLOB NOT NULL,
  sealed BLOB NOT NULL
) STRICT;

CREATE VIEW gone_event AS
  SELECT source, event_token FROM notice WHERE state IN (4, 5)
  UNION ALL SELECT source, event_token FROM change WHERE kind = 5
  UNION ALL SELECT source, event_token FROM disposed_event;
CREATE VIEW kept_identity_request AS
  SELECT asked.id AS id, asked.parcel AS parcel, asked.source AS source, agency, event, event_token,
    revision, type, basis, person, matter, account, salt, note, made, expires, sent,
    coalesce((SELECT reason FROM identity_answer AS told JOIN answer ON answer.parcel = told.parcel
      WHERE told.request = asked.id), 0) AS answered,
    EXISTS (SELECT 1 FROM gone_event AS gone WHERE gone.event_token = asked.event_token AND
      gone.source = asked.source) AS gone,
    EXISTS (SELECT 1 FROM identity_answer AS told WHERE told.request = asked.id AND
      sealed <> x'') AS kept
  FROM identity_request AS asked JOIN source ON source.id = asked.source;
DROP VIEW kept_challenge;
CREATE VIEW kept_challenge AS
  SELECT challenge.id AS id, challenge.parcel AS parcel, challenge.source AS source, agency,
    challenge.event_token AS event_token, revision, type, notified, why, fields, account, salt,
    note, made, due, sent, coalesce((SELECT reason FROM answer WHERE
      answer.event_token = challenge.event_token AND answer.source = challenge.source AND
      answer.revision > challenge.revision AND reason < 22
      ORDER BY answer.revision LIMIT 1), 0) AS answered,
    EXISTS (SELECT 1 FROM change WHERE change.event_token = challenge.event_token AND
      change.source = challenge.source AND kind = 5) AS withdrawn,
    EXISTS (SELECT 1 FROM notice WHERE notice.event_token = challenge.event_token AND
      notice.source = challenge.source AND state IN (4, 5)) AS returned
  FROM challenge JOIN source ON source.id = challenge.source;

CREATE TRIGGER identity_request_update BEFORE UPDATE ON identity_request WHEN
  new.id <> old.id OR new.parcel <> old.parcel OR new.source <> old.source OR
  new.event <> old.event OR new.revision <> old.revision OR new.type <> old.type OR
  new.basis <> old.basis OR new.account <> old.account OR new.salt <> old.salt OR
  new.note <> old.note OR new.digest <> old.digest OR new.made <> old.made OR
  new.expires <> old.expires OR new.sent <> old.sent AND old.sent <> '' OR
  (new.person <> old.person OR new.matter <> old.matter) AND (new.person <> '' OR
    new.matter <> '' OR NOT EXISTS (SELECT 1 FROM gone_event AS gone WHERE
      gone.event_token = old.event_token AND gone.source = old.source)) OR
  new.event_token <> old.event_token AND NOT EXISTS (SELECT 1 FROM confirmed_erasure AS e
    WHERE e.source = old.source AND e.event_token = old.event_token)
BEGIN SELECT RAISE(ABORT, 'a request never changes, and is sent once'); END;
CREATE TRIGGER identity_request_delete BEFORE DELETE ON identity_request
BEGIN SELECT RAISE(ABORT, 'a request is never deleted'); END;
CREATE TRIGGER identity_answer_update BEFORE UPDATE ON identity_answer WHEN
  new.parcel <> old.parcel OR new.request <> old.request OR new.salt <> x'' OR
  new.fields <> x'' OR new.sealed <> x'' OR NOT EXISTS (SELECT 1 FROM identity_request AS asked
    JOIN gone_event AS gone ON gone.event_token = asked.event_token AND
      gone.source = asked.source WHERE asked.id = old.request)
BEGIN SELECT RAISE(ABORT, 'an identity never changes, and goes with its record alone'); END;
CREATE TRIGGER identity_answer_delete BEFORE DELETE ON identity_answer
BEGIN SELECT RAISE(ABORT, 'that a request was answered is never forgotten'); END;
)sql";

// As kept_challenge has it.
static_assert(static_cast<int>(record::ChangeReason::kIdentified) == 22);

}  // namespace stile::agent
