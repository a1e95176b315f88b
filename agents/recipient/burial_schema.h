#pragma once

#include <string_view>

// For inbox_schema.cc alone.
namespace stile::agent {

// Step 9 to 10: once somebody here has confirmed that a record was erased at its source's order,
// its event token goes too: what stays stands under another, which nobody can trace (buried()).
inline constexpr std::string_view kBurials = R"sql(
CREATE VIEW confirmed_erasure AS
  SELECT change.source AS source, change.event_token AS event_token FROM change
    JOIN word ON word.parcel = change.parcel WHERE change.reason = 18 AND word.state = 6;

DROP TRIGGER change_update;
CREATE TRIGGER change_update BEFORE UPDATE ON change WHEN new.parcel <> old.parcel OR
  new.source <> old.source OR new.revision <> old.revision OR new.kind <> old.kind OR
  new.reason <> old.reason OR new.type <> old.type OR new.salt <> x'' OR
  new.arrived <> old.arrived OR new.due <> old.due OR new.notified <> old.notified OR
  new.alleged <> old.alleged OR new.exported <> old.exported OR new.erasure <> old.erasure OR
  NOT EXISTS (SELECT 1 FROM confirmed_erasure AS e WHERE e.source = old.source AND
    e.event_token = old.event_token)
BEGIN SELECT RAISE(ABORT, 'a marker never changes'); END;
DROP TRIGGER notice_update;
CREATE TRIGGER notice_update BEFORE UPDATE OF parcel, source, event_token, revision, type, arrived,
  due, alleged ON notice WHEN new.parcel <> old.parcel OR new.source <> old.source OR
  new.revision <> old.revision OR new.type <> old.type OR new.arrived <> old.arrived OR
  new.due <> old.due OR new.alleged <> old.alleged OR
  NOT EXISTS (SELECT 1 FROM confirmed_erasure AS e WHERE e.source = old.source AND
    e.event_token = old.event_token)
BEGIN SELECT RAISE(ABORT, 'a notice never changes'); END;
DROP TRIGGER unkept_update;
CREATE TRIGGER unkept_update BEFORE UPDATE ON unkept WHEN new.parcel <> old.parcel OR
  new.position <> old.position OR new.source <> old.source OR new.revision <> old.revision OR
  NOT EXISTS (SELECT 1 FROM confirmed_erasure AS e WHERE e.source = old.source AND
    e.event_token = old.event_token)
BEGIN SELECT RAISE(ABORT, 'a marker never changes'); END;
DROP TRIGGER challenge_update;
CREATE TRIGGER challenge_update BEFORE UPDATE ON challenge WHEN new.id <> old.id OR
  new.parcel <> old.parcel OR new.source <> old.source OR new.revision <> old.revision OR
  new.type <> old.type OR new.notified <> old.notified OR new.why <> old.why OR
  new.fields <> old.fields OR new.account <> old.account OR new.salt <> old.salt OR
  new.note <> old.note OR new.digest <> old.digest OR new.made <> old.made OR
  new.due <> old.due OR new.sent <> old.sent AND old.sent <> '' OR
  new.event_token = old.event_token AND old.sent <> '' OR
  new.event_token <> old.event_token AND NOT EXISTS (SELECT 1 FROM confirmed_erasure AS e
    WHERE e.source = old.source AND e.event_token = old.event_token)
BEGIN SELECT RAISE(ABORT, 'a challenge never changes, and is sent once'); END;
DROP TRIGGER answer_update;
CREATE TRIGGER answer_update BEFORE UPDATE ON answer WHEN new.parcel <> old.parcel OR
  new.source <> old.source OR new.revision <> old.revision OR new.reason <> old.reason OR
  new.type <> old.type OR new.salt <> x'' OR new.arrived <> old.arrived OR new.due <> old.due OR
  new.notified <> old.notified OR NOT EXISTS (SELECT 1 FROM confirmed_erasure AS e
    WHERE e.source = old.source AND e.event_token = old.event_token)
BEGIN SELECT RAISE(ABORT, 'an answer never changes'); END;
DROP TRIGGER disposed_event_update;
CREATE TRIGGER disposed_event_update BEFORE UPDATE ON disposed_event WHEN
  new.source <> old.source OR new.disposal <> old.disposal OR
  NOT EXISTS (SELECT 1 FROM confirmed_erasure AS e WHERE e.source = old.source AND
    e.event_token = old.event_token)
BEGIN SELECT RAISE(ABORT, 'what was destroyed never changes'); END;
)sql";

}  // namespace stile::agent
