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
#include "core/record/codes.h"

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

  bool valid_on(Day day) const { return valid_from <= day && (!valid_to || day <= *valid_to); }
};

// Homes is one regulator's list. Entries of one home do not overlap in time.
struct Homes {
  AgencyId regulator;
  std::uint64_t serial = 0;
  std::map<HomeId, std::vector<HomeEntry>> entries;

  const HomeEntry* find(const HomeId& id, Day day) const;
};

// Areas tells authorities' neighbours. It is the table whose hash the directory names.
class Areas {
 public:
  void add(const AreaCode& authority, std::vector<AreaCode> adjoining);
  bool knows(const AreaCode& authority) const { return adjoining_.contains(authority); }
  // distance() of a placing authority, nothing if not known, from the home's own.
  record::PlacingDistance distance(const AreaCode& home_authority,
                                   const std::optional<AreaCode>& placing) const;

 private:
  std::map<AreaCode, std::vector<AreaCode>> adjoining_;
};

}  // namespace stile::agreement
