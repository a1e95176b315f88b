#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/base/civil_time.h"
#include "core/base/ids.h"
#include "core/record/codes.h"

namespace stile::record {

// Count is one figure of a home's month; what is not listed is 0.
struct Count {
  Measure measure = Measure::kCallsByStaff;
  std::uint32_t value = 0;  // from 1
  auto operator<=>(const Count&) const = default;
};

// Collection is what a manifest says of one type of record (proto/stile/v1/record.proto).
struct Collection {
  RecordType type = RecordType::kCallOut;
  bool complete = false;
  std::uint32_t records = 0;
  std::uint32_t withheld = 0;
  std::uint32_t rejected = 0;
  auto operator<=>(const Collection&) const = default;
};

// empty_collection() is what a manifest says of a type where no answer was made.
constexpr Collection empty_collection(RecordType type) { return {type, false, 0, 0, 0}; }

// Treated is a record at the precision that a grant allows: what a recipient gets. An absent
// field was not granted, or is none of its type's.
struct Treated {
  RecordType type = RecordType::kCallOut;
  std::optional<HomeId> home;
  std::optional<Day> event_day;
  std::optional<PartOfDay> part_of_day;
  std::optional<std::int64_t> event_minute;  // UTC minutes since 1970
  std::optional<Month> month;
  std::optional<AgeBand> age_band;
  std::optional<ChildRole> child_role;
  std::optional<PlacingDistance> placing_distance;
  std::optional<AreaCode> placing_authority;
  std::optional<std::string> contact;
  // Call-outs.
  std::optional<Category> category;
  std::optional<Deployment> deployment;
  std::optional<HomeTold> home_told;
  std::optional<Channel> channel;
  std::optional<CallerRole> caller_role;
  std::optional<Appropriateness> appropriateness;
  std::optional<Level> level;
  std::optional<LevelSetBy> level_set_by;
  // Missing episodes.
  std::optional<Absence> absence;
  std::optional<PoliceResponse> police_response;
  std::optional<Answer> home_enquired;
  std::optional<DurationBand> duration_band;
  std::optional<MissingRisk> risk;
  // Arrests and concerns.
  std::optional<Kind> kind;
  // Notifications.
  std::optional<ChildNow> child_now;
  std::optional<Answer> exploitation;
  std::optional<Answer> harm;
  std::optional<OffenceGroup> offence;
  std::optional<Answer> arrested;
  std::optional<OutcomeGroup> outcome;
  std::optional<Answer> child_view;
  std::optional<Answer> disputed;
  std::optional<std::int64_t> end_minute;  // UTC minutes since 1970; 0: still missing
  std::optional<Answer> interview_due;
  std::optional<Answer> interview_offered;
  std::optional<Answer> interview_accepted;
  // Home months: measures ascend.
  std::vector<Count> counts;
  // Return manifests: types ascend.
  std::optional<std::uint32_t> revision;
  std::vector<Collection> collections;
  std::optional<Declined> declined;  // an answer that is none: then the collections have nothing
  bool operator==(const Treated&) const = default;
};

}  // namespace stile::record
