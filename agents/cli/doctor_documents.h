#pragma once

#include "agents/cli/diagnosis.h"
#include "agents/cli/findings.h"
#include "core/base/civil_time.h"

namespace stile::v1 {
class AgentConfig;
}

namespace stile::agent {

// see_documents() says how long the directory is valid, whether it has this agency, and which
// agreements of this agency are in force or near their end. What cannot be believed is
// check_config()'s to say; then this says nothing.
void see_documents(const v1::AgentConfig& config, const Findings& of, Instant now,
                   Diagnosis& diagnosis);

}  // namespace stile::agent
