#pragma once

#include <string>
#include <vector>

#include "core/agreement/directory.h"
#include "core/base/civil_time.h"
#include "core/base/result.h"

// Who of an agency is to be told at this hour. Pure; safe from any thread.
namespace stile::agreement {

// duty() is the contacts on duty at an instant: first, second, then the deputies. The calendar is
// read by London's clocks, so that on the nights of a clock change a period is an hour shorter or
// longer. Of an agency without a calendar it is all its contacts in the directory's order, which
// may be one or none; of one with a calendar that check_duty() passes, at least two. A code that
// is no contact's is passed over. The pointers live as long as `agency` is neither moved nor
// changed.
std::vector<const Contact*> duty(const Agency& agency, Instant at);

// on_calendar() is every contact who may be on duty at some time, each once: of an agency without a
// calendar all of them. Otherwise as duty().
std::vector<const Contact*> on_calendar(const Agency& agency);

// check_duty() refuses (kMalformed, or kTooLarge over limits.h; the detail says how to mend it)
// what would leave somebody untold: contacts that share a code or whose code, mailbox or telephone
// has not the form of one; a calendar with a minute that nobody or two periods cover; fewer than
// two contacts on duty, one twice, or one that the agency has not; a control room that is no
// contact; an authority or a YJS without a calendar.
Status check_duty(const Agency& agency);

// duty_words() are lines for people: a period each, then `otherwise`, then the bank holidays.
std::vector<std::string> duty_words(const DutyCalendar& calendar);

}  // namespace stile::agreement
