#pragma once

#include <filesystem>

#include "agents/report/reporter.h"
#include "core/base/civil_time.h"
#include "core/base/result.h"

namespace stile::agent {

// check_config() reads the configuration of an agent or of the gateway, and everything it points
// to, as the program would at its start, and prints every fault it finds as "file:line:column:
// what, and how to mend it": kFaults when there is one. It starts and changes nothing. Fails
// when the configuration itself cannot be read.
Result<ExitCode> check_config(const std::filesystem::path& file, Instant now, Reporter& reporter);

}  // namespace stile::agent
