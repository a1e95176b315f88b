#pragma once

#include <filesystem>
#include <string_view>

#include "agents/report/reporter.h"
#include "core/base/civil_time.h"
#include "core/base/result.h"

namespace stile::agent {

// check_config() reads the configuration of an agent or of the gateway, and everything it points
// to, as the program would at its start, and prints every fault it finds as "file:line:column:
// what, and how to mend it": kFaults when there is one. It starts and changes nothing. Fails
// when the configuration itself cannot be read.
Result<ExitCode> check_config(const std::filesystem::path& file, Instant now, Reporter& reporter);

// is_gateway_text() tells the two kinds of configuration apart by a setting that only one of them
// has, so that the faults of a file that does not read are those of its own kind. Pure.
bool is_gateway_text(std::string_view text);

}  // namespace stile::agent
