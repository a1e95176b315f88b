#pragma once

#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/civil_time.h"
#include "core/base/result.h"

namespace stile::agent {

// WrittenTime is a time as a cell gives it, not yet checked against the calendar. Without an
// offset it is local. Seconds are dropped.
struct WrittenTime {
  CivilMinute minute;
  std::optional<int> offset_minutes;  // east of UTC
};

// TimeForms are the ways in which a column writes its times or dates:
//   "%d/%m/%Y %H:%M"   %d %m %Y %H %M %S and any other characters as they are; day, month and
//                      hour of one or two digits, year of four
//   "iso-8601"         2026-10-31, 2026-10-31T23:59, with seconds, with Z or an offset
//   "excel-serial"     days since 1899-12-30 with a fraction behind a point or a comma, local, from
//                      March 1900
// Fixed once made: safe from any thread.
class TimeForms {
 public:
  // parse() fails with kMalformed for a form that is none of these, has no day, month or year or,
  // where `with_time`, no hour and minute; and for two forms that read one text as two days.
  static Result<TimeForms> parse(const std::vector<std::string>& forms, bool with_time);

  // read() tries the forms in order; nothing when none fits.
  std::optional<WrittenTime> read(std::string_view cell) const;

  // expected() lists the forms for a person, e.g. `31/10/2026 23:59`.
  std::string expected() const;

 private:
  bool with_time_ = false;
  std::vector<std::string> forms_;
};

// LocalClock is to_instant() of core/base/civil_time, and many times as fast for the few days
// that an export covers. Not for two threads at once.
class LocalClock {
 public:
  // instant() fails as to_instant() does.
  Result<Instant> instant(const CivilMinute& minute);

 private:
  struct Known {
    CivilDay date{0, 0, 0};
    Instant midnight = 0;
    bool even = false;  // of 24 hours: no clock change
  };
  const Known& known(const CivilDay& date);

  std::array<Known, 64> days_{};
};

// is_a_date() is true for a day of the calendar.
bool is_a_date(const CivilDay& date);

}  // namespace stile::agent
