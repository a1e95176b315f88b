#include "agents/ingest/sample_plan.h"

#include <algorithm>

#include "agents/ingest/sample_call_outs.h"

namespace stile::agent {
namespace {

// Parts of the sample: no others have these numbers.
constexpr std::uint64_t kPlan = 11;
constexpr std::uint64_t kPlannedRows = 7;

std::uint64_t part(const SampleSettings& settings, std::uint64_t first) {
  const auto year = static_cast<std::uint64_t>(settings.month.year);
  const auto month = year * 12 + static_cast<std::uint64_t>(settings.month.month);
  return first + 16 * (2 * month + (settings.kind == SampleKind::kMissing ? 1 : 0));
}

std::vector<Planned> told(const SampleSettings& settings, const std::vector<SampleHome>& homes) {
  const auto crowded = static_cast<std::uint16_t>(crowded_home(homes));
  const auto at = [](int day, int hour, std::uint16_t home, Told what) {
    return Planned{(day - 1) * 1440 + hour * 60 + 7 * day, home, 0, what};
  };
  std::vector<Planned> rows = {
      at(5, 18, crowded, Told::kTold), at(19, 20, crowded, Told::kTold),
      at(9, 16, 0, Told::kFoster),     at(21, 11, 1, Told::kFoster),
      at(7, 19, 10, Told::kHeld),      at(14, 22, 22, Told::kHeld),
      at(24, 15, 33, Told::kHeld),     at(25, 20, 12, Told::kOpen),
  };
  for (std::uint16_t i = 0; settings.canaries && i < 3; ++i) {
    rows.push_back(at(3 + 9 * i, 21, static_cast<std::uint16_t>(5 + 11 * i), Told::kCanary));
    rows.back().place = i;
  }
  if (!settings.faults) return rows;
  rows.insert(rows.end(), {at(2, 9, 20, Told::kBadCode), at(8, 10, 20, Told::kBadHold),
                           at(13, 11, 20, Told::kFormula), at(22, 12, 20, Told::kBadTime)});
  return rows;
}

Planned ordinary(SampleRandom& random, int days, std::size_t home, std::size_t places) {
  // None between one and two, an hour that a clock change can take away.
  const auto day = static_cast<std::int32_t>(random.below(static_cast<std::size_t>(days)));
  const auto minute = static_cast<std::int32_t>(random.between(120, 1439));
  return {day * 1440 + minute, static_cast<std::uint16_t>(home),
          static_cast<std::uint16_t>(random.below(places)), Told::kOrdinary};
}

}  // namespace

std::vector<Planned> sample_plan(const SampleSettings& settings,
                                 const std::vector<SampleHome>& homes) {
  std::vector<Planned> rows = told(settings, homes);
  const auto wanted = static_cast<std::size_t>(settings.rows);
  if (wanted > 0 && rows.size() > wanted) rows.resize(wanted);
  const int days = days_in(settings.month);
  auto random = SampleRandom::mixed(settings.seed, part(settings, kPlan), 0);
  // Half the homes have nothing in a month, the rest a long tail.
  for (std::size_t home = 0; wanted == 0 && home < homes.size(); ++home) {
    const int events = random.percent(50) ? 0 : random.geometric(3, 3 + homes[home].places);
    for (int i = 0; i < events; ++i) {
      rows.push_back(ordinary(random, days, home, homes[home].places));
    }
  }
  while (rows.size() < wanted) {
    const std::size_t home = random.below(homes.size());
    rows.push_back(ordinary(random, days, home, homes[home].places));
  }
  std::ranges::stable_sort(rows, {}, &Planned::minute);
  return rows;
}

std::optional<std::size_t> canary_of(const Planned& planned) {
  if (planned.told != Told::kCanary) return std::nullopt;
  return planned.place;
}

std::string dotted_birth(std::string birth) {
  birth[2] = birth[5] = '.';
  return birth;
}

void count_planned(Told told, SampleCounts& counts) {
  ++counts.rows;
  counts.withheld += told == Told::kFoster ? 1 : 0;
  counts.held += told == Told::kHeld ? 1 : 0;
  counts.rejected += told >= Told::kBadCode ? 1 : 0;
}

SampleRandom sample_row_random(const SampleSettings& settings, std::int64_t row) {
  return SampleRandom::mixed(settings.seed, part(settings, kPlannedRows),
                             static_cast<std::uint64_t>(row));
}

}  // namespace stile::agent
