#pragma once

#include "agents/documents/witness.h"
#include "agents/report/reporter.h"

namespace stile::agent {

// say_witnesses() says which checkpoint of the ledger a quorum of its witnesses has cosigned last,
// which of them when, and who has not; or that the directory names none. kFaults, with the reason,
// while returns and enquiries wait for one.
ExitCode say_witnesses(Witness& witness, Reporter& reporter);

}  // namespace stile::agent
