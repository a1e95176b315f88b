#pragma once

#include "agents/report/reporter.h"
#include "agents/source/intake_reader.h"
#include "agents/source/source_options.h"

namespace stile::agent {

// audit_source() proves again all that is kept of every consignment: that we signed it, that its
// rows are those signed, that its leaf says so and is in the ledger, and that the recipient
// signed for it. It trusts nothing but the keys. kIntegrity on any fault, which is named by the
// consignment's number.
ExitCode audit_source(const SourceOptions& options, IntakeReader& reader, Reporter& reporter);

}  // namespace stile::agent
