#pragma once

#include "agents/report/reporter.h"
#include "agents/source/intake_reader.h"
#include "agents/source/sender.h"

namespace stile::agent {

// say_status() says per month, agreement and recipient how many rows are queued, admitted and
// stored at the recipient, what was lost with a ledger and given up, what was withheld or refused
// and why, and every integrity event. kIntegrity when there is one, else kOk.
ExitCode say_status(IntakeReader& reader, const SenderState& sending, Reporter& reporter);

}  // namespace stile::agent
