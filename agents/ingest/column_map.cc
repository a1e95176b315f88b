#include "agents/ingest/column_map.h"

#include <stile/v1/column_map.pb.h>

#include <algorithm>
#include <set>
#include <sstream>

#include "agents/ingest/map_places.h"
#include "core/wire/strict.h"

namespace stile::agent {
namespace {

using Proto = v1::ColumnMap;
using record::RecordType;

constexpr std::string_view kNotKnown = "not-known";

std::optional<char> separator_named(std::string_view text) {
  if (text == "tab") return '\t';
  if (text == "," || text == ";" || text == "|") return text[0];
  return std::nullopt;
}

std::string listed(const std::vector<std::string_view>& names) {
  std::string list;
  for (const auto name : names) list.append(list.empty() ? "" : ", ").append(name);
  return list;
}

const FieldTraits& traits_of(Proto::Field field) { return traits(static_cast<EventField>(field)); }

}  // namespace

bool ColumnMap::has(EventField field) const {
  const FieldTraits& what = traits(field);
  if (what.kind == FieldKind::kPlace) return gazetteer_ != nullptr;
  if (field == EventField::kType) return types_.size() > 1;
  return std::ranges::any_of(types_, [&](RecordType type) { return what.types.has(type); });
}

// ColumnMapLoader checks a parsed map, column by column, into a ColumnMap. It goes on after a
// fault: whoever mends a map wants to see them all.
class ColumnMapLoader {
 public:
  ColumnMapLoader(const Proto& from, std::string_view text, std::string_view file,
                  const NamedFile& beside)
      : from_(from), places_(text, file), beside_(beside) {}

  CheckedMap load() {
    load_head();
    note(load_types());
    for (int i = 0; i < from_.column_size(); ++i) note(load_column(i));
    for (int i = 0; i < from_.not_asked_size(); ++i) note(load_not_asked(i));
    find_missing();
    note(load_gazetteer());
    if (!faults_.empty()) return {std::nullopt, std::move(faults_), unfinished()};
    return {std::move(map_), {}};
  }

 private:
  void load_head();
  Status load_types();
  Status load_column(int i);
  Status load_not_asked(int i);
  void find_missing();
  Status load_gazetteer();
  Status take(const std::string& place, Proto::Field field);
  bool is_wanted(const FieldTraits& what) const;
  Status check_source(int i, const Proto::Column& column, const FieldTraits& what) const;
  Status check_fit(int i, const Proto::Column& column, const FieldTraits& what) const;
  void load_headers(int i, const Proto::Column& column, ColumnRule& rule);
  void load_codes(int i, const Proto::Column& column, const FieldTraits& what, ColumnRule& rule);
  void load_own_texts(const FieldTraits& what, ColumnRule& rule);
  Status load_value(int i, int value, const FieldTraits& what, ColumnRule& rule);
  Status load_forms(int i, const Proto::Column& column, const FieldTraits& what, ColumnRule& rule);
  Result<int> code(const std::string& place, const FieldTraits& what, const std::string& name);

  ColumnRule& rule(Proto::Field field) { return map_.rules_[static_cast<std::size_t>(field) - 1]; }
  void fault(Reason reason, std::string detail) { faults_.push_back({reason, std::move(detail)}); }
  void note(const Status& status) {
    if (!status.ok()) faults_.push_back(status.error());
  }
  std::optional<ColumnMap> unfinished() {
    return map_.types_.empty() ? std::nullopt : std::optional(std::move(map_));
  }

