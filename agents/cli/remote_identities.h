#pragma once

#include <filesystem>
#include <functional>
#include <istream>
#include <ostream>
#include <string>

#include "agents/cli/remote.h"
#include "agents/report/reporter.h"
#include "core/base/civil_time.h"
#include "core/base/result.h"
#include "core/crypto/random.h"

namespace stile::agent {

// Officer is with which key somebody decides about requests for a child's identity, and where the
// answers are read that they are asked for; both streams outlive it. `sure` asks whether to go on.
struct Officer {
  std::filesystem::path key;
  std::istream* from = nullptr;
  std::ostream* to = nullptr;
  crypto::Random random;
  std::function<bool(const std::string& question)> sure;
};

// identities_asked() says what waits for officers, or all, as open_identity_requests() does.
// identity_approve() approves the request whose name begins so, and identity_refuse() refuses it.
// Without a key that reads nobody is asked: what is handed out is a consultation. Each ends as the
// agent says.
Result<ExitCode> identities_asked(const Agent& agent, bool all,
                                  const std::filesystem::path& officer_key, Instant now,
                                  Reporter& reporter);
Result<ExitCode> identity_approve(const Agent& agent, const std::string& begins,
                                  const Officer& officer, Reporter& reporter);
Result<ExitCode> identity_refuse(const Agent& agent, const std::string& begins,
                                 const Officer& officer, Reporter& reporter);

}  // namespace stile::agent
