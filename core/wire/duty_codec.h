#pragma once

#include "core/agreement/duty_calendar.h"
#include "core/base/result.h"

namespace stile::v1 {
class DutyCalendar;
}

namespace stile::wire {

// duty_from() is a duty calendar of its message. It refuses what is no date, no time of day, a day
// listed twice and a period without a day or a time; the detail names the field. What a calendar
// may say is agreement::check_duty()'s matter.
Result<agreement::DutyCalendar> duty_from(const v1::DutyCalendar& wire);

}  // namespace stile::wire
