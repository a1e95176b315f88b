#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "core/agreement/signed.h"
#include "core/base/civil_time.h"
#include "core/base/ids.h"
#include "core/base/result.h"

namespace stile::agreement {

// HomeEntry is what the regulator's signed list says of a home: codes and a number, no name
// and no address.
struct HomeEntry {
  HomeId id;
  AreaCode authority;
  AreaCode force;
  std::uint32_t places = 0;  // 0: not stated, treated as a small home
  Day valid_from = 0;
  std::optional<Day> valid_to;
  std::optional<HomeId> predecessor;
  std::optional<Day> inspected = std::nullopt;  // its last full inspection's first day, where known

  bool valid_on(Day day) const { return valid_from <= day && (!valid_to || day <= *valid_to); }
};

// Homes is one regulator's list. Entries of one home do not overlap in time.
struct Homes {
  AgencyId regulator;
  std::uint64_t serial = 0;
  std::map<HomeId, std::vector<HomeEntry>> entries;

  const HomeEntry* find(const HomeId& id, Day day) const;
};

}  // namespace stile::agreement
