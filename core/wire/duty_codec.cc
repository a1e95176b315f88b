#include "core/wire/duty_codec.h"

#include <string>
#include <string_view>
#include <utility>

#include "stile/v1/documents.pb.h"

namespace stile::wire {
namespace {

static_assert(v1::DutyDay_MAX == static_cast<int>(agreement::DutyDay::kBankHoliday));

Error error(Reason reason, std::string_view field, const std::string& what) {
  return {reason, std::string(field) + ": " + what};
}

Result<int> time_of(std::string_view field, const std::string& text) {
  if (text.empty()) return error(Reason::kMissingField, field, "is required");
  const auto minutes = parse_time_of_day(text);
  if (minutes.ok()) return minutes;
  return error(minutes.reason(), field,
               minutes.error().detail + "; mend with: 09:00, and 00:00 for midnight");
}

Result<agreement::DutyPeriod> period_from(const v1::DutyPeriod& wire) {
  agreement::DutyPeriod period;
  for (const int day : wire.day()) {
    if (!period.days.insert(static_cast<agreement::DutyDay>(day)).second) {
      return error(Reason::kMalformed, "period.day", "the same day twice; mend with: it once");
    }
  }
  if (period.days.empty()) {
    return error(Reason::kMissingField, "period.day",
                 "is required; mend with: the days on which it begins");
  }
  STILE_TRY(period.from_minute, time_of("period.from", wire.from()));
  STILE_TRY(period.to_minute, time_of("period.to", wire.to()));
  period.contacts = {wire.contact().begin(), wire.contact().end()};
  return period;
}

}  // namespace

Result<agreement::DutyCalendar> duty_from(const v1::DutyCalendar& wire) {
  agreement::DutyCalendar calendar;
  for (const std::string& text : wire.bank_holiday()) {
    const auto date = parse_day(text);
    if (!date.ok()) {
      return error(date.reason(), "bank_holiday",
                   date.error().detail + "; mend with: a date such as 2026-12-25");
    }
    if (!calendar.bank_holidays.insert(to_day(*date)).second) {
      return error(Reason::kMalformed, "bank_holiday",
                   text + " is there twice; mend with: it once, and the one that is missing");
    }
  }
  for (const v1::DutyPeriod& period : wire.period()) {
    STILE_TRY(agreement::DutyPeriod read, period_from(period));
    calendar.periods.push_back(std::move(read));
  }
  calendar.otherwise = {wire.otherwise().begin(), wire.otherwise().end()};
  return calendar;
}

}  // namespace stile::wire
