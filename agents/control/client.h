#pragma once

#include <string>

#include "agents/report/reporter.h"
#include "core/base/result.h"

namespace stile::v1 {
class ControlRequest;
}

namespace stile::agent {

// ask() sends one request to the agent that listens on `path`, passes on what it says, as it
// says it, and returns how it ended. kUnavailable when no agent answers; kIo when the agent
// went away before the end.
Result<ExitCode> ask(const std::string& path, const v1::ControlRequest& request,
                     Reporter& reporter);

}  // namespace stile::agent
