#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "core/base/bytes.h"
#include "core/base/civil_time.h"
#include "core/base/ids.h"
#include "core/record/codes.h"

namespace stile::record {

// Origin is how the source finds a record again: (system, local reference, child). It never
// leaves the source; `child` is empty where the event concerns no particular child.
struct Origin {
  std::string system;     // code of the exporting system, e.g. "command-and-control"
  std::string reference;  // the system's own reference of the event
  std::string child;      // the system's own person reference
  auto operator<=>(const Origin&) const = default;
};

// CallOut is one call-out, for one child or none, as normalised from an export at the source.
// It exists in the source's memory only: what it holds beyond the wire fields (date of birth,
// references) is used to make tokens and bands and is then dropped.
struct CallOut {
  Origin origin;
  std::optional<HomeId> home;
  Instant event = 0;
  bool child_involved = false;
  std::optional<Day> date_of_birth;
  LookedAfter looked_after = LookedAfter::kNotAsked;
  CareHome care_home = CareHome::kNotAsked;
  Category category = Category::kOther;
  Deployment deployment = Deployment::kNotKnown;
  HomeTold home_told = HomeTold::kNotKnown;
  Channel channel = Channel::kOther;
  CallerRole caller_role = CallerRole::kNotKnown;
  Appropriateness appropriateness = Appropriateness::kNotAssessed;
  Level level = Level::kNotSet;
  LevelSetBy level_set_by = LevelSetBy::kNobody;
  ChildRole child_role = ChildRole::kNone;
  std::optional<AreaCode> placing_authority;  // nothing: not known
};

// TreatedCallOut is a call-out at the precision that a grant allows: what a recipient gets. An
// absent field was not granted.
struct TreatedCallOut {
  std::optional<HomeId> home;
  std::optional<Day> event_day;
  std::optional<PartOfDay> part_of_day;
  std::optional<std::int64_t> event_minute;  // UTC minutes since 1970
  std::optional<AgeBand> age_band;
  std::optional<Category> category;
  std::optional<Deployment> deployment;
  std::optional<HomeTold> home_told;
  std::optional<Channel> channel;
  std::optional<CallerRole> caller_role;
  std::optional<Appropriateness> appropriateness;
  std::optional<Level> level;
  std::optional<LevelSetBy> level_set_by;
  std::optional<ChildRole> child_role;
  std::optional<PlacingDistance> placing_distance;
  std::optional<AreaCode> placing_authority;
  std::optional<std::string> contact;
  bool operator==(const TreatedCallOut&) const = default;
};

// Envelope is what routing and evaluation need of a record, whatever its type. The gateway
// sees it and never forwards it.
struct Envelope {
  RecordType type = RecordType::kCallOut;
  HomeId home;
  std::int64_t event_minute = 0;  // UTC minutes since 1970
  std::optional<AreaCode> placing_authority;
  ChildRole child_role = ChildRole::kNone;
  bool child_involved = false;
};

}  // namespace stile::record
