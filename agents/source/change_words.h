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
// nobody there has confirmed yet, or all. Nothing else that its recipient did (X1): answers to
// challenges only with `answers`, to a data officer.
ExitCode say_changes(IntakeReader& reader, bool all, bool answers, Instant now, Reporter& reporter);

}  // namespace stile::agent
