#pragma once

#include <filesystem>

#include "agents/report/reporter.h"
#include "core/base/civil_time.h"
#include "core/base/result.h"

namespace stile::agent {

// CheckOrder says what to hold an agreement against; an empty path leaves that out.
struct CheckOrder {
  std::filesystem::path file;  // signed or not
  std::filesystem::path
      directory;                  // the scheme's, a signed note; its signatures are not asked here
  std::filesystem::path grounds;  // the table of legal grounds
};

// agreement_check() reports everything that can be known of an agreement before anybody signs it,
// each as "file:line:column: REASON: what": what does not read; what agreement::check() refuses;
// grounds unknown or unfit; parties, processor and signatories that the directory does not have;
// an agreement that is over. What is allowed and unusual is a warning. kOk, kFaults for what has to
// be mended in the text, kRefused when Stile would refuse it whoever signed. Fails only when a
// file cannot be read.
Result<ExitCode> agreement_check(const CheckOrder& order, Instant now, Reporter& reporter);

}  // namespace stile::agent
