#pragma once

#include <span>
#include <string>

#include "core/base/result.h"
#include "core/tls/identity_files.h"

namespace stile::bench {

// submit_all() sends these SubmitRequests on one Submit stream over mutual TLS to the gateway
// at `address`, with at most 32 of them unanswered, and says how many seconds passed from the
// first sent to the last answered. A refusal, or a stream that ends early, is kUnavailable.
Result<double> submit_all(const std::string& address, const tls::IdentityFiles& files,
                          std::span<const std::string> requests);

}  // namespace stile::bench
