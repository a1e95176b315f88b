#pragma once

#include <string_view>

// For schema.cc alone.
namespace stile::agent {

// Step 11 to 12: requests of recipients to be told who a child is (identity_requests.h), each once.
// `note` is as it came, and gains the signatures of those who approve it; `account` is whose the
// first was, `proposed` whom that officer proposes, sealed to the data officers, with its SHA-256
// in clear, and `sealed` the identity as it goes, sealed to who asks. None of these is in clear
// here, and all go once nobody may answer any more. `change` is the answer.
inline constexpr std::string_view kIdentityRequests = R"sql(
CREATE TABLE identity_request (
  id INTEGER PRIMARY KEY,
  consignment INTEGER NOT NULL REFERENCES consignment,
  route INTEGER NOT NULL REFERENCES route,
  system INTEGER NOT NULL,
  reference TEXT NOT NULL,
  child BLOB NOT NULL,
  event_token BLOB NOT NULL CHECK (length(event_token) = 16),
  agreement BLOB NOT NULL CHECK (length(agreement) = 32),
  digest BLOB NOT NULL UNIQUE CHECK (length(digest) = 32),
  expires INTEGER NOT NULL,
  note TEXT NOT NULL,
  account TEXT NOT NULL DEFAULT '',
  proposed BLOB NOT NULL DEFAULT x'',
  proposed_digest BLOB NOT NULL DEFAULT x'',
  sealed BLOB NOT NULL DEFAULT x'',
  change INTEGER REFERENCES change
) STRICT;
CREATE INDEX identity_request_consignment ON identity_request (consignment);
CREATE INDEX identity_request_event ON identity_request (event_token);
CREATE INDEX identity_request_change ON identity_request (change) WHERE change IS NOT NULL;
CREATE VIEW kept_identity_request AS
  SELECT q.id AS id, q.route, q.system, q.reference, q.child, coalesce(s.code, '') AS code,
    coalesce(s.type, 1) AS type, q.event_token, r.agreement_id, q.agreement, r.recipient,
    q.consignment, c.number, c.digest AS statement, q.digest AS digest, q.expires, q.note,
    q.account, q.proposed, q.proposed_digest, coalesce(a.reason, 0) AS answered, coalesce(a.state, 0) AS answer_state,
    NOT EXISTS (SELECT 1 FROM record AS o WHERE o.route = q.route AND o.system = q.system
      AND o.reference = q.reference AND o.child = q.child AND o.event_token = q.event_token
      AND o.withdrawn = 0) AND
    NOT EXISTS (SELECT 1 FROM answered AS o WHERE o.system = q.system
      AND o.reference = q.reference AND o.child = q.child AND o.event_token = q.event_token
      AND o.withdrawn = 0) AS withdrawn
  FROM identity_request AS q JOIN route AS r ON r.id = q.route
    JOIN consignment AS c ON c.id = q.consignment LEFT JOIN system AS s ON s.id = q.system
    LEFT JOIN change AS a ON a.id = q.change;
CREATE TRIGGER identity_request_update BEFORE UPDATE ON identity_request WHEN
  new.id <> old.id OR new.consignment <> old.consignment OR new.route <> old.route OR
  new.system <> old.system OR new.reference <> old.reference OR new.child <> old.child OR
  new.event_token <> old.event_token OR new.agreement <> old.agreement OR
  new.digest <> old.digest OR new.expires <> old.expires OR
  old.account <> '' AND new.account <> old.account OR
  old.change IS NOT NULL AND (new.change IS NOT old.change OR new.note <> old.note) OR
  new.proposed <> x'' AND new.proposed <> old.proposed AND old.change IS NOT NULL OR
  new.sealed <> x'' AND old.change IS NOT NULL
BEGIN SELECT RAISE(ABORT, 'a request for an identity never changes, and is answered once'); END;
CREATE TRIGGER identity_request_withdrawn AFTER UPDATE OF withdrawn ON record
WHEN new.withdrawn = 1 AND old.withdrawn = 0
BEGIN UPDATE identity_request SET proposed = x'', sealed = x'' WHERE event_token = old.event_token; END;
CREATE TRIGGER identity_request_void AFTER UPDATE OF state ON change
WHEN new.state = 3 AND old.state <> 3
BEGIN UPDATE identity_request SET proposed = x'', sealed = x'' WHERE change = new.id; END;
CREATE TRIGGER identity_request_delete BEFORE DELETE ON identity_request WHEN NOT EXISTS
 (SELECT 1 FROM erasure_part AS p WHERE p.done = 0 AND p.route = old.route AND
  p.system = old.system AND p.reference = old.reference AND p.child = old.child)
BEGIN SELECT RAISE(ABORT, 'a request for an identity is never deleted but with the child'); END;
)sql";

}  // namespace stile::agent
