#pragma once

#include <string>
#include <vector>

#include "agents/report/reporter.h"
#include "core/base/civil_time.h"
#include "core/base/result.h"
#include "core/crypto/seal.h"

namespace stile::agent {

// open_challenges() says of each SealedChallenge what its recipient doubts and why, since when, and
// by when that has to be answered, once it is proven to be signed by that recipient and of that
// consignment. What is not proven or does not open is named, with nothing of a doubt: kIntegrity
// where one is not proven, else kFaults; kFaults also where one is overdue. Fails where the agent
// handed out what this program cannot read.
Result<ExitCode> open_challenges(const std::vector<std::string>& handed,
                                 const crypto::SealingKey& officer, Instant now,
                                 Reporter& reporter);

}  // namespace stile::agent
