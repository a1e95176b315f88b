#pragma once

#include <string>

#include "agents/report/reporter.h"
#include "core/base/result.h"

// The commands that the agency's agent does, over its socket. Each fails as ask() does.
namespace stile::agent {

// Agent is where the agent listens.
struct Agent {
  std::string socket;
};

Result<ExitCode> return_preview(const Agent& agent, const std::string& month,
                                const std::string& file, Reporter& reporter);
Result<ExitCode> return_send(const Agent& agent, const std::string& month, const std::string& file,
                             Reporter& reporter);
Result<ExitCode> return_status(const Agent& agent, Reporter& reporter);
// inbox_list() lists one month, or every month when that is empty.
Result<ExitCode> inbox_list(const Agent& agent, const std::string& month, Reporter& reporter);
Result<ExitCode> inbox_export(const Agent& agent, const std::string& month, const std::string& file,
                              Reporter& reporter);
// agent_status() is kIo while the gateway is not attached.
Result<ExitCode> agent_status(const Agent& agent, Reporter& reporter);
Result<ExitCode> audit_verify(const Agent& agent, Reporter& reporter);

}  // namespace stile::agent
