#pragma once

#include <filesystem>

#include "agents/report/reporter.h"
#include "core/base/result.h"

namespace stile::agent {

// agreement_diff() says in plain English what a new version of an agreement changes, what widens
// first and marked. Either file may be signed or not. kFaults when something widens, so that a
// script notices; kOk when nothing does. Fails when one does not read, or may not be signed.
Result<ExitCode> agreement_diff(const std::filesystem::path& before,
                                const std::filesystem::path& after, Reporter& reporter);

}  // namespace stile::agent
