#pragma once

#include "agents/control/server.h"
#include "agents/recipient/inbox.h"
#include "agents/source/source.h"

namespace stile::agent {

// answer_reidentify() answers, as control_handler() does, what the data officers of a recipient ask
// of a source about a child, and what those of the source say to it.
ExitCode answer_reidentify(Source* source, Inbox* inbox, const Person& person,
                           const v1::ControlRequest& asked, Reporter& reporter);

}  // namespace stile::agent
