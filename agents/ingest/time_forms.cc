#include "agents/ingest/time_forms.h"

#include <algorithm>
#include <charconv>
#include <cmath>

namespace stile::agent {
namespace {

constexpr std::string_view kIso = "iso-8601";
constexpr std::string_view kExcel = "excel-serial";

// Excel counts a 29 February 1900 that never was: serials below 61 are a day off.
constexpr double kFirstSerial = 61;
constexpr double kLastSerial = 109574;  // 31 December 2199
constexpr std::size_t kSerialLetters = 32;
constexpr int kSerialOf1970 = 25569;

// Cursor reads a cell from the left; each step says whether it fitted.
class Cursor {
 public:
  explicit Cursor(std::string_view text) : rest_(text) {}

  bool digits(std::size_t least, std::size_t most, int& value) {
    std::size_t n = 0;
    value = 0;
    while (n < most && n < rest_.size() && rest_[n] >= '0' && rest_[n] <= '9') {
      value = value * 10 + (rest_[n++] - '0');
    }
    rest_.remove_prefix(n);
    return n >= least;
  }
  bool one(char c) {
    if (!rest_.starts_with(c)) return false;
    rest_.remove_prefix(1);
    return true;
  }
  bool at_end() const { return rest_.empty(); }

 private:
  std::string_view rest_;
};

bool read_element(char kind, Cursor& from, WrittenTime& to) {
  int seconds = 0;
  switch (kind) {
    case 'd': return from.digits(1, 2, to.minute.date.day);
    case 'm': return from.digits(1, 2, to.minute.date.month);
    case 'Y': return from.digits(4, 4, to.minute.date.year);
    case 'H': return from.digits(1, 2, to.minute.hour);
    case 'M': return from.digits(2, 2, to.minute.minute);
    case 'S': return from.digits(2, 2, seconds) && seconds < 60;
    default: return false;
  }
}

std::optional<WrittenTime> read_pattern(std::string_view form, std::string_view cell) {
  WrittenTime read{};
  Cursor from(cell);
  for (std::size_t i = 0; i < form.size(); ++i) {
    const bool fits = form[i] == '%' ? read_element(form[++i], from, read) : from.one(form[i]);
    if (!fits) return std::nullopt;
  }
  if (!from.at_end()) return std::nullopt;
  return read;
}

bool read_offset(Cursor& from, WrittenTime& to) {
  if (from.one('Z')) {
    to.offset_minutes = 0;
    return true;
  }
  const int sign = from.one('+') ? 1 : from.one('-') ? -1 : 0;
  if (sign == 0) return true;
  int hours = 0;
  int minutes = 0;
  if (!from.digits(2, 2, hours)) return false;
  from.one(':');
  if (!from.digits(2, 2, minutes) || hours > 14 || minutes > 59) return false;
  to.offset_minutes = sign * (hours * 60 + minutes);
  return true;
}

std::optional<WrittenTime> read_iso(std::string_view cell, bool with_time) {
  WrittenTime read{};
  Cursor from(cell);
  CivilDay& date = read.minute.date;
  const bool has_date = from.digits(4, 4, date.year) && from.one('-') &&
                        from.digits(2, 2, date.month) && from.one('-') &&
                        from.digits(2, 2, date.day);
  if (!has_date) return std::nullopt;
  if (from.at_end() && !with_time) return read;
  const bool has_time = (from.one('T') || from.one(' ')) && from.digits(2, 2, read.minute.hour) &&
                        from.one(':') && from.digits(2, 2, read.minute.minute);
  if (!has_time) return std::nullopt;
  int dropped = 0;
  if (from.one(':') && (!from.digits(2, 2, dropped) || dropped > 59)) return std::nullopt;
  if (from.one('.') && !from.digits(1, 9, dropped)) return std::nullopt;
  if (!read_offset(from, read) || !from.at_end()) return std::nullopt;
  return read;
}

// A spreadsheet of a country that writes a decimal comma exports one.
std::optional<WrittenTime> read_excel(std::string_view cell) {
  std::array<char, kSerialLetters> digits;
  if (cell.size() > digits.size()) return std::nullopt;
  std::ranges::replace_copy(cell, digits.begin(), ',', '.');
  double serial = 0;
  const char* end = digits.data() + cell.size();
  const auto [stop, error] = std::from_chars(digits.data(), end, serial, std::chars_format::fixed);
  if (error != std::errc() || stop != end) return std::nullopt;
  if (!(serial >= kFirstSerial && serial < kLastSerial)) return std::nullopt;
  const long minutes = std::lround(serial * 1440);
  const int in_day = static_cast<int>(minutes % 1440);
  WrittenTime read{};
  read.minute.date = to_civil(static_cast<Day>(minutes / 1440) - kSerialOf1970);
  read.minute.hour = in_day / 60;
  read.minute.minute = in_day % 60;
  return read;
}

bool has_element(std::string_view form, char kind) {
  for (std::size_t i = 0; i + 1 < form.size(); ++i) {
    if (form[i] == '%' && form[++i] == kind) return true;
  }
  return false;
}

Status check_pattern(const std::string& form, bool with_time) {
  for (std::size_t i = 0; i < form.size(); ++i) {
    if (form[i] != '%') continue;
    if (++i == form.size() || std::string_view("dmYHMS").find(form[i]) == std::string_view::npos) {
      return Error{Reason::kMalformed,
                   "a form knows %d %m %Y %H %M %S, \"iso-8601\" and "
                   "\"excel-serial\", and not " +
                       form};
    }
  }
  for (const char need : std::string_view(with_time ? "dmYHM" : "dmY")) {
    if (has_element(form, need)) continue;
    return Error{Reason::kMalformed, "the form " + form + " needs %" + std::string(1, need)};
  }
  return ok();
}

std::string example(std::string_view form) {
  if (form == kExcel) return "an Excel serial number";
  std::string text;
  for (std::size_t i = 0; i < form.size(); ++i) {
    if (form[i] != '%') {
      text += form[i];
      continue;
    }
    switch (form[++i]) {
      case 'd': text += "31"; break;
      case 'm': text += "10"; break;
      case 'Y': text += "2026"; break;
      case 'H': text += "23"; break;
      default: text += "59"; break;
    }
  }
  return text;
}

}  // namespace

Result<TimeForms> TimeForms::parse(const std::vector<std::string>& forms, bool with_time) {
  TimeForms made;
  made.with_time_ = with_time;
  bool day_first = false;
  bool month_first = false;
  for (const std::string& form : forms) {
    made.forms_.push_back(form);
    if (form == kIso || form == kExcel) continue;
    STILE_CHECKED(check_pattern(form, with_time));
    (form.find("%d") < form.find("%m") ? day_first : month_first) |= form.find("%Y") != 0;
  }
  if (forms.empty()) return Error{Reason::kMissingField, "say which forms its times or dates have"};
  if (day_first && month_first) {
    return Error{Reason::kAmbiguous, "03/04 cannot be both 3 April and 4 March: choose one form"};
  }
  return made;
}

std::optional<WrittenTime> TimeForms::read(std::string_view cell) const {
  for (const std::string& form : forms_) {
    const auto read = form == kIso     ? read_iso(cell, with_time_)
                      : form == kExcel ? read_excel(cell)
                                       : read_pattern(form, cell);
    if (read) return read;
  }
  return std::nullopt;
}

std::string TimeForms::expected() const {
  std::string list;
  for (const std::string& form : forms_) {
    if (!list.empty()) list += " or ";
    list += form != kIso ? example(form) : with_time_ ? "2026-10-31T23:59" : "2026-10-31";
  }
  return list;
}

Result<Instant> LocalClock::instant(const CivilMinute& minute) {
  const Known& day = known(minute.date);
  const bool in_day =
      minute.hour >= 0 && minute.hour <= 23 && minute.minute >= 0 && minute.minute <= 59;
  if (!day.even || !in_day) return to_instant(minute);
  return day.midnight + minute.hour * 3600 + minute.minute * 60;
}

const LocalClock::Known& LocalClock::known(const CivilDay& date) {
  Known& slot = days_[static_cast<unsigned>(date.month * 31 + date.day) % days_.size()];
  if (slot.date == date) return slot;
  slot = Known{date, 0, false};
  if (!is_a_date(date)) return slot;
  const auto start = to_instant({date, 0, 0});
  const auto next = to_instant({to_civil(to_day(date) + 1), 0, 0});
  slot.even = start.ok() && next.ok() && *next - *start == 24 * 3600;
  if (start.ok()) slot.midnight = *start;
  return slot;
}

bool is_a_date(const CivilDay& date) {
  return date.year >= 1 && date.month >= 1 && date.month <= 12 && date.day >= 1 && date.day <= 31 &&
         to_civil(to_day(date)) == date;
}

}  // namespace stile::agent
