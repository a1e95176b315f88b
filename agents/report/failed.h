#pragma once

#include <string>

#include "agents/report/exit_code.h"
#include "agents/report/reporter.h"
#include "core/base/result.h"

namespace stile::agent {

// failed() says why a command failed, and is what it ends with.
inline ExitCode failed(const Error& error, Reporter& reporter) {
  reporter.message(std::string(name(error.reason)) + ": " + error.detail);
  return exit_code_of(error.reason);
}

}  // namespace stile::agent
