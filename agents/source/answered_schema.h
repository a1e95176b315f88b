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

}  // namespace stile::agent
