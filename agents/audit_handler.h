#pragma once

#include "agents/control/server.h"
#include "agents/evidence.h"
#include "agents/recipient/inbox.h"
#include "agents/source/source.h"

namespace stile::agent {

// answer_audit() answers, as control_handler() does, what a data officer asks about what this
// agency has done: `audit_...` alone, of whatever parts the agent has.
ExitCode answer_audit(Source* source, Inbox* inbox, const Evidence& evidence, const Person& person,
                      const v1::ControlRequest& asked, Reporter& reporter);

}  // namespace stile::agent
