#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <vector>

#include "agents/ingest/sample.h"
#include "agents/ingest/sample_homes.h"

namespace stile::agent {

// ExportColumn is a column of the sample's export, in order; kExportHeaders names them.
enum class ExportColumn {
  kReference,
  kIncident,
  kTime,
  kChannel,
  kCallerType,
  kCallerName,
  kCallerTelephone,
  kCategory,
  kCareHome,
  kHome,
  kAddress,
  kChildInvolved,
  kPerson,
  kChildName,
  kBirth,
  kLookedAfter,
  kPlacedBy,
  kChildRole,
  kDeployed,
  kHomeTold,
  kLevel,
  kLevelSetBy,
  kAppropriate,
  kOfficer,
  kPncReference,
  kNarrative,
  kExploitation,
  kOffence,
  kOutcome,
  kHold,
};
inline constexpr std::size_t kExportColumns = 30;
extern const std::array<std::string_view, kExportColumns> kExportHeaders;

// ExportRow is one row as text.
struct ExportRow {
  std::array<std::string, kExportColumns> cells;
  std::string& operator[](ExportColumn column) { return cells[static_cast<std::size_t>(column)]; }
};

// Story is the edge case that a row is there for. kTold is an ordinary row at a told time;
// kSecondChild belongs to the call of the row before it.
enum class Story : std::uint8_t {
  kOrdinary,
  kTold,
  kCanary,
  kNoChild,
  kSecondChild,
  kDuplicate,
  kChildCalls,
  kFoster,
  kNotKnown,
  kNotAsked,
  kAdjoining,
  kDistant,
  kMoved,
  kWelsh,
  kLineBreak,
  kBadCode,
  kBadHome,
  kNoHome,
  kFormula,
  kBadDate,
  kShort,
  kBlank,
  kNoPerson,
  kSkippedHour,
};
// story_is_fault() is true for the rows that have to be rejected, story_is_held() for those that
// are held.
bool story_is_fault(Story story);
bool story_is_held(Story story);

// SampleEvent is one row to be: when, where, who. Local time.
struct SampleEvent {
  std::int32_t minute = 0;  // of the month
  std::uint16_t home = 0;
  std::uint16_t place = 0;  // of the child
  Story story = Story::kOrdinary;
};

// days_in() a month.
int days_in(const Month& month);

// crowded_home() is the home whose child has five call-outs in every month.
std::size_t crowded_home(const std::vector<SampleHome>& homes);

// sample_events() are a month's rows in the order of their times.
std::vector<SampleEvent> sample_events(const SampleSettings& settings,
                                       const std::vector<SampleHome>& homes);

// sample_canaries() are the three rows' worth of texts; empty unless asked for.
struct CanaryTexts {
  std::string name, person, birth, birth_iso, address, telephone, reference, caller, officer, pnc,
      narrative;
};
std::array<CanaryTexts, 3> sample_canaries(const SampleSettings& settings);

// sample_row() writes an event as a row. `call` is the call's number in its month, `row` that of
// the row, both from 1.
struct RowNumbers {
  std::int64_t call = 0;
  std::int64_t row = 0;
};
ExportRow sample_row(const SampleSettings& settings, const std::vector<SampleHome>& homes,
                     const SampleEvent& event, RowNumbers numbers);

}  // namespace stile::agent
