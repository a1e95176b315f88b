#pragma once

#include <cstdint>
#include <optional>
#include <set>

#include "agents/homes/register.h"
#include "core/agreement/homes.h"
#include "core/base/civil_time.h"
#include "core/base/ids.h"
#include "core/base/result.h"

namespace stile::agent {

// ListOrder says whose list is made, and of which day.
struct ListOrder {
  AgencyId regulator;
  HomeScheme scheme = HomeScheme::kOfsted;
  std::uint64_t serial = 0;
  Day as_at = 0;
};

// HomesList is the next list of homes, and how it differs from the previous one.
struct HomesList {
  agreement::Homes homes;
  std::set<HomeId> kept;  // unplaced now, as the previous list has them
  std::int64_t added = 0;
  std::int64_t changed = 0;
  std::int64_t unchanged = 0;
  std::int64_t closed = 0;
  std::int64_t newly_inspected = 0;     // the register has another day of it than the previous list
  std::int64_t without_inspection = 0;  // open, and no list or register has a day of it
};

// next_list() lists the homes of a register after the previous list, if there was one. A home
// that is new begins when it was registered, else on the register's day; one whose place or
// places changed has its entry closed the day before and another from the register's day on; one
// that has gone is closed the day before. Whatever was closed stays listed, so that earlier
// events are still routed. A home that the register has but could not be placed stays as it was.
// When a home was inspected begins no entry: its open one says so, as the register has it, else as
// the previous list had it.
// Fails with kWrongParty for another regulator's previous list, kRolledBack for a serial that is
// not higher or a register from before the previous list's last change or inspection, kMissingField
// for a register without any children's home: that would close them all.
Result<HomesList> next_list(const ListOrder& order, const Register& of,
                            const std::optional<agreement::Homes>& previous);

}  // namespace stile::agent
