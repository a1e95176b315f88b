#include "tests/property/reading.h"

#include <algorithm>
#include <cmath>
#include <cstdlib>

#include "tests/property/world.h"

namespace stile::property {
namespace {

using Text = std::string;
using Maybe = std::optional<std::string>;

constexpr std::size_t kLongestReference = 64;
constexpr long kExcelDaysTo1970 = 25569;

bool is_digit(char c) { return c >= '0' && c <= '9'; }

Text trimmed(const Text& text) {
  const std::string space = std::string(" \r\n") + char(9);
  const auto first = text.find_first_not_of(space);
  if (first == text.npos) return "";
  return text.substr(first, text.find_last_not_of(space) - first + 1);
}

Text lower(Text text) {
  for (char& c : text) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  return text;
}

bool is_formula(const Text& text) {
  return !text.empty() && Text("=+-@").find(text[0]) != text.npos;
}

bool is_reference(const Text& text) {
  return text.size() <= kLongestReference &&
         std::ranges::none_of(text, [](char c) { return (c >= 0 && c < ' ') || c == 0x7F; });
}

// fits() holds a text to a form: '9' is a digit, '?' perhaps a digit, anything else itself.
bool fits(const Text& text, const Text& form, std::vector<int>& numbers) {
  std::size_t at = 0;
  bool in_number = false;
  numbers.clear();
  for (const char c : form) {
    const bool digit = at < text.size() && is_digit(text[at]);
    if (c == '?' && !digit) continue;
    if (at == text.size()) return false;
    if (c == '9' || c == '?') {
      if (!digit) return false;
      if (!in_number) numbers.push_back(0);
      numbers.back() = numbers.back() * 10 + (text[at] - '0');
      in_number = true;
    } else {
      if (text[at] != c) return false;
      in_number = false;
    }
    ++at;
  }
  return at == text.size();
}

std::optional<long> in_utc(const Date& date, int hour, int minute, std::optional<int> offset) {
  if (!is_date(date) || hour > 23 || minute > 59) return std::nullopt;
  const long written = day_number(date) * kDay + hour * kHour + minute;
  if (offset) return written - *offset;
  return utc_of(written);
}

// time_of() knows the forms that the layouts declare, and no other spelling of them.
std::optional<long> time_of(const Text& text) {
  std::vector<int> n;
  if (fits(text, "9?/9?/9999 9?:99", n)) return in_utc({n[2], n[1], n[0]}, n[3], n[4], {});
  if (fits(text, "9999-99-99T99:99", n)) return in_utc({n[0], n[1], n[2]}, n[3], n[4], {});
  if (fits(text, "9999-99-99T99:99Z", n)) return in_utc({n[0], n[1], n[2]}, n[3], n[4], 0);
  if (fits(text, "9999-99-99T99:99+99:99", n)) {
    return in_utc({n[0], n[1], n[2]}, n[3], n[4], n[5] * 60 + n[6]);
  }
  const auto point = text.find('.');
  const bool serial = point == 5 && text.size() > 6 &&
                      std::ranges::all_of(text, [](char c) { return is_digit(c) || c == '.'; }) &&
                      std::ranges::count(text, '.') == 1;
  if (!serial) return std::nullopt;
  const double days = std::strtod(text.c_str(), nullptr) - static_cast<double>(kExcelDaysTo1970);
  return utc_of(std::lround(days * static_cast<double>(kDay)));
}

std::optional<Date> date_of_text(const Text& text) {
  std::vector<int> n;
  std::optional<Date> date;
  if (fits(text, "9?/9?/9999", n)) date = Date{n[2], n[1], n[0]};
  if (fits(text, "9999-99-99", n)) date = Date{n[0], n[1], n[2]};
  return date && is_date(*date) ? date : std::nullopt;
}

bool is_home_number(const Text& scheme, const Text& text) {
  std::vector<int> n;
  if (scheme == "ofsted") return fits(text, "SC999999", n) || fits(text, "9999999", n);
  return text.size() <= 24 && std::ranges::all_of(text, [](char c) {
           return is_digit(c) || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || c == '-' ||
                  c == '/';
         });
}

bool is_ons_code(const Text& text) {
  std::vector<int> n;
  return fits(text, "E99999999", n) || fits(text, "W99999999", n);
}

// RowReader reads one row, and remembers whether any cell of it could not be read.
class RowReader {
 public:
  RowReader(const Layout& layout, const Cells& cells) : layout_(layout), cells_(cells) {}

  Reading read();

 private:
  bool is_whole() const;
  bool may_be_held() const;
  Maybe cell(const Text& field) const;  // nothing where the layout has no such column
  Maybe code(const Field& field);
  void field(const Field& field);
  void reference(const Field& field, Text& to, bool required);
  void home();
  void child();
  void fail() { good_ = false; }

