#pragma once

#include <string_view>

// For inbox_schema.cc alone.
namespace stile::agent {

// Step 11 to 12: legal holds of events (received_holds.h). Each act places one, or lifts the one
// that another act had placed; none ever goes. Its `event` is buried(), and `note` is signed over
// all of it and over the note of the act before; `parcel` brought the event's first row. What would
// be destroyed by now and is held stands `aside` instead of among the rows, so that nobody uses it;
// once no hold keeps it, it is `gone` by that lift, and nothing stands in it.
inline constexpr std::string_view kReceivedHolds = R"sql(
CREATE TABLE hold_act (
  id INTEGER PRIMARY KEY,
  lifts INTEGER NOT NULL,
  time INTEGER NOT NULL,
  account TEXT NOT NULL,
  purpose TEXT NOT NULL,
  ground TEXT NOT NULL,
  matter TEXT NOT NULL,
  source INTEGER NOT NULL REFERENCES source,
  event BLOB NOT NULL CHECK (length(event) = 16),
  parcel INTEGER NOT NULL REFERENCES parcel,
  note TEXT NOT NULL
) STRICT;
CREATE TABLE aside (
  parcel INTEGER NOT NULL REFERENCES parcel,
  position INTEGER NOT NULL,
  source INTEGER NOT NULL REFERENCES source,
  event BLOB NOT NULL CHECK (length(event) = 16),
  event_token BLOB NOT NULL,
  revision INTEGER NOT NULL,
  salt BLOB NOT NULL,
  fields BLOB NOT NULL,
  sealed_identity BLOB NOT NULL,
  pseudonym BLOB NOT NULL,
  gone INTEGER NOT NULL DEFAULT 0,
  PRIMARY KEY (parcel, position)
) STRICT, WITHOUT ROWID;
CREATE INDEX aside_event ON aside (event, source) WHERE gone = 0;
CREATE INDEX operation_log_hold ON operation_log (id) WHERE operation = 'legal-hold';

CREATE TRIGGER hold_act_update BEFORE UPDATE ON hold_act
BEGIN SELECT RAISE(ABORT, 'that something was held never changes'); END;
CREATE TRIGGER hold_act_delete BEFORE DELETE ON hold_act
BEGIN SELECT RAISE(ABORT, 'that something was held is not forgotten'); END;
CREATE TRIGGER aside_update BEFORE UPDATE ON aside WHEN old.gone <> 0 OR new.gone = 0 OR
  new.parcel <> old.parcel OR new.position <> old.position OR new.source <> old.source OR
  new.event <> old.event
BEGIN SELECT RAISE(ABORT, 'what is held never changes'); END;
CREATE TRIGGER aside_delete BEFORE DELETE ON aside
BEGIN SELECT RAISE(ABORT, 'what was held is not forgotten'); END;
)sql";

}  // namespace stile::agent
