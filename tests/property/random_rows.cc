#include <cstdio>
#include <string>

#include "tests/property/random_case.h"

namespace stile::property {
namespace {

std::string two(long number) { return (number < 10 ? "0" : "") + std::to_string(number); }

std::string clock_text(long minutes) {
  return two(minutes % kDay / kHour) + ":" + two(minutes % kHour);
}

std::string slashed(const Date& date) {
  return two(date.day) + "/" + two(date.month) + "/" + std::to_string(date.year);
}

// written() is an instant as systems write it; a local time says less than the instant did.
std::string written(Chance& chance, long utc) {
  const long local = london_of(utc);
  const Date date = date_of(local / kDay);
  switch (chance.between(0, 5)) {
    case 0: return text_of(date_of(utc / kDay)) + "T" + clock_text(utc) + "Z";
    case 1: return text_of(date) + "T" + clock_text(local) + (is_summer(utc) ? "+01:00" : "+00:00");
    case 2: return text_of(date) + "T" + clock_text(local);
    case 3: {
      char serial[32];
      std::snprintf(serial, sizeof serial, "%.6f",
                    static_cast<double>(local) / static_cast<double>(kDay) + 25569);
      return serial;
    }
    default: return slashed(date) + " " + clock_text(local);
  }
}

// RowMaker makes the rows of one export.
class RowMaker {
 public:
  RowMaker(Chance& chance, const World& world, const Layout& layout, const When& when)
      : chance_(chance), world_(world), layout_(layout), when_(when) {}

  Cells row(long references);
  // spoil() puts a text where it has no business, or takes or adds a cell.
  void spoil(Cells& row);

 private:
  long time();
  long night_of_change();
  std::string text(const Field& field);
  std::string time_text(const Field& field);
  std::string code_text(const Field& field, const std::string& code);
  std::string home();
  std::string born();
  const Place* place();

