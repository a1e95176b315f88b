#pragma once

#include <string_view>

// For schema.cc alone.
namespace stile::agent {

// Step 8 to 9: erasures of a child (erasure.h). `erased` are keyed digests of records, of which
// nothing goes any more. A part is one record on one route; once it is `done` nothing stands in it
// by which the record could be found. `tails` are the event tokens of the record's lives without
// their days; `proof` is keyed (IntakeDigests::ordered()), so that nobody who can write this
// file has the agent sign that something was erased. What is otherwise never forgotten goes with a
// part that is not done.
inline constexpr std::string_view kErasures = R"sql(
CREATE TABLE erased (
  record BLOB PRIMARY KEY CHECK (length(record) = 16)
) STRICT, WITHOUT ROWID;
CREATE TABLE erasure (
  id INTEGER PRIMARY KEY,
  time INTEGER NOT NULL,
  account TEXT NOT NULL,
  purpose TEXT NOT NULL
) STRICT;
CREATE TABLE erasure_part (
  id INTEGER PRIMARY KEY,
  erasure INTEGER NOT NULL REFERENCES erasure,
  route INTEGER NOT NULL REFERENCES route,
  system INTEGER NOT NULL,
  reference TEXT NOT NULL,
  child BLOB NOT NULL,
  tails BLOB NOT NULL,
  proof BLOB NOT NULL CHECK (length(proof) = 16),
  done INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE UNIQUE INDEX erasure_part_open ON erasure_part (system, reference, child, route)
  WHERE done = 0;

CREATE TRIGGER erased_update BEFORE UPDATE ON erased
BEGIN SELECT RAISE(ABORT, 'what was erased stays erased'); END;
CREATE TRIGGER erased_delete BEFORE DELETE ON erased
BEGIN SELECT RAISE(ABORT, 'what was erased stays erased'); END;
CREATE TRIGGER erasure_update BEFORE UPDATE ON erasure
BEGIN SELECT RAISE(ABORT, 'that a child was erased never changes'); END;
CREATE TRIGGER erasure_delete BEFORE DELETE ON erasure
BEGIN SELECT RAISE(ABORT, 'that a child was erased is not forgotten'); END;
CREATE TRIGGER erasure_part_update BEFORE UPDATE ON erasure_part WHEN old.done <> 0 OR
  new.erasure <> old.erasure OR new.route <> old.route
BEGIN SELECT RAISE(ABORT, 'that a child was erased never changes'); END;
CREATE TRIGGER erasure_part_delete BEFORE DELETE ON erasure_part
BEGIN SELECT RAISE(ABORT, 'that a child was erased is not forgotten'); END;

DROP TRIGGER change_delete;
CREATE TRIGGER change_delete BEFORE DELETE ON change WHEN NOT EXISTS
 (SELECT 1 FROM erasure_part AS p WHERE p.done = 0 AND p.route = old.route AND
  p.system = old.system AND p.reference = old.reference AND p.child = old.child)
BEGIN SELECT RAISE(ABORT, 'a change is never deleted but with the child'); END;
DROP TRIGGER challenge_delete;
CREATE TRIGGER challenge_delete BEFORE DELETE ON challenge WHEN NOT EXISTS
 (SELECT 1 FROM erasure_part AS p WHERE p.done = 0 AND p.route = old.route AND
  p.system = old.system AND p.reference = old.reference AND p.child = old.child)
BEGIN SELECT RAISE(ABORT, 'a challenge is never deleted but with the child'); END;
DROP TRIGGER decision_delete;
CREATE TRIGGER decision_delete BEFORE DELETE ON decision WHEN NOT EXISTS
 (SELECT 1 FROM erasure_part AS p JOIN system AS s ON s.id = p.system WHERE p.done = 0 AND
  p.reference = old.reference AND s.code = old.system AND s.type = old.type)
BEGIN SELECT RAISE(ABORT, 'a decision is never deleted but with the child'); END;
)sql";

}  // namespace stile::agent
