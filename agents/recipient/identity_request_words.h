#pragma once

#include "agents/recipient/own_identity_request.h"
#include "agents/report/labels.h"
#include "agents/report/reporter.h"
#include "core/base/civil_time.h"

// What people read of requests to be told who a child is. Pure, but for the reporter.
namespace stile::agent {

// say() is one line of a list.
void say(const OwnIdentityRequest& request, Instant now, Language language, Reporter& reporter);

// say_identity() says for whom and on which law it was asked, and who the child is or why that is
// not shown; it goes to the reporter and is kept nowhere.
void say_identity(const ShownIdentity& shown, Language language, Reporter& reporter);

}  // namespace stile::agent
