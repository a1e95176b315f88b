#include "core/record/precision.h"

namespace stile::record {
namespace {
constexpr int kOldestPlausibleYears = 30;
constexpr Instant kSecondsPerHour = 3600;
}  // namespace

PartOfDay part_of_day(Instant event) { return static_cast<PartOfDay>(local_hour(event) / 6 + 1); }

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

DurationBand duration_band(Instant start, std::optional<Instant> end) {
  if (!end) return DurationBand::kStillMissing;
  const Instant hours = (*end - start) / kSecondsPerHour;
  if (hours < 8) return DurationBand::kUnder8Hours;
  if (hours < 16) return DurationBand::kFrom8To16Hours;
  if (hours < 24) return DurationBand::kFrom16To24Hours;
  if (hours < 2 * 24) return DurationBand::kFrom1To2Days;
  if (hours < 7 * 24) return DurationBand::kFrom2To7Days;
  if (hours < 28 * 24) return DurationBand::kFrom7To28Days;
  return DurationBand::kFrom28Days;
}

}  // namespace stile::record
