#pragma once

#include <string_view>

// For inbox_schema.cc alone.
namespace stile::agent {

// Step 7 to 8: until when the rows of a parcel may be kept, 0 where no signed document says so
// yet, and what was destroyed once that was over (disposal.h). Of a parcel there is one of the two,
// once the agent has looked. `positions` are the rows of a parcel, a bit each. An event that was
// destroyed stays known by its token, so that nothing of it is kept again.
inline constexpr std::string_view kDisposals = R"sql(
CREATE TABLE retention (
  parcel INTEGER PRIMARY KEY REFERENCES parcel,
  until INTEGER NOT NULL CHECK (until >= 0)
) STRICT;
CREATE INDEX retention_until ON retention (until);
CREATE TABLE disposal (
  parcel INTEGER PRIMARY KEY REFERENCES parcel,
  time INTEGER NOT NULL,
  note TEXT NOT NULL
) STRICT;
CREATE TABLE disposed_rows (
  disposal INTEGER NOT NULL,
  parcel INTEGER NOT NULL REFERENCES parcel,
  positions BLOB NOT NULL,
  PRIMARY KEY (disposal, parcel)
) STRICT, WITHOUT ROWID;
CREATE TABLE disposed_event (
  source INTEGER NOT NULL REFERENCES source,
  event_token BLOB NOT NULL CHECK (length(event_token) = 16),
  disposal INTEGER NOT NULL,
  PRIMARY KEY (source, event_token)
) STRICT, WITHOUT ROWID;
CREATE INDEX disposed_event_disposal ON disposed_event (disposal);

DROP TRIGGER row_delete;
CREATE TRIGGER row_delete BEFORE DELETE ON row WHEN
  NOT EXISTS (SELECT 1 FROM notice WHERE notice.event_token = old.event_token AND
    notice.source = old.source AND state >= 4) AND
  NOT EXISTS (SELECT 1 FROM change WHERE change.event_token = old.event_token AND
    change.source = old.source AND kind = 5) AND
  NOT EXISTS (SELECT 1 FROM disposed_event AS gone WHERE gone.event_token = old.event_token AND
    gone.source = old.source)
BEGIN SELECT RAISE(ABORT, 'a row is deleted only once it was returned, withdrawn or its time over');
END;
CREATE TRIGGER retention_update BEFORE UPDATE ON retention WHEN old.until <> 0
BEGIN SELECT RAISE(ABORT, 'how long a row may be kept never changes'); END;
CREATE TRIGGER retention_delete BEFORE DELETE ON retention WHEN
  NOT EXISTS (SELECT 1 FROM disposal WHERE disposal.parcel = old.parcel)
BEGIN SELECT RAISE(ABORT, 'how long a row may be kept is not forgotten before it was'); END;
CREATE TRIGGER disposal_update BEFORE UPDATE ON disposal
BEGIN SELECT RAISE(ABORT, 'what was destroyed never changes'); END;
CREATE TRIGGER disposal_delete BEFORE DELETE ON disposal
BEGIN SELECT RAISE(ABORT, 'what was destroyed is never forgotten'); END;
CREATE TRIGGER disposed_rows_update BEFORE UPDATE ON disposed_rows
BEGIN SELECT RAISE(ABORT, 'what was destroyed never changes'); END;
CREATE TRIGGER disposed_rows_delete BEFORE DELETE ON disposed_rows
BEGIN SELECT RAISE(ABORT, 'what was destroyed is never forgotten'); END;
CREATE TRIGGER disposed_event_update BEFORE UPDATE ON disposed_event
BEGIN SELECT RAISE(ABORT, 'what was destroyed never changes'); END;
CREATE TRIGGER disposed_event_delete BEFORE DELETE ON disposed_event
BEGIN SELECT RAISE(ABORT, 'what was destroyed is never forgotten'); END;
)sql";

}  // namespace stile::agent
