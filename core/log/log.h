#pragma once

#include <string_view>

#include "core/base/reason.h"

// The local log: one JSON object a line on stderr, for journald. A line never holds an
// identifier of a person, a home or a reference (X8): events, reasons, agencies, counts.
namespace stile {

void start_log();
void log_event(std::string_view event, std::string_view detail = {});
void log_problem(std::string_view event, Reason reason, std::string_view detail = {});

}  // namespace stile
