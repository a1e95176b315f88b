#pragma once

#include <string_view>

// For schema.cc alone.
namespace stile::agent {

// Step 7 to 8: until when what a consignment carried may be kept, 0 where no signed document says
// so yet, and what was destroyed (destruction.h): because the time of the consignment `due` was
// over, or, where that is 0, because a child was erased. `positions` are the rows, a bit each.
inline constexpr std::string_view kDestructions = R"sql(
CREATE TABLE retention (
  consignment INTEGER PRIMARY KEY REFERENCES consignment,
  until INTEGER NOT NULL CHECK (until >= 0),
  done INTEGER NOT NULL DEFAULT 0 CHECK (done IN (0, 1))
) STRICT;
CREATE INDEX retention_open ON retention (until) WHERE done = 0;
CREATE TABLE destruction (
  id INTEGER PRIMARY KEY,
  consignment INTEGER NOT NULL REFERENCES consignment,
  due INTEGER NOT NULL,
  time INTEGER NOT NULL,
  positions BLOB NOT NULL,
  note TEXT NOT NULL
) STRICT;
CREATE INDEX destruction_consignment ON destruction (consignment);

CREATE TRIGGER retention_update BEFORE UPDATE ON retention WHEN new.done < old.done
  OR old.until <> 0 AND new.until <> old.until
BEGIN SELECT RAISE(ABORT, 'how long a row may be kept never changes'); END;
CREATE TRIGGER retention_delete BEFORE DELETE ON retention
BEGIN SELECT RAISE(ABORT, 'how long a row may be kept is not forgotten'); END;
CREATE TRIGGER destruction_update BEFORE UPDATE ON destruction
BEGIN SELECT RAISE(ABORT, 'what was destroyed never changes'); END;
CREATE TRIGGER destruction_delete BEFORE DELETE ON destruction
BEGIN SELECT RAISE(ABORT, 'what was destroyed is never forgotten'); END;
CREATE TRIGGER consignment_bytes_update BEFORE UPDATE ON consignment_bytes WHEN
  EXISTS (SELECT 1 FROM consignment AS c WHERE c.id = old.id AND c.state <> 1) AND
  NOT EXISTS (SELECT 1 FROM destruction AS d WHERE d.consignment = old.id)
BEGIN SELECT RAISE(ABORT, 'what was sent never changes'); END;
CREATE TRIGGER consignment_bytes_delete BEFORE DELETE ON consignment_bytes WHEN
  EXISTS (SELECT 1 FROM consignment AS c WHERE c.id = old.id AND c.state <> 1)
BEGIN SELECT RAISE(ABORT, 'what was sent is never deleted'); END;
DROP TRIGGER change_update;
CREATE TRIGGER change_update BEFORE UPDATE OF route, system, reference, child, event_token, reason,
 fields, made, account ON change WHEN new.route <> old.route OR new.system <> old.system OR
 new.reference <> old.reference OR new.child <> old.child OR new.event_token <> old.event_token OR
 new.reason <> old.reason OR new.made <> old.made OR new.account <> old.account OR
 new.fields <> old.fields AND NOT (new.fields = x'' AND (new.state = 3 OR EXISTS
  (SELECT 1 FROM destruction AS d WHERE d.consignment = old.consignment)))
BEGIN SELECT RAISE(ABORT, 'what was changed, why and by whom never changes'); END;
)sql";

}  // namespace stile::agent
