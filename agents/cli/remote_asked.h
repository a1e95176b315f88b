#pragma once

#include "agents/cli/remote.h"
#include "stile/v1/control.pb.h"

namespace stile::agent {

// asked() asks the agent at its socket, and ends as the agent says; kUsage where there is none.
Result<ExitCode> asked(const Agent& agent, const v1::ControlRequest& request, Reporter& reporter);

}  // namespace stile::agent
