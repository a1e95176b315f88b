#pragma once

#include "agents/control/server.h"
#include "agents/recipient/inbox.h"
#include "agents/source/source.h"

namespace stile::agent {

// is_about_challenges() is true of what a recipient's people and a source's data officers ask of
// challenges, but for answering one; answer_challenges() answers that as control_handler() does.
bool is_about_challenges(const v1::ControlRequest& asked);
ExitCode answer_challenges(Source* source, Inbox* inbox, const Person& person,
                           const v1::ControlRequest& asked, Reporter& reporter);

}  // namespace stile::agent
