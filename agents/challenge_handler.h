#pragma once

#include "agents/control/server.h"
#include "agents/recipient/inbox.h"
#include "agents/source/source.h"

namespace stile::agent {

// answer_challenges() answers, as control_handler() does, what a recipient's people and a source's
// data officers ask of challenges, but for answering one.
ExitCode answer_challenges(Source* source, Inbox* inbox, const Person& person,
                           const v1::ControlRequest& asked, Reporter& reporter);

}  // namespace stile::agent
