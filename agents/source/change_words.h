#pragma once

#include <vector>

#include "agents/report/exit_code.h"
#include "agents/report/reporter.h"
#include "agents/source/change_run.h"
#include "agents/source/intake_reader.h"

namespace stile::agent {

// say_planned() says to a person, in words and as JSON, what becomes of a record at each recipient.
void say_planned(const RecordOrder& order, const std::vector<PlannedChange>& planned, bool preview,
                 Reporter& reporter);

// say_changes() says of each change and recipient how it stands there, and since when: those that
// nobody there has confirmed yet, or all. Nothing else that its recipient did; and what was
// released, and answers to challenges, to a data officer alone (X1).
ExitCode say_changes(IntakeReader& reader, bool all, Sight sight, Instant now, Reporter& reporter);

}  // namespace stile::agent