  const Layout& layout_;
  const Cells& cells_;
  Reading row_;
  bool good_ = true;
};

bool RowReader::is_whole() const {
  const std::size_t width = layout_.columns.size();
  for (std::size_t i = 0; i < cells_.size(); ++i) {
    if (cells_[i].find('\0') != Text::npos) return false;
    if (i >= width && !trimmed(cells_[i]).empty()) return false;
  }
  return cells_.size() >= width;
}

Maybe RowReader::cell(const Text& field) const {
  const Column* column = layout_.column(field);
  if (column == nullptr) return std::nullopt;
  return trimmed(cells_[layout_.index(*column)]);
}

// A row without its cells may have been meant to be held, and so may one with an unknown text.
bool RowReader::may_be_held() const {
  const Column* column = layout_.column("HOLD");
  if (column == nullptr) return false;
  if (!is_whole()) return true;
  const Text text = lower(*cell("HOLD"));
  if (text.empty()) return !column->empty.empty() && column->empty != "none";
  if (text == "none") return false;
  return std::ranges::none_of(column->texts, [&](const auto& known) {
    return lower(known.first) == text && known.second == "none";
  });
}

Maybe RowReader::code(const Field& field) {
  const auto constant = layout_.constants.find(field.name);
  if (constant != layout_.constants.end()) return constant->second;
  const Column* column = layout_.column(field.name);
  if (column == nullptr) return field.gap;
  const Text text = *cell(field.name);
  if (is_formula(text)) return std::nullopt;
  if (text.empty()) {
    if (!column->empty.empty()) return column->empty;
    if (field.name == "HOLD") return "none";
    return std::nullopt;
  }
  for (const auto& [alias, code] : column->texts) {
    if (lower(alias) == lower(text)) return code;
  }
  for (const auto& code : field.codes) {
    if (lower(text) == code) return code;
  }
  if (field.reads == Reads::kArea && is_ons_code(text)) return text;
  return std::nullopt;
}

void RowReader::reference(const Field& field, Text& to, bool required) {
  const Text text = cell(field.name).value_or("");
  if (is_formula(text) || !is_reference(text) || (required && text.empty())) return fail();
  to = text;
}

void RowReader::home() {
  const Text number = cell("HOME").value_or("");
  if (is_formula(number)) return fail();
  if (!number.empty()) {
    if (!is_home_number(layout_.scheme, number)) return fail();
    row_.home = layout_.scheme + ":" + number;
    return;
  }
  if (layout_.gazetteer.empty()) return fail();
  for (const auto& place : layout_.gazetteer) {
    if (lower(place.name) == lower(*cell("HOME_NAME")) &&
        lower(place.address) == lower(*cell("HOME_ADDRESS"))) {
      row_.home = place.scheme + ":" + place.number;
    }
  }
  if (row_.home.empty()) fail();
}

void RowReader::field(const Field& field) {
  const Text text = cell(field.name).value_or("");
  switch (field.reads) {
    case Reads::kReference:
      if (field.name == "REFERENCE") reference(field, row_.reference, true);
      if (field.name == "PERSON") reference(field, row_.person, false);
      if (field.name == "INCIDENT") reference(field, row_.incident, false);
      return;
    case Reads::kHome: return home();
    case Reads::kPlace: return;
    case Reads::kTime:
      if (field.name == "END_TIME" && text.empty()) return;
      if (const auto time = time_of(text)) {
        field.name == "TIME" ? row_.time = *time : row_.end.emplace(*time);
        return;
      }
      return fail();
    case Reads::kDate:
      row_.born = date_of_text(text);
      if (!row_.born && !text.empty()) fail();
      return;
    case Reads::kArea:
    case Reads::kCode: {
      const Maybe found = code(field);
      if (!found) return fail();
      if (field.reads == Reads::kCode) row_.codes[field.name] = *found;
      if (field.reads == Reads::kArea && *found != "not-known") row_.placing = *found;
    }
  }
}

// child() makes what a row says of a child agree.
void RowReader::child() {
  if (row_.type != kCallOut) {
    row_.child = true;
    if (row_.person.empty()) fail();
    if (row_.type == kEpisode) row_.codes["CHILD_ROLE"] = "missing";
    if (row_.type == kArrest) row_.codes["CHILD_ROLE"] = "alleged";
    return;
  }
  const Text& asked = row_.codes["CHILD_INVOLVED"];
  row_.child = asked == "yes" || (asked == "-" && !row_.person.empty());
  if (row_.child == row_.person.empty()) fail();
  if (!row_.child && row_.codes["CHILD_ROLE"] != "none") fail();
}

Reading RowReader::read() {
  row_.may_be_held = may_be_held();
  if (!is_whole()) return row_;
  const std::map<char, Text> types = {
      {'C', kCallOut}, {'M', kEpisode}, {'A', kArrest}, {'K', kConcern}};
  char letter = layout_.types.front();
  if (layout_.types.size() > 1) {
    const Maybe type = code(field_named("TYPE"));
    if (!type) return row_;
    letter = *type == "arrest" ? 'A' : 'K';
  }
  row_.type = types.at(letter);
  const Maybe care_home = code(field_named("CARE_HOME"));
  if (care_home == "no") row_.fate = Reading::Fate::kOutOfScope;
  if (!care_home || care_home == "no") return row_;
  for (const auto& one : fields()) {
    if (one.types.find(letter) != Text::npos && one.name != "TYPE") field(one);
  }
  if (!good_) return row_;
  child();
  if (row_.end && *row_.end < row_.time) fail();
  const auto kind = row_.codes.find("KIND");
  if (kind != row_.codes.end() && kind->second != "other") {
    const auto& kinds = field_named("KIND").codes;
    const bool of_arrest = std::ranges::find(kinds, kind->second) < kinds.begin() + 3;
    if (of_arrest != (letter == 'A')) fail();
  }
  if (good_) row_.fate = Reading::Fate::kRead;
  return row_;
}

}  // namespace

Reading read(const Layout& layout, const Cells& cells) { return RowReader(layout, cells).read(); }

}  // namespace stile::property
