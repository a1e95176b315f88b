#pragma once

#include <set>
#include <string>
#include <vector>

#include "core/base/civil_time.h"

namespace stile::agreement {

// DutyDay is the kind of a local day: a bank holiday is one whatever day of the week it falls on.
enum class DutyDay {
  kMonday = 1,
  kTuesday,
  kWednesday,
  kThursday,
  kFriday,
  kSaturday,
  kSunday,
  kBankHoliday,
};

// DutyPeriod begins on each of its days at `from_minute` by London's clocks and ends at
// `to_minute`, both counted from midnight; where that is not later, on the day after, whatever
// day that is.
struct DutyPeriod {
  std::set<DutyDay> days;
  int from_minute = 0;
  int to_minute = 0;
  std::vector<std::string> contacts;  // codes: first, second, then deputies
  bool operator==(const DutyPeriod&) const = default;
};

// DutyCalendar says who of an agency is told first, and whom after that, at every minute.
struct DutyCalendar {
  std::set<Day> bank_holidays;
  std::vector<DutyPeriod> periods;
  std::vector<std::string> otherwise;  // codes of every minute that no period covers
  bool operator==(const DutyCalendar&) const = default;
};

}  // namespace stile::agreement
