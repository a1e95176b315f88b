#pragma once

#include <compare>
#include <optional>
#include <string>

// The oracle's own calendar, in the plainest arithmetic. It shares nothing with
// core/base/civil_time.
namespace stile::property {

struct Date {
  int year;
  int month;  // 1..12
  int day;    // 1..31
  auto operator<=>(const Date&) const = default;
};

bool is_date(const Date& date);
std::string text_of(const Date& date);  // "2026-10-31"
std::string month_text(const Date& date);
std::string quarter_text(const Date& date);  // "2026-Q4"

// day_number() counts days from 1970-01-01; date_of() is its inverse.
long day_number(const Date& date);
Date date_of(long day);

// age() in completed years; negative before birth. Who is born on 29 February has a birthday on
// 1 March of a common year.
int age(const Date& birth, const Date& on);

// Minutes count from 1970-01-01T00:00, in UTC or as London's clocks show them. Summer time runs
// from 01:00 UTC on the last Sunday of March to 01:00 UTC on the last of October.
constexpr long kHour = 60;
constexpr long kDay = 24 * kHour;
bool is_summer(long utc);
long london_of(long utc);
// utc_of() is nothing for a minute that the clocks skip, and the first of one that they repeat.
std::optional<long> utc_of(long london);
Date local_date(long utc);

// last_sunday() is a day number.
long last_sunday(int year, int month);

}  // namespace stile::property
