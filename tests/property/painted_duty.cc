#include "tests/property/painted_duty.h"

#include <algorithm>
#include <array>
#include <cstdio>

namespace stile::property {
namespace {

constexpr int kNobody = -1;
constexpr int kTwo = -2;
constexpr long kMargin = 2;  // days before and after the year; the outermost only lead in and out

std::string quoted(const std::string& field, const std::string& value) {
  return field + ": \"" + value + "\" ";
}

std::string clock_text(long minutes) {
  std::array<char, 32> text{};
  std::snprintf(text.data(), text.size(), "%02ld:%02ld", minutes / kHour, minutes % kHour);
  return text.data();
}

}  // namespace

std::string text_of(const DrawnDuty& duty) {
  const std::array<const char*, 8> names = {"MONDAY", "TUESDAY",  "WEDNESDAY", "THURSDAY",
                                            "FRIDAY", "SATURDAY", "SUNDAY",    "BANK_HOLIDAY"};
  std::string text = "duty {\n";
  for (const Date& day : duty.holidays) text += quoted("bank_holiday", text_of(day));
  for (const DrawnPeriod& period : duty.periods) {
    text += "\nperiod { ";
    for (const int day : period.days) {
      text += std::string("day: ") + names[static_cast<std::size_t>(day)] + " ";
    }
    text += quoted("from", clock_text(period.from)) + quoted("to", clock_text(period.to));
    for (const std::string& contact : period.contacts) text += quoted("contact", contact);
    text += "}";
  }
  for (const std::string& contact : duty.otherwise) text += "\n" + quoted("otherwise", contact);
  return text + "\n}\n";
}

PaintedDuty::PaintedDuty(const DrawnDuty& duty, int year) : duty_(duty) {
  const long begin = day_number({year, 1, 1}) - kMargin;
  const long end = day_number({year + 1, 1, 1}) + kMargin;
  first_ = begin * kDay;
  owner_.assign(static_cast<std::size_t>((end - begin) * kDay), kNobody);
  for (long day = begin; day < end; ++day) paint(day);
}

bool PaintedDuty::begins_on(const DrawnPeriod& period, long day) const {
  const Date date = date_of(day);
  const bool holiday =
      std::find(duty_.holidays.begin(), duty_.holidays.end(), date) != duty_.holidays.end();
  const long since_a_monday = day - day_number({1900, 1, 1});
  const int kind = holiday ? kBankHoliday : static_cast<int>(since_a_monday % 7);
  return std::find(period.days.begin(), period.days.end(), kind) != period.days.end();
}

void PaintedDuty::paint(long day) {
  for (std::size_t i = 0; i < duty_.periods.size(); ++i) {
    const DrawnPeriod& period = duty_.periods[i];
    if (!begins_on(period, day)) continue;
    const long from = day * kDay + period.from - first_;
    const long length =
        period.to > period.from ? period.to - period.from : period.to + kDay - period.from;
    for (long minute = from; minute < from + length; ++minute) {
      if (minute >= static_cast<long>(owner_.size())) break;
      int& owner = owner_[static_cast<std::size_t>(minute)];
      owner = owner == kNobody ? static_cast<int>(i) : kTwo;
    }
  }
}

bool PaintedDuty::is_sound() const {
  // What began before the line's first day is not on it.
  return std::none_of(owner_.begin() + kDay, owner_.end(), [&](int owner) {
    return owner == kTwo || (owner == kNobody && duty_.otherwise.empty());
  });
}

const std::vector<std::string>& PaintedDuty::at(long london) const {
  const int owner = owner_.at(static_cast<std::size_t>(london - first_));
  return owner < 0 ? duty_.otherwise : duty_.periods[static_cast<std::size_t>(owner)].contacts;
}

}  // namespace stile::property