  Chance& chance_;
  const World& world_;
  const Layout& layout_;
  const When& when_;
  long time_ = 0;
  bool child_ = false;
  bool arrest_ = false;
  long references_ = 0;
  const Place* place_ = nullptr;
};

// The night of a clock change, where the month has one; else its last night.
long RowMaker::night_of_change() {
  const Date last = local_date(when_.end - kHour);
  if (last.month != 3 && last.month != 10) return when_.end - kDay;
  return last_sunday(last.year, last.month) * kDay;
}

long RowMaker::time() {
  const long night = night_of_change();
  switch (chance_.between(0, 15)) {
    case 0: return when_.begin + chance_.between(-70, 70);
    case 1: return when_.end + chance_.between(-70, 70);
    case 2: return when_.begin + chance_.one_of<long>({-1, 0, 1, -30, -60});
    case 3: return when_.end + chance_.one_of<long>({-1, 0, 1, -30, -60});
    case 4:
    case 5: return night + chance_.between(-2 * kHour, 3 * kHour);
    case 6: return night + chance_.one_of<long>({-1, 0, 29, 30, 59, 60, 61, 90, 119, 120});
    case 7:  // the edges of the parts of a day, in local time
      return *utc_of((when_.begin / kDay + chance_.between(2, 20)) * kDay +
                     chance_.one_of<long>({6, 12, 18, 24}) * kHour - chance_.between(0, 1));
    default: return when_.begin + chance_.between(0, when_.end - when_.begin);
  }
}

std::string RowMaker::time_text(const Field& field) {
  if (field.name == "TIME") {
    // A local time that the clocks skip or repeat can be written only by hand.
    if (chance_.percent(3)) return slashed(date_of(night_of_change() / kDay)) + " 01:30";
    return written(chance_, time_);
  }
  if (chance_.percent(20)) return "";
  if (chance_.percent(3)) return written(chance_, time_ - 1);
  const long length = chance_.one_of<long>(
      {0, 8 * kHour, 16 * kHour, kDay, 2 * kDay, 7 * kDay, 28 * kDay, 90 * kDay});
  return written(chance_, time_ + length + (length == 0 ? 0 : chance_.between(-1, 1)));
}

// Birthdays about the day of the event, and those who are born on a leap day.
std::string RowMaker::born() {
  if (chance_.percent(12)) return "";
  const Date on = local_date(time_);
  const auto years = static_cast<int>(
      chance_.one_of<long>({0, 1, 2, 5, 10, 14, 15, 16, 16, 16, 17, 18, 30, 31, 40, -1}));
  Date date{on.year - years, on.month, on.day};
  if (chance_.percent(15)) date = {on.year - on.year % 4 - 4 * (years / 4), 2, 29};
  while (!is_date(date)) --date.day;
  date = date_of(day_number(date) + chance_.between(-1, 1));
  return chance_.percent(50) ? slashed(date) : text_of(date);
}

std::string RowMaker::code_text(const Field& field, const std::string& code) {
  const Column& column = *layout_.column(field.name);
  std::vector<std::string> texts = {code, code};
  for (const auto& [text, of] : column.texts) {
    if (of == code) texts.push_back(text);
  }
  if (column.empty == code) texts.emplace_back();
  std::string text = chance_.one_of(texts);
  if (chance_.percent(10) && !text.empty() && text[0] >= 'a' && text[0] <= 'z') {
    text[0] = static_cast<char>(text[0] - 'a' + 'A');
  }
  return chance_.percent(5) ? "  " + text + " " : text;
}

const Place* RowMaker::place() {
  return layout_.gazetteer.empty() ? nullptr : &chance_.one_of(layout_.gazetteer);
}

std::string RowMaker::home() {
  if (place_ != nullptr && chance_.percent(60)) return "";
  if (chance_.percent(6)) return layout_.scheme == "ofsted" ? "SC999999" : "W-9999";
  std::vector<std::string> numbers;
  for (const auto& home : world_.homes) {
    if (home.scheme == layout_.scheme) numbers.push_back(home.number);
  }
  return chance_.one_of(numbers);
}

std::string RowMaker::text(const Field& field) {
  const auto code = [&](const std::string& text) { return code_text(field, text); };
  if (field.name == "REFERENCE")
    return "OUR-LOG-" + std::to_string(chance_.between(1, references_));
  if (field.name == "INCIDENT") {
    return chance_.percent(50) ? "" : "INCIDENT-" + std::to_string(chance_.between(1, 4));
  }
  if (field.name == "PERSON") {
    return child_ ? "PERSON-" + std::to_string(chance_.between(1, 3)) : "";
  }
  if (field.reads == Reads::kHome) return home();
  if (field.name == "HOME_NAME") return place_ != nullptr ? place_->name : "";
  if (field.name == "HOME_ADDRESS") return place_ != nullptr ? place_->address : "";
  if (field.reads == Reads::kTime) return time_text(field);
  if (field.reads == Reads::kDate) return born();
  if (field.name == "CHILD_INVOLVED") return code(child_ ? "yes" : "no");
  if (field.name == "CHILD_ROLE" && !child_) return code("none");
  if (field.name == "CARE_HOME") return code(chance_.percent(6) ? "no" : "yes");
  if (field.name == "HOLD" && chance_.percent(85)) return code("none");
  if (field.name == "TYPE") return code(arrest_ ? "arrest" : "concern");
  if (field.name == "KIND") {
    const long kind = arrest_ ? chance_.between(0, 3) : chance_.between(3, 9);
    return code(field.codes[static_cast<std::size_t>(arrest_ && kind == 3 ? 9 : kind)]);
  }
  if (field.reads == Reads::kArea) {
    const auto& areas = world_.authorities;
    if (chance_.percent(15)) return code("not-known");
    return code(chance_.percent(8) ? "E10000099" : chance_.one_of(areas).code);
  }
  return code(chance_.one_of(field.codes));
}

Cells RowMaker::row(long references) {
  references_ = references;
  time_ = time();
  child_ = layout_.types != "C" || chance_.percent(80);
  arrest_ = layout_.types == "A" || (layout_.types == "AK" && chance_.percent(50));
  place_ = chance_.percent(90) ? place() : nullptr;
  Cells row;
  for (const auto& column : layout_.columns) {
    row.push_back(column.field.empty() ? "CANARY, \"told\"\nŵ" : text(field_named(column.field)));
  }
  return row;
}

void RowMaker::spoil(Cells& row) {
  static const std::vector<std::string> kTexts = {"",
                                                  "=1+1",
                                                  "+44",
                                                  "@home",
                                                  "-",
                                                  "No Such Text",
                                                  "31/02/2026 10:00",
                                                  "31/11/2026 10:00",
                                                  "29/03/2026 01:30",
                                                  "25/10/2026 24:00",
                                                  "XXXXXXX",
                                                  "REDACTED",
                                                  "SC12345",
                                                  "none",
                                                  "yes",
                                                  "no",
                                                  "not-known",
                                                  "29/02/2011",
                                                  "two\nlines",
                                                  std::string(65, 'R'),
                                                  std::string(64, 'R'),
                                                  "ŵ ŷ"};
  switch (chance_.between(0, 9)) {
    case 0: row.pop_back(); return;
    case 1: row.push_back(chance_.one_of(kTexts)); return;
    case 2:
      chance_.percent(30) ? void(row.front() += std::string(1, '\0')) : row.pop_back();
      return;
    default: {
      const auto at = chance_.between(0, static_cast<long>(row.size()) - 1);
      row[static_cast<std::size_t>(at)] = chance_.one_of(kTexts);
    }
  }
}

}  // namespace

std::vector<Cells> random_rows(Chance& chance, const World& world, const Layout& layout,
                               const When& when) {
  RowMaker maker(chance, world, layout, when);
  // Now and then more than one consignment has room for.
  const long count = chance.percent(1) ? 600 : chance.percent(5) ? 0 : chance.between(4, 24);
  std::vector<Cells> rows;
  for (long i = 0; i < count; ++i) {
    rows.push_back(maker.row(count + count / 2 + 1));
    if (chance.percent(10)) maker.spoil(rows.back());
    if (chance.percent(5)) rows.push_back(rows.back());
  }
  return rows;
}

std::vector<Cells> corrected(Chance& chance, const World& world, const Layout& layout,
                             const When& when, const std::vector<Cells>& rows) {
  RowMaker maker(chance, world, layout, when);
  const auto references = static_cast<long>(rows.size()) * 2 + 1;
  std::vector<Cells> later;
  for (const auto& row : rows) {
    if (chance.percent(8)) continue;
    later.push_back(row);
    if (chance.percent(40)) {
      const Cells other = maker.row(references);
      for (std::size_t i = 0; i < layout.columns.size() && i < row.size(); ++i) {
        const auto& field = layout.columns[i].field;
        const bool stays = field == "REFERENCE" || field == "PERSON" || field == "CHILD_INVOLVED";
        if (!stays && chance.percent(12)) later.back()[i] = other[i];
      }
    }
    if (chance.percent(4)) maker.spoil(later.back());
  }
  for (long i = chance.between(0, 3); i > 0; --i) later.push_back(maker.row(references));
  if (chance.percent(20)) chance.shuffle(later);
  return later;
}

}  // namespace stile::property
