#pragma once

#include <functional>
#include <string>

#include "agents/report/reporter.h"
#include "core/base/result.h"

namespace CLI {
class App;
}

namespace stile::agent {

// CommandLine is what `stile` was told. `command` is set by parsing and does what was asked.
struct CommandLine {
  std::string socket;
  bool json = false;
  bool no_input = false;
  std::function<Result<ExitCode>(Reporter&)> command;
};

// add_commands() describes every command to `app`, which fills `line`; both outlive the parsing.
void add_commands(CLI::App& app, CommandLine& line);

}  // namespace stile::agent
