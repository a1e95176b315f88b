#pragma once

#include <optional>

#include "core/base/civil_time.h"
#include "core/record/codes.h"

// Banding and coarsening: each function drops precision and nothing can get it back.
namespace stile::record {

// part_of_day() of a local hour: night 0-5, morning 6-11, afternoon 12-17, evening 18-23.
PartOfDay part_of_day(Instant event);

// age_band() on the local day of the event. No date of birth, or one after the event or more
// than 30 years before it, is kNotKnown: a placeholder must not become a child's age.
AgeBand age_band(bool child_involved, std::optional<Day> date_of_birth, Day event_day);

// duration_band() of a missing episode, in hours as they passed; nothing for `end` is still
// missing.
DurationBand duration_band(Instant start, std::optional<Instant> end);

}  // namespace stile::record
