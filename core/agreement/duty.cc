#include "core/agreement/duty.h"

#include <algorithm>
#include <array>
#include <string_view>

#include "core/base/limits.h"

namespace stile::agreement {
namespace {

using std::string;
using std::string_view;

constexpr int kDaysPerWeek = 7;
constexpr int kThursday = 3;  // 1 January 1970, counted from Monday

constexpr string_view kDigits = "0123456789";
constexpr string_view kCodeLetters = "abcdefghijklmnopqrstuvwxyz0123456789-";
constexpr string_view kMailboxLetters =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._+-";

constexpr std::array<string_view, 9> kDays = {"",    "Mon", "Tue", "Wed",          "Thu",
                                              "Fri", "Sat", "Sun", "bank holidays"};

string_view name_of(DutyDay day) { return kDays[static_cast<std::size_t>(day)]; }

DutyDay kind_of(const DutyCalendar& calendar, Day day) {
  if (calendar.bank_holidays.contains(day)) return DutyDay::kBankHoliday;
  const int in_week = ((day + kThursday) % kDaysPerWeek + kDaysPerWeek) % kDaysPerWeek;
  return static_cast<DutyDay>(in_week + 1);
}

// TwoDays is all that who is on duty depends on, besides the time of day.
struct TwoDays {
  DutyDay yesterday;
  DutyDay today;
};

TwoDays days_at(const DutyCalendar& calendar, Day day) {
  return {kind_of(calendar, day - 1), kind_of(calendar, day)};
}

bool covers(const DutyPeriod& period, const TwoDays& days, int minute) {
  const bool into_next_day = period.to_minute <= period.from_minute;
  if (into_next_day && minute < period.to_minute && period.days.contains(days.yesterday)) {
    return true;
  }
  return minute >= period.from_minute && (into_next_day || minute < period.to_minute) &&
         period.days.contains(days.today);
}

const std::vector<string>& codes_at(const DutyCalendar& calendar, const TwoDays& days, int minute) {
  const auto found =
      std::find_if(calendar.periods.begin(), calendar.periods.end(),
                   [&](const DutyPeriod& period) { return covers(period, days, minute); });
  return found == calendar.periods.end() ? calendar.otherwise : found->contacts;
}

Error fault(const Agency& agency, const string& what) {
  return {Reason::kMalformed, "directory: " + agency.id.short_text() + ": " + what};
}

bool only(string_view text, string_view letters) {
  return text.find_first_not_of(letters) == text.npos;
}

bool is_code(string_view text) {
  return !text.empty() && text.size() <= 32 && only(text, kCodeLetters);
}

// A mailbox goes into commands, to a mail server and to a hook, so that only the plainest form is
// one: with no line end in it, and no dash before it that would make it an option.
bool is_mailbox(string_view text) {
  const auto at = text.find('@');
  if (at == 0 || at == text.npos || text.size() > 254 || text.starts_with('-')) return false;
  const string_view domain = text.substr(at + 1);
  return only(text.substr(0, at), kMailboxLetters) && only(domain, kMailboxLetters) &&
         !domain.starts_with('.') && !domain.ends_with('.') && domain.find('.') != domain.npos;
}

// Ten digits are the shortest British number with its area code, fifteen the longest of all
// (E.164).
bool is_telephone(string_view text) {
  if (text.starts_with('+')) text.remove_prefix(1);
  const auto digits = std::count_if(text.begin(), text.end(),
                                    [](char c) { return kDigits.find(c) != kDigits.npos; });
  const auto spaces = std::count(text.begin(), text.end(), ' ');
  return digits >= 10 && digits <= 15 && static_cast<std::size_t>(digits + spaces) == text.size() &&
         text.size() <= 24;
}

Status check_contacts(const Agency& agency) {
  std::set<string> codes;
  for (const Contact& contact : agency.contacts) {
    if (!is_code(contact.code)) {
      return fault(agency,
                   "contact: a code is lower-case letters, digits and dashes, at most 32; mend "
                   "with: one such as duty-desk");
    }
    const string named = "contact " + contact.code + ": ";
    if (!codes.insert(contact.code).second) {
      return fault(agency, named + "is there twice; mend with: another code for one of them");
    }
    if (!is_mailbox(contact.mailbox)) {
      return fault(agency, named +
                               "has no mailbox; mend with: the role's, such as "
                               "duty-desk@authority.example");
    }
    if (!is_telephone(contact.telephone)) {
      return fault(agency, named +
                               "has no telephone; mend with: the role's, answered day and "
                               "night, ten to fifteen digits, such as 01632 960001");
    }
  }
  return ok();
}

// check_order() looks at who is first, second and so on of one period, or otherwise.
Status check_order(const Agency& agency, const string& where, const std::vector<string>& codes) {
  for (const string& code : codes) {
    if (!agency.has_contact(code)) {
      return fault(agency, where + ": no contact is called " + (is_code(code) ? code : "that") +
                               "; mend with: a `contact` of this code, or a code that is there");
    }
    if (std::count(codes.begin(), codes.end(), code) > 1) {
      return fault(agency, where + ": " + code +
                               " is there twice; mend with: another contact after the first");
    }
  }
  if (codes.size() >= 2) return ok();
  return fault(agency, where +
                           ": fewer than two contacts; mend with: a first and a second, so "
                           "that there is one to go to when the first does not answer");
}

std::size_t covering(const DutyCalendar& calendar, const TwoDays& days, int minute) {
  return static_cast<std::size_t>(
      std::count_if(calendar.periods.begin(), calendar.periods.end(),
                    [&](const DutyPeriod& period) { return covers(period, days, minute); }));
}

// changes() are the times of day at which somebody else may come on duty.
std::set<int> changes(const DutyCalendar& calendar) {
  std::set<int> minutes = {0};
  for (const DutyPeriod& period : calendar.periods) {
    minutes.insert(period.from_minute);
    minutes.insert(period.to_minute);
  }
  return minutes;
}

Status check_day(const Agency& agency, const std::set<int>& minutes, const TwoDays& days,
                 const string& when) {
  const DutyCalendar& calendar = *agency.duty_calendar;
  for (auto at = minutes.begin(); at != minutes.end(); ++at) {
    const std::size_t count = covering(calendar, days, *at);
    if (count > 1) {
      return fault(agency, "duty: two periods hold on " + when + " at " + time_of_day_text(*at) +
                               "; mend with: end one when the other begins");
    }
    if (count == 1 || !calendar.otherwise.empty()) continue;
    const auto until = std::find_if(
        at, minutes.end(), [&](int minute) { return covering(calendar, days, minute) > 0; });
    return fault(agency, "duty: nobody on " + when + " from " + time_of_day_text(*at) + " to " +
                             time_of_day_text(until == minutes.end() ? 0 : *until) +
                             "; mend with: a period for that time, or `otherwise` for all the "
                             "time that no period covers");
  }
  return ok();
}

// check_times() looks at every day that can come: a plain week, the bank holidays, and the days
// after these, on which what began on a bank holiday ends.
Status check_times(const Agency& agency) {
  const DutyCalendar& calendar = *agency.duty_calendar;
  const std::set<int> minutes = changes(calendar);
  for (int day = 0; day < kDaysPerWeek; ++day) {
    const TwoDays days{static_cast<DutyDay>((day + kDaysPerWeek - 1) % kDaysPerWeek + 1),
                       static_cast<DutyDay>(day + 1)};
    STILE_CHECKED(check_day(agency, minutes, days, string(name_of(days.today))));
  }
  for (const Day holiday : calendar.bank_holidays) {
    for (const Day day : {holiday, holiday + 1}) {
      STILE_CHECKED(check_day(
          agency, minutes, days_at(calendar, day),
          to_text(to_civil(day)) +
              (day == holiday ? ", a bank holiday," : ", the day after a bank holiday,")));
    }
  }
  return ok();
}

Status check_calendar(const Agency& agency) {
  const DutyCalendar& calendar = *agency.duty_calendar;
  if (calendar.periods.size() > limits::kDutyPeriods ||
      calendar.bank_holidays.size() > limits::kBankHolidays) {
    return Error{Reason::kTooLarge, "directory: " + agency.id.short_text() +
                                        ": duty: more periods or bank holidays " +
                                        "than any calendar has; mend with: fewer"};
  }
  for (std::size_t i = 0; i < calendar.periods.size(); ++i) {
    STILE_CHECKED(
        check_order(agency, "duty: period " + std::to_string(i + 1), calendar.periods[i].contacts));
  }
  if (!calendar.otherwise.empty()) {
    STILE_CHECKED(check_order(agency, "duty: otherwise", calendar.otherwise));
  }
  return check_times(agency);
}

bool must_be_reached(AgencyKind kind) {
  return kind == AgencyKind::kAuthority || kind == AgencyKind::kYjs;
}

string listed(const std::vector<string>& codes) {
  string text;
  for (const string& code : codes) text += (text.empty() ? "" : ", then ") + code;
  return text;
}

}  // namespace

std::vector<const Contact*> duty(const Agency& agency, Instant at) {
  std::vector<const Contact*> contacts;
  if (!agency.duty_calendar) {
    for (const Contact& contact : agency.contacts) contacts.push_back(&contact);
    return contacts;
  }
  const CivilMinute local = local_minute(at);
  const TwoDays days = days_at(*agency.duty_calendar, to_day(local.date));
  for (const string& code : codes_at(*agency.duty_calendar, days, local.hour * 60 + local.minute)) {
    if (const Contact* contact = agency.contact(code)) contacts.push_back(contact);
  }
  return contacts;
}

std::vector<const Contact*> on_calendar(const Agency& agency) {
  const auto has = [](const std::vector<string>& codes, const Contact& contact) {
    return std::ranges::find(codes, contact.code) != codes.end();
  };
  std::vector<const Contact*> contacts;
  for (const Contact& contact : agency.contacts) {
    const bool may_be = !agency.duty_calendar || has(agency.duty_calendar->otherwise, contact) ||
                        std::ranges::any_of(agency.duty_calendar->periods, [&](const auto& period) {
                          return has(period.contacts, contact);
                        });
    if (may_be) contacts.push_back(&contact);
  }
  return contacts;
}

Status check_duty(const Agency& agency) {
  STILE_CHECKED(check_contacts(agency));
  if (!agency.control_room.empty() && !agency.has_contact(agency.control_room)) {
    return fault(agency, "control_room: no contact has this code; mend with: the code of one");
  }
  if (agency.duty_calendar) return check_calendar(agency);
  if (!must_be_reached(agency.id.kind())) return ok();
  return fault(agency,
               "has no duty calendar; mend with: `duty { otherwise: … }`, which says whom to "
               "tell at any hour, or with periods as well");
}

std::vector<string> duty_words(const DutyCalendar& calendar) {
  std::vector<string> lines;
  for (const DutyPeriod& period : calendar.periods) {
    string days;
    for (const DutyDay day : period.days) {
      days += (days.empty() ? "" : ", ") + string(name_of(day));
    }
    lines.push_back(days + " " + time_of_day_text(period.from_minute) + " to " +
                    time_of_day_text(period.to_minute) + ": " + listed(period.contacts));
  }
  if (!calendar.otherwise.empty()) lines.push_back("otherwise: " + listed(calendar.otherwise));
  string holidays;
  for (const Day day : calendar.bank_holidays) {
    holidays += (holidays.empty() ? "" : ", ") + to_text(to_civil(day));
  }
  if (!holidays.empty()) lines.push_back("bank holidays: " + holidays);
  return lines;
}

}  // namespace stile::agreement
