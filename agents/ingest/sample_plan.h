#pragma once

#include <cstdint>
#include <optional>
#include <ostream>
#include <string>
#include <vector>

#include "agents/ingest/sample.h"
#include "agents/ingest/sample_homes.h"
#include "agents/ingest/sample_random.h"

namespace stile::agent {

// Told is the edge case that a row of a records or missing-persons export is there for; from
// kBadCode on the row has to be rejected. kTold is an ordinary row at a told time.
enum class Told : std::uint8_t {
  kOrdinary,
  kTold,
  kFoster,
  kHeld,
  kOpen,
  kCanary,
  kBadCode,
  kBadHold,
  kFormula,
  kBadTime,
};

// Planned is one row to be: when, in local minutes of the month, where and who.
struct Planned {
  std::int32_t minute = 0;
  std::uint16_t home = 0;
  std::uint16_t place = 0;
  Told told = Told::kOrdinary;
};

// sample_plan() are a month's rows in the order of their times. One child is in it twice.
std::vector<Planned> sample_plan(const SampleSettings& settings,
                                 const std::vector<SampleHome>& homes);

// canary_of() is which canary a row holds, if one.
std::optional<std::size_t> canary_of(const Planned& planned);

// dotted_birth() is "14/06/2012" as a missing-persons system writes it: "14.06.2012".
std::string dotted_birth(std::string birth);

// count_planned() adds a row to what reading it has to give.
void count_planned(Told told, SampleCounts& counts);

// sample_row_random() draws for one row of a month of the settings' system.
SampleRandom sample_row_random(const SampleSettings& settings, std::int64_t row);

// Each writes the month as an export of its system, in the layout that its shipped map reads.
SampleCounts write_sample_records(const SampleSettings& settings,
                                  const std::vector<SampleHome>& homes, std::ostream& to);
SampleCounts write_sample_episodes(const SampleSettings& settings,
                                   const std::vector<SampleHome>& homes, std::ostream& to);

}  // namespace stile::agent
