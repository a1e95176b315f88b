#pragma once

#include <functional>

#include "agents/config.h"
#include "core/base/result.h"

namespace stile::agent {

// run() is the agent from start to stop: it takes the documents in force, opens what the agency
// keeps, holds the link to the gateway, and answers people at the socket, until `stopping` is
// true. What is queued or under way is durable at every moment: it may also be killed.
Status run(const Config& config, const std::function<bool()>& stopping);

// check() loads everything that run() would but the stores, which may be in use; it touches
// neither gateway nor socket.
Status check(const Config& config);

}  // namespace stile::agent