  const Proto& from_;
  MapPlaces places_;
  const NamedFile& beside_;
  ColumnMap map_;
  std::vector<Error> faults_;
  std::set<int> seen_;
  std::set<std::string> headers_;
};

void ColumnMapLoader::load_head() {
  if (!is_code_text(from_.system())) {
    fault(Reason::kMalformed, places_.of("system") +
                                  "system is a code of lower-case letters, digits and '-', at "
                                  "most 32");
  }
  if (from_.header_rows() != 1 && from_.header_rows() != 2) {
    fault(Reason::kMalformed, places_.of("header_rows") + "header_rows is 1 or 2");
  }
  const auto separator = separator_named(from_.separator());
  if (!separator) {
    fault(Reason::kMalformed, places_.of("separator") + R"(separator is ",", ";", "|" or "tab")");
  }
  map_.system_ = from_.system();
  map_.header_rows_ = static_cast<int>(from_.header_rows());
  map_.separator_ = separator.value_or(',');
}

// load_types() finds what rows may be: `record` says it for all of them, or a column TYPE for each.
Status ColumnMapLoader::load_types() {
  const bool by_row = std::ranges::any_of(
      from_.column(), [](const auto& column) { return column.field() == Proto::TYPE; });
  if (by_row) map_.types_ = {RecordType::kArrest, RecordType::kConcern};
  const auto type = static_cast<RecordType>(from_.record());
  if (from_.record() == v1::RECORD_TYPE_UNSPECIFIED) {
    if (by_row) return ok();
    return Error{Reason::kMissingField,
                 places_.start() +
                     "say what its rows are, with record: CALL_OUT, MISSING_EPISODE, ARREST or "
                     "CONCERN; or, where one file holds arrests and concerns, with a column TYPE"};
  }
  if (by_row) {
    return Error{Reason::kAmbiguous,
                 places_.of("record") + "either record or a column TYPE says what a row is"};
  }
  if (type > RecordType::kConcern) {
    return Error{Reason::kUnknownValue,
                 places_.of("record") +
                     "record is CALL_OUT, MISSING_EPISODE, ARREST or CONCERN; nothing else is read "
                     "from an export"};
  }
  map_.types_ = {type};
  return ok();
}

// is_wanted() is true of the fields that rows of this map have.
bool ColumnMapLoader::is_wanted(const FieldTraits& what) const {
  if (what.kind == FieldKind::kPlace) return !from_.gazetteer().empty();
  return map_.has(what.field);
}

// take() notes that a field has been named, once.
Status ColumnMapLoader::take(const std::string& place, Proto::Field field) {
  const FieldTraits& what = traits_of(field);
  if (!seen_.insert(field).second) {
    return Error{Reason::kAmbiguous,
                 place + std::string(what.name) +
                     " is named already; put all its headers into one column, or leave it out of "
                     "not_asked"};
  }
  if (what.kind == FieldKind::kPlace && !is_wanted(what)) {
    return Error{Reason::kUnknownField,
                 place + std::string(what.name) +
                     " is compared with a gazetteer; name its file, or take the column out"};
  }
  if (map_.types_.empty() || what.field == EventField::kType || is_wanted(what)) return ok();
  return Error{Reason::kUnknownField, place + std::string(what.name) + " is no field of this " +
                                          std::string(noun(map_.types_.front())) +
                                          " map; take it out"};
}

Status ColumnMapLoader::load_column(int i) {
  const Proto::Column& column = from_.column(i);
  if (column.field() == Proto::FIELD_UNSPECIFIED) {
    return Error{Reason::kMissingField, places_.of_column(i) + "a column names its field"};
  }
  const FieldTraits& what = traits_of(column.field());
  STILE_CHECKED(take(places_.of_column(i, "field"), column.field()));
  STILE_CHECKED(check_source(i, column, what));
  STILE_CHECKED(check_fit(i, column, what));
  ColumnRule& to = rule(column.field());
  load_headers(i, column, to);
  load_codes(i, column, what, to);
  if (column.scheme() == v1::CIW) to.scheme = HomeScheme::kCiw;
  return load_forms(i, column, what, to);
}

Status ColumnMapLoader::load_not_asked(int i) {
  const Proto::Field field = from_.not_asked(i);
  const FieldTraits& what = traits_of(field);
  const std::string place = places_.of("not_asked", i);
  STILE_CHECKED(take(place, field));
  // What gives no number is found by name and address.
  const bool by_name = what.kind == FieldKind::kHome && !from_.gazetteer().empty();
  if (!what.may_be_not_asked && !by_name) {
    return Error{Reason::kMissingField,
                 place + std::string(what.name) + " is mandatory; give its header"};
  }
  if (what.not_asked != 0) rule(field).constant = what.not_asked;
  return ok();
}

void ColumnMapLoader::find_missing() {
  for (int number = 1; number <= kEventFieldCount; ++number) {
    const FieldTraits& what = traits(static_cast<EventField>(number));
    if (seen_.contains(number) || is_optional(what) || !is_wanted(what)) continue;
    if (what.field == EventField::kType) continue;  // load_types() has told of it
    fault(Reason::kMissingField, places_.start() + "no column for " + std::string(what.name) +
                                     (what.may_be_not_asked ? "; add one, or name it in not_asked "
                                                              "if the system does not record it"
                                                            : "; add one"));
  }
}

// load_gazetteer() reads the file beside the map, whose own faults name that file.
Status ColumnMapLoader::load_gazetteer() {
  const std::string& name = from_.gazetteer();
  if (name.empty()) return ok();
  const std::string place = places_.of("gazetteer");
  if (name.find('/') != name.npos || name.starts_with('.') || !beside_) {
    return Error{Reason::kMalformed,
                 place + "gazetteer is the name of a file beside the map, without any folder"};
  }
  const auto text = beside_(name);
  if (!text.ok())
    return Error{text.reason(), place + "the gazetteer cannot be read: " + text.error().detail};
  std::istringstream from(*text);
  STILE_TRY(auto read, Gazetteer::read(from, name));
  map_.gazetteer_ = std::make_shared<const Gazetteer>(std::move(read));
  return ok();
}

Status ColumnMapLoader::check_source(int i, const Proto::Column& column,
                                     const FieldTraits& what) const {
  const int sources = (column.header_size() > 0) + !column.constant().empty();
  if (sources != 1) {
    return Error{sources == 0 ? Reason::kMissingField : Reason::kAmbiguous,
                 places_.of_column(i) + "a column has either a header or a constant"};
  }
  if (!column.constant().empty() && !what.may_be_constant) {
    return Error{Reason::kMalformed, places_.of_column(i, "constant") + std::string(what.name) +
                                         " differs from row to row; give its header"};
  }
  return ok();
}

// check_fit() refuses what this kind of field has no use for, and asks for what it needs.
Status ColumnMapLoader::check_fit(int i, const Proto::Column& column,
                                  const FieldTraits& what) const {
  const bool read = column.header_size() > 0;
  const bool coded =
      what.kind == FieldKind::kCode || what.kind == FieldKind::kArea || what.identity != nullptr;
  const bool timed = what.kind == FieldKind::kTime || what.kind == FieldKind::kDate;
  const std::string name(what.name);
  if (!(coded && read) && (column.value_size() > 0 || !column.empty().empty())) {
    return Error{Reason::kMalformed, places_.of_column(i) + name + " has no value or empty here"};
  }
  if (column.form_size() > 0 && !(timed && read)) {
    return Error{Reason::kMalformed, places_.of_column(i, "form", 0) + name + " has no form"};
  }
  if ((column.scheme() != v1::HOME_SCHEME_UNSPECIFIED) != (what.kind == FieldKind::kHome)) {
    return Error{
        Reason::kMalformed,
        places_.of_column(i) + "scheme (OFSTED or CIW) belongs to HOME, and HOME needs it"};
  }
  return ok();
}

void ColumnMapLoader::load_headers(int i, const Proto::Column& column, ColumnRule& to) {
  for (int h = 0; h < column.header_size(); ++h) {
    const std::string folded = folded_header(column.header(h));
    const auto place = [&] { return places_.of_column(i, "header", h); };
    // Most systems know an event by the incident's own reference.
    const bool may_be_another = column.field() == Proto::INCIDENT_REFERENCE;
    if (folded.empty()) {
      fault(Reason::kMalformed, place() + "an empty header");
    } else if (!may_be_another && !headers_.insert(folded).second) {
      fault(Reason::kAmbiguous, place() + "this header is declared twice");
    }
    to.headers.push_back(column.header(h));
  }
}

Result<int> ColumnMapLoader::code(const std::string& place, const FieldTraits& what,
                                  const std::string& name) {
  if (what.kind == FieldKind::kCode) {
    if (const auto known = what.code(name)) return *known;
    return Error{Reason::kUnknownValue, place + "no code of " + std::string(what.name) +
                                            "; use one of " + listed(what.codes())};
  }
  if (name == kNotKnown) return 0;
  if (what.identity != nullptr) {
    return Error{Reason::kUnknownValue, place + std::string(what.name) +
                                            " is read as it stands; the one code is not-known"};
  }
  const auto area = AreaCode::parse(name);
  if (!area.ok()) {
    return Error{Reason::kUnknownValue, place +
                                            "the code is an ONS code (E or W and eight "
                                            "digits) or not-known"};
  }
  const auto at = std::ranges::find(map_.areas_, std::optional(*area));
  const auto number = static_cast<int>(at - map_.areas_.begin());
  if (at == map_.areas_.end()) map_.areas_.emplace_back(*area);
  return number;
}

void ColumnMapLoader::load_codes(int i, const Proto::Column& column, const FieldTraits& what,
                                 ColumnRule& to) {
  for (int v = 0; v < column.value_size(); ++v) note(load_value(i, v, what, to));
  const auto one = [&](const char* part, const std::string& name, std::optional<int>& into) {
    if (name.empty()) return;
    const auto number = code(places_.of_column(i, part), what, name);
    if (!number.ok()) return faults_.push_back(number.error());
    into = *number;
  };
  one("empty", column.empty(), to.empty);
  one("constant", column.constant(), to.constant);
  if (column.header_size() > 0) load_own_texts(what, to);
}

// load_own_texts() accepts a cell that holds a code itself, unless the map reads it otherwise.
void ColumnMapLoader::load_own_texts(const FieldTraits& what, ColumnRule& to) {
  if (what.field == EventField::kHold && !to.empty)
    to.empty = static_cast<int>(record::Hold::kNone);
  if (what.kind == FieldKind::kArea || what.identity != nullptr) to.codes.add(kNotKnown, 0);
  if (what.kind != FieldKind::kCode) return;
  for (const auto name : what.codes()) to.codes.add(name, *what.code(name));
}

Status ColumnMapLoader::load_value(int i, int value, const FieldTraits& what, ColumnRule& to) {
  const Proto::Value& from = from_.column(i).value(value);
  const std::string place = places_.of_column(i, "value", value);
  if (from.text_size() == 0) return Error{Reason::kMissingField, place + "a value names its text"};
  STILE_TRY(const int number, code(place, what, from.code()));
  for (const std::string& text : from.text()) {
    if (text.empty() || trimmed(text) != text || begins_a_formula(text)) {
      return Error{Reason::kMalformed,
                   place +
                       "a text is not empty, has no space around it and does not begin with "
                       "= + - @"};
    }
    if (!to.codes.add(text, number)) {
      return Error{Reason::kAmbiguous, place +
                                           "this text has another code already, or is longer "
                                           "than 96 bytes"};
    }
  }
  return ok();
}

Status ColumnMapLoader::load_forms(int i, const Proto::Column& column, const FieldTraits& what,
                                   ColumnRule& to) {
  const bool timed = what.kind == FieldKind::kTime || what.kind == FieldKind::kDate;
  if (!timed || column.header_size() == 0) return ok();
  auto forms =
      TimeForms::parse({column.form().begin(), column.form().end()}, what.kind == FieldKind::kTime);
  if (!forms.ok()) {
    const auto place =
        column.form_size() > 0 ? places_.of_column(i, "form", 0) : places_.of_column(i);
    return Error{forms.reason(), place + forms.error().detail};
  }
  to.forms = std::move(forms).value();
  return ok();
}

CheckedMap check_column_map(std::string_view text, std::string_view file, const NamedFile& beside) {
  Proto parsed;
  const Status read = wire::parse_text(text, file, parsed);
  if (!read.ok()) return {std::nullopt, {read.error()}};
  return ColumnMapLoader(parsed, text, file, beside).load();
}

Result<ColumnMap> load_column_map(std::string_view text, std::string_view file,
                                  const NamedFile& beside) {
  CheckedMap checked = check_column_map(text, file, beside);
  if (!checked.map) return checked.faults.front();
  return *std::move(checked.map);
}

}  // namespace stile::agent
