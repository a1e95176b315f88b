#include "tests/property/calendar.h"

#include <array>
#include <cstdio>

namespace stile::property {
namespace {

bool is_leap(int year) { return (year % 4 == 0 && year % 100 != 0) || year % 400 == 0; }
int days_of_year(int year) { return is_leap(year) ? 366 : 365; }
int days_of_month(int year, int month) {
  constexpr std::array kDays = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  return month == 2 && is_leap(year) ? 29 : kDays[static_cast<std::size_t>(month) - 1];
}

std::string written(const char* form, int a, int b, int c = 0) {
  std::array<char, 64> text{};
  std::snprintf(text.data(), text.size(), form, a, b, c);
  return text.data();
}

// Days begin at midnight before 1970 too.
long day_of(long minutes) {
  return minutes >= 0 ? minutes / kDay : -((-minutes + kDay - 1) / kDay);
}

}  // namespace

bool is_date(const Date& date) {
  return date.year >= 1 && date.month >= 1 && date.month <= 12 && date.day >= 1 &&
         date.day <= days_of_month(date.year, date.month);
}

std::string text_of(const Date& date) {
  return written("%04d-%02d-%02d", date.year, date.month, date.day);
}
std::string month_text(const Date& date) { return written("%04d-%02d", date.year, date.month); }
std::string quarter_text(const Date& date) {
  return written("%04d-Q%d", date.year, (date.month + 2) / 3);
}

long day_number(const Date& date) {
  long days = date.day - 1;
  for (int month = 1; month < date.month; ++month) days += days_of_month(date.year, month);
  for (int year = 1970; year < date.year; ++year) days += days_of_year(year);
  for (int year = date.year; year < 1970; ++year) days -= days_of_year(year);
  return days;
}

Date date_of(long day) {
  Date date{1970, 1, 1};
  while (day < 0) day += days_of_year(--date.year);
  while (day >= days_of_year(date.year)) day -= days_of_year(date.year++);
  while (day >= days_of_month(date.year, date.month)) {
    day -= days_of_month(date.year, date.month++);
  }
  date.day += static_cast<int>(day);
  return date;
}

int age(const Date& birth, const Date& on) {
  const bool had_birthday =
      on.month > birth.month || (on.month == birth.month && on.day >= birth.day);
  return on.year - birth.year - (had_birthday ? 0 : 1);
}

long last_sunday(int year, int month) {
  long day = day_number({year, month, 31});
  while ((day + 4) % 7 != 0) --day;  // 1 January 1970 was a Thursday
  return day;
}

bool is_summer(long utc) {
  const int year = date_of(day_of(utc)).year;
  return utc >= last_sunday(year, 3) * kDay + kHour && utc < last_sunday(year, 10) * kDay + kHour;
}

long london_of(long utc) { return utc + (is_summer(utc) ? kHour : 0); }

std::optional<long> utc_of(long london) {
  if (is_summer(london - kHour)) return london - kHour;
  if (is_summer(london)) return std::nullopt;
  return london;
}

Date local_date(long utc) { return date_of(day_of(london_of(utc))); }

}  // namespace stile::property
