#pragma once

#include <functional>

#include "agents/config.h"
#include "core/base/result.h"

namespace stile::agent {

// Signals are what the agent is told from outside while it runs; each is asked often.
struct Signals {
  std::function<bool()> stopping;
  // reload_asked() is true once each time that somebody wants the live files (live_files.h) read
  // again.
  std::function<bool()> reload_asked;
};

// run() is the agent from start to stop: it takes the documents in force, opens what the agency
// keeps, holds the link to the gateway, and answers people at the socket, until it is
// stopped. What is queued or under way is durable at every moment: it may also be killed.
Status run(const Config& config, const Signals& signals);

// check() loads everything that run() would but the stores, which may be in use; it touches
// neither gateway nor socket.
Status check(const Config& config);

}  // namespace stile::agent
