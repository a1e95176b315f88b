#pragma once

#include "core/base/civil_time.h"

namespace stile::agent {

// kInspectionDays is how long after an enquiry its inspection may take; one of which nobody has
// recorded any by then is for the data officers of both agencies to look into (X6).
inline constexpr Day kInspectionDays = 90;

// kEmbargo is for how long, in seconds, an answer to an enquiry is in no account that may leave an
// agency: an inspection might become known before it takes place (X6).
inline constexpr Instant kEmbargo = Instant{kInspectionDays} * 86'400;

// is_past_inspection() is whether that time is over at `now` for what was asked at that instant.
inline bool is_past_inspection(Instant asked, Instant now) {
  return local_day(now) > local_day(asked) + kInspectionDays;
}

}  // namespace stile::agent
