#pragma once

#include "agents/recipient/challenge.h"
#include "agents/report/labels.h"
#include "agents/report/reporter.h"

// What people read of challenges. Pure, but for the reporter.
namespace stile::agent {

// say() is one line of a list.
void say(const OwnChallenge& challenge, Instant now, Language language, Reporter& reporter);

}  // namespace stile::agent
