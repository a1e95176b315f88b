#pragma once

#include <string>

#include "agents/report/exit_code.h"
#include "core/base/result.h"
#include "stile/v1/control.pb.h"

namespace stile::bench {

// AgentAnswer is what an agent said to one request, without its progress.
struct AgentAnswer {
  agent::ExitCode code = agent::ExitCode::kOk;
  std::string json = {};  // an object a line
  std::string messages = {};
};

// ask_agent() asks the agent at that socket as `stile` does, and returns when it has answered. Any
// thread.
Result<AgentAnswer> ask_agent(const std::string& socket, const v1::ControlRequest& request);

// judged() is an error with what was said, unless the agent did what it was asked.
Status judged(const AgentAnswer& answer, const std::string& what);

}  // namespace stile::bench
