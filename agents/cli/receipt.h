#pragma once

#include <filesystem>
#include <string>

#include "agents/report/reporter.h"
#include "core/base/result.h"

namespace stile::agent {

// receipt_verify() proves, from two files and the ledger's key alone, that the ledger holds a leaf
// with exactly this text, and prints where. kIntegrity when it does not.
Result<ExitCode> receipt_verify(const std::filesystem::path& leaf,
                                const std::filesystem::path& receipt, const std::string& log_vkey,
                                Reporter& reporter);

}  // namespace stile::agent
