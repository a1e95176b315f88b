#pragma once

#include <string>
#include <string_view>

#include "agents/report/exit_code.h"
#include "agents/report/reporter.h"
#include "agents/source/intake_reader.h"
#include "agents/source/source_options.h"

// What people at the force are shown of notifications.
namespace stile::agent {

// say_notifications() says of each how it stands: queued, delivered, read, overdue; or frozen,
// deleted or uncollected at the gateway; of what was released to a data officer alone.
ExitCode say_notifications(IntakeReader& reader, bool all, Sight sight, Instant now,
                           Reporter& reporter);

// say_alarms() says of each whom to ring now: those on duty at the recipient, with the telephone of
// their role. kFaults while somebody is to be rung.
ExitCode say_alarms(IntakeReader& reader, bool all, const SourceOptions& options,
                    Reporter& reporter);

// reference_of() is how an alarm is called outside Stile: a number and nothing else.
std::string reference_of(const Alarm& alarm);

// words() is why an alarm was raised.
std::string_view words(AlarmKind kind);

}  // namespace stile::agent
