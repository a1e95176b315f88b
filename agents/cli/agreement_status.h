#pragma once

#include <cstdint>
#include <filesystem>
#include <string>

#include "agents/report/reporter.h"
#include "core/agreement/document_set.h"
#include "core/base/civil_time.h"
#include "core/base/result.h"

namespace stile::agent {

// StatusOrder says what becomes of an agreement, and who signs that first.
struct StatusOrder {
  std::filesystem::path file;  // the signed agreement
  std::uint64_t serial = 0;    // gap-free per agreement, from 1
  std::string effective;       // UTC minute; empty: now
  std::filesystem::path key;
  std::string name;  // the key's name, as in the directory
  std::filesystem::path out;
};

// agreement_status() writes a status note that suspends, resumes or ends exactly this agreement,
// with the first signature, and says who else has to sign. Others add theirs with
// `stile document sign`. One side's signatories suffice to suspend or end; resuming takes both.
Result<ExitCode> agreement_status(agreement::StatusKind kind, const StatusOrder& order, Instant now,
                                  Reporter& reporter);

}  // namespace stile::agent
