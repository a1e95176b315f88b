#pragma once

#include "agents/control/server.h"
#include "agents/source/source.h"

namespace stile::agent {

// answer_records() answers, as control_handler() does, what is asked of records that were sent, but
// for what recipients challenge: `record_...` alone.
ExitCode answer_records(Source* source, const Person& person, const v1::ControlRequest& asked,
                        Reporter& reporter);

}  // namespace stile::agent
