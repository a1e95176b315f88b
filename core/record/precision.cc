#include "core/record/precision.h"

namespace stile::record {
namespace {
constexpr int kOldestPlausibleYears = 30;
}

PartOfDay part_of_day(Instant event) {
  return static_cast<PartOfDay>(local_hour(event) / 6 + 1);
}

AgeBand age_band(bool child_involved, std::optional<Day> date_of_birth, Day event_day) {
  if (!child_involved) return AgeBand::kNoChild;
  if (!date_of_birth) return AgeBand::kNotKnown;
  const auto years = completed_years(*date_of_birth, event_day);
  if (!years || *years > kOldestPlausibleYears) return AgeBand::kNotKnown;
  if (*years < 1) return AgeBand::kUnder1;
  if (*years < 5) return AgeBand::kFrom1To4;
  if (*years < 10) return AgeBand::kFrom5To9;
  if (*years < 16) return AgeBand::kFrom10To15;
  return AgeBand::kFrom16;
}

}  // namespace stile::record
