#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "core/base/result.h"

// Local dates of the Europe/London calendar, clock changes included. Months, quarters and
// "part of day" are local by law of the domain; instants are UTC seconds. Pure but for the
// time-zone database of the host, read once; safe from any thread.
namespace stile {

// Instant is seconds since 1970-01-01T00:00:00Z, leap seconds smeared.
using Instant = std::int64_t;

// Day is a local calendar day, counted from 1970-01-01.
using Day = std::int32_t;

struct CivilDay {
  int year;
  int month;  // 1..12
  int day;    // 1..31
  auto operator<=>(const CivilDay&) const = default;
};

struct CivilMinute {
  CivilDay date;
  int hour;    // 0..23
  int minute;  // 0..59
};

// Month and Quarter are local; text forms are "2026-10" and "2026-Q4".
struct Month {
  int year;
  int month;
  auto operator<=>(const Month&) const = default;
};
struct Quarter {
  int year;
  int quarter;  // 1..4
  auto operator<=>(const Quarter&) const = default;
};

Day to_day(const CivilDay& date);
CivilDay to_civil(Day day);

// local_day(), local_hour(), local_minute(): what the London calendar and clocks show at an
// instant.
Day local_day(Instant instant);
int local_hour(Instant instant);
CivilMinute local_minute(Instant instant);
Month month_of(Day day);
Quarter quarter_of(Day day);

// to_instant() reads a London wall-clock minute. A minute that the spring change skips is
// kMalformed; of one that the autumn change repeats, the first (summer time) is taken.
Result<Instant> to_instant(const CivilMinute& local);

// completed_years() from birth to `on`; a birthday counts on its own day, and 29 February
// on 1 March of a common year. Nothing if `birth` is after `on`.
std::optional<int> completed_years(Day birth, Day on);

// Text: "2026-10-31", "2026-10", "2026-Q4", and RFC 3339 UTC to the minute or second.
std::string to_text(const CivilDay& date);
std::string to_text(const Month& month);
std::string to_text(const Quarter& quarter);
std::string utc_minute_text(Instant instant);
std::string utc_second_text(Instant instant);
Result<CivilDay> parse_day(std::string_view text);
Result<Month> parse_month(std::string_view text);
Result<Instant> parse_utc_minute(std::string_view text);
// parse_local_minute() reads "2026-10-31T23:59" as London's clocks show it, as to_instant() does.
Result<Instant> parse_local_minute(std::string_view text);

// A time of day is minutes from midnight by the clock; text form "23:59", never "24:00".
std::string time_of_day_text(int minutes);
Result<int> parse_time_of_day(std::string_view text);

}  // namespace stile
