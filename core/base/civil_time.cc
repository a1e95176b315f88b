#include "core/base/civil_time.h"

#include <absl/time/civil_time.h>
#include <absl/time/time.h>

#include <array>
#include <chrono>
#include <cstdio>
#include <cstdlib>

namespace stile {
namespace {

const absl::TimeZone& london() {
  static const absl::TimeZone zone = [] {
    absl::TimeZone loaded;
    if (!absl::LoadTimeZone("Europe/London", &loaded)) {
      std::fputs("stile: the time-zone database has no Europe/London; install tzdata\n", stderr);
      std::abort();
    }
    return loaded;
  }();
  return zone;
}

absl::CivilDay absl_day(const CivilDay& date) {
  return absl::CivilDay(date.year, date.month, date.day);
}

CivilDay own_day(const absl::CivilDay& date) {
  return {static_cast<int>(date.year()), date.month(), date.day()};
}

// number() reads exactly `digits` decimal digits at `at`; -1 if they are not there.
int number(std::string_view text, std::size_t at, std::size_t digits) {
  if (text.size() < at + digits) return -1;
  int value = 0;
  for (std::size_t i = at; i < at + digits; ++i) {
    if (text[i] < '0' || text[i] > '9') return -1;
    value = value * 10 + (text[i] - '0');
  }
  return value;
}

Error malformed(std::string_view what, std::string_view want) {
  return {Reason::kMalformed, std::string(what) + " is not of the form " + std::string(want)};
}

template <typename... Args>
std::string format(const char* pattern, Args... args) {
  std::array<char, 64> buffer{};
  const int n = std::snprintf(buffer.data(), buffer.size(), pattern, args...);
  return {buffer.data(), static_cast<std::size_t>(n)};
}

}  // namespace

Day to_day(const CivilDay& date) {
  return static_cast<Day>(absl_day(date) - absl::CivilDay(1970, 1, 1));
}

// Four times as fast as Abseil's calendar, and asked several times a row.
CivilDay to_civil(Day day) {
  const std::chrono::year_month_day date{std::chrono::sys_days(std::chrono::days(day))};
  return {static_cast<int>(date.year()), static_cast<int>(static_cast<unsigned>(date.month())),
          static_cast<int>(static_cast<unsigned>(date.day()))};
}

Day local_day(Instant instant) {
  return to_day(own_day(absl::ToCivilDay(absl::FromUnixSeconds(instant), london())));
}

int local_hour(Instant instant) {
  return absl::ToCivilHour(absl::FromUnixSeconds(instant), london()).hour();
}

CivilMinute local_minute(Instant instant) {
  const auto local = absl::ToCivilMinute(absl::FromUnixSeconds(instant), london());
  return {own_day(absl::CivilDay(local)), local.hour(), local.minute()};
}

Month month_of(Day day) {
  const auto civil = to_civil(day);
  return {civil.year, civil.month};
}

Quarter quarter_of(Day day) {
  const auto civil = to_civil(day);
  return {civil.year, (civil.month - 1) / 3 + 1};
}

Result<Instant> to_instant(const CivilMinute& local) {
  const absl::CivilMinute minute(local.date.year, local.date.month, local.date.day, local.hour,
                                 local.minute);
  if (own_day(absl::CivilDay(minute)) != local.date || minute.hour() != local.hour ||
      minute.minute() != local.minute) {
    return Error{Reason::kMalformed, "no such date or time"};
  }
  const auto info = london().At(absl::CivilSecond(minute));
  if (info.kind == absl::TimeZone::TimeInfo::SKIPPED) {
    return Error{Reason::kMalformed, "this local time was skipped by the change to summer time"};
  }
  return static_cast<Instant>(absl::ToUnixSeconds(info.pre));
}

std::optional<int> completed_years(Day birth, Day on) {
  if (birth > on) return std::nullopt;
  const auto b = to_civil(birth);
  const auto o = to_civil(on);
  const bool before_birthday = o.month < b.month || (o.month == b.month && o.day < b.day);
  return o.year - b.year - (before_birthday ? 1 : 0);
}

std::string to_text(const CivilDay& date) {
  return format("%04d-%02d-%02d", date.year, date.month, date.day);
}
std::string to_text(const Month& month) { return format("%04d-%02d", month.year, month.month); }
std::string to_text(const Quarter& quarter) {
  return format("%04d-Q%d", quarter.year, quarter.quarter);
}

std::string utc_minute_text(Instant instant) {
  return absl::FormatTime("%Y-%m-%dT%H:%MZ", absl::FromUnixSeconds(instant), absl::UTCTimeZone());
}
std::string utc_second_text(Instant instant) {
  return absl::FormatTime("%Y-%m-%dT%H:%M:%SZ", absl::FromUnixSeconds(instant),
                          absl::UTCTimeZone());
}

Result<CivilDay> parse_day(std::string_view text) {
  const CivilDay date{number(text, 0, 4), number(text, 5, 2), number(text, 8, 2)};
  if (text.size() != 10 || text[4] != '-' || text[7] != '-' || date.year < 1) {
    return malformed("a date", "2026-10-31");
  }
  if (date.month < 1 || date.day < 1 || own_day(absl_day(date)) != date) {
    return Error{Reason::kMalformed, "no such date"};
  }
  return date;
}

Result<Month> parse_month(std::string_view text) {
  const Month month{number(text, 0, 4), number(text, 5, 2)};
  if (text.size() != 7 || text[4] != '-' || month.year < 1 || month.month < 1 || month.month > 12) {
    return malformed("a month", "2026-10");
  }
  return month;
}

std::string time_of_day_text(int minutes) {
  return format("%02d:%02d", minutes / 60, minutes % 60);
}

Result<int> parse_time_of_day(std::string_view text) {
  const int hour = number(text, 0, 2);
  const int minute = number(text, 3, 2);
  if (text.size() != 5 || text[2] != ':' || hour < 0 || hour > 23 || minute < 0 || minute > 59) {
    return malformed("a time of day", "23:59");
  }
  return hour * 60 + minute;
}

Result<Instant> parse_utc_minute(std::string_view text) {
  if (text.size() != 17 || text[10] != 'T' || text[16] != 'Z') {
    return malformed("a UTC minute", "2026-10-31T23:59Z");
  }
  STILE_TRY(const CivilDay date, parse_day(text.substr(0, 10)));
  STILE_TRY(const int minutes, parse_time_of_day(text.substr(11, 5)));
  return static_cast<Instant>(to_day(date)) * 86400 + minutes * 60;
}

Result<Instant> parse_local_minute(std::string_view text) {
  if (text.size() != 16 || text[10] != 'T') {
    return malformed("a local minute", "2026-10-31T23:59");
  }
  STILE_TRY(const CivilDay date, parse_day(text.substr(0, 10)));
  STILE_TRY(const int minutes, parse_time_of_day(text.substr(11)));
  return to_instant({date, minutes / 60, minutes % 60});
}

}  // namespace stile
