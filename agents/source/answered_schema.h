#pragma once

#include <string_view>

namespace stile::agent {

// Which records went in answers, each time as an event of its own, so that what becomes of them
// reaches who asked. What follows one is unlisted (X6).
inline constexpr std::string_view kAnswered = R"sql(
CREATE TABLE answered (
  system INTEGER NOT NULL,
  reference TEXT NOT NULL,
  child BLOB NOT NULL CHECK (length(child) = 8),
  event_token BLOB NOT NULL CHECK (length(event_token) = 16),
  revision INTEGER NOT NULL,
  consignment INTEGER NOT NULL,
  withdrawn INTEGER NOT NULL DEFAULT 0 CHECK (withdrawn IN (0, 1)),
  PRIMARY KEY (system, reference, child, event_token)
) STRICT, WITHOUT ROWID;
CREATE TRIGGER answered_never_sent AFTER DELETE ON consignment WHEN old.month = -3
BEGIN DELETE FROM answered WHERE consignment = old.id; END;
CREATE TRIGGER change_answered AFTER INSERT ON change WHEN EXISTS
 (SELECT 1 FROM answered AS a WHERE a.system = new.system AND a.reference = new.reference
  AND a.child = new.child AND a.event_token = new.event_token)
BEGIN UPDATE change SET unlisted = 1 WHERE id = new.id; END;
)sql";

// Step 17 to 18: the rows of an answer stand together, so that an answer writes few pages, however
// many there were before: by the key of the record alone they stood far apart. A record is looked
// up in the answer to each question.
inline constexpr std::string_view kAnsweredTogether = R"sql(
CREATE TABLE answered_before AS
  SELECT coalesce(w.question, (SELECT max(id) FROM question)) AS question, a.system, a.reference,
    a.child, a.event_token, a.revision, a.consignment, a.withdrawn
  FROM answered AS a LEFT JOIN answer AS w ON w.consignment = a.consignment;
DROP TRIGGER answered_never_sent;
DROP TRIGGER change_answered;
DROP VIEW kept_identity_request;
DROP TABLE answered;
CREATE TABLE answered (
  question INTEGER NOT NULL REFERENCES question,
  system INTEGER NOT NULL,
  reference TEXT NOT NULL,
  child BLOB NOT NULL CHECK (length(child) = 8),
  event_token BLOB NOT NULL CHECK (length(event_token) = 16),
  revision INTEGER NOT NULL,
  consignment INTEGER NOT NULL,
  withdrawn INTEGER NOT NULL DEFAULT 0 CHECK (withdrawn IN (0, 1)),
  PRIMARY KEY (question, system, reference, child, event_token)
) STRICT, WITHOUT ROWID;
INSERT INTO answered SELECT * FROM answered_before ORDER BY question, system, reference, child;
DROP TABLE answered_before;
CREATE TRIGGER answered_never_sent AFTER DELETE ON consignment WHEN old.month = -3
BEGIN DELETE FROM answered WHERE consignment = old.id; END;
CREATE TRIGGER change_answered AFTER INSERT ON change WHEN EXISTS
 (SELECT 1 FROM answered AS a WHERE a.question IN (SELECT id FROM question)
  AND a.system = new.system AND a.reference = new.reference AND a.child = new.child
  AND a.event_token = new.event_token)
BEGIN UPDATE change SET unlisted = 1 WHERE id = new.id; END;
CREATE VIEW kept_identity_request AS
  SELECT q.id AS id, q.route, q.system, q.reference, q.child, coalesce(s.code, '') AS code,
    coalesce(s.type, 1) AS type, q.event_token, r.agreement_id, q.agreement, r.recipient,
    q.consignment, c.number, c.digest AS statement, q.digest AS digest, q.expires, q.note,
    q.account, q.proposed, q.proposed_digest, coalesce(a.reason, 0) AS answered,
    coalesce(a.state, 0) AS answer_state,
    NOT EXISTS (SELECT 1 FROM record AS o WHERE o.route = q.route AND o.system = q.system
      AND o.reference = q.reference AND o.child = q.child AND o.event_token = q.event_token
      AND o.withdrawn = 0) AND
    NOT EXISTS (SELECT 1 FROM answered AS o WHERE o.question IN (SELECT id FROM question)
      AND o.system = q.system AND o.reference = q.reference AND o.child = q.child
      AND o.event_token = q.event_token AND o.withdrawn = 0) AS withdrawn
  FROM identity_request AS q JOIN route AS r ON r.id = q.route
    JOIN consignment AS c ON c.id = q.consignment LEFT JOIN system AS s ON s.id = q.system
    LEFT JOIN change AS a ON a.id = q.change;
)sql";

}  // namespace stile::agent
