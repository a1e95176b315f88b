#pragma once

#include <string_view>

// For schema.cc alone.
namespace stile::agent {

// Step 12 to 13: an answer that the gateway did not let go, because an officer who had signed it is
// in its directory no more, is void (kApprovedAnew), and its request is again one that nobody has
// approved: `why` is the gateway's reason, until somebody approves it anew.
inline constexpr std::string_view kApprovalsAnew = R"sql(
ALTER TABLE identity_request ADD COLUMN why TEXT NOT NULL DEFAULT '';
DROP TRIGGER identity_request_update;
CREATE TRIGGER identity_request_update BEFORE UPDATE ON identity_request WHEN
  new.id <> old.id OR new.consignment <> old.consignment OR new.route <> old.route OR
  new.system <> old.system OR new.reference <> old.reference OR new.child <> old.child OR
  new.event_token <> old.event_token OR new.agreement <> old.agreement OR
  new.digest <> old.digest OR new.expires <> old.expires OR
  (old.account <> '' AND new.account <> old.account OR
   old.change IS NOT NULL AND (new.change IS NOT old.change OR new.note <> old.note) OR
   new.proposed <> x'' AND new.proposed <> old.proposed AND old.change IS NOT NULL OR
   new.sealed <> x'' AND old.change IS NOT NULL) AND NOT
  (new.change IS NULL AND new.account = '' AND new.proposed = x'' AND new.sealed = x'' AND
   EXISTS (SELECT 1 FROM change AS a WHERE a.id = old.change AND a.state = 3
     AND a.why = 'approved-anew'))
BEGIN SELECT RAISE(ABORT, 'a request for an identity never changes, and is answered once'); END;
)sql";

}  // namespace stile::agent
