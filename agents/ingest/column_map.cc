#include "agents/ingest/column_map.h"

#include <google/protobuf/text_format.h>
#include <stile/v1/column_map.pb.h>

#include <algorithm>
#include <set>

#include "core/wire/strict.h"

namespace stile::agent {
namespace {

using Proto = v1::ColumnMap;
using google::protobuf::TextFormat;

constexpr std::string_view kNotKnown = "not-known";
constexpr std::size_t kLongestSystem = 32;

bool is_system_code(std::string_view text) {
  return !text.empty() && text.size() <= kLongestSystem && std::ranges::all_of(text, [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-';
  });
}

std::optional<char> separator_named(std::string_view text) {
  if (text == "tab") return '\t';
  if (text == "," || text == ";" || text == "|") return text[0];
  return std::nullopt;
}

// Places knows where each part of the map was written.
class Places {
 public:
  Places(std::string_view text, std::string_view file) : file_(file) {
    TextFormat::Parser parser;
    Proto again;
    parser.WriteLocationsTo(&tree_);
    parser.ParseFromString(std::string(text), &again);
  }

  std::string start() const { return file_ + ":1:1: "; }
  std::string of(const char* field) const { return find(tree_, Proto::descriptor(), field, -1); }

  // of_column() is where the i-th column, or where given its field, is written.
  std::string of_column(int i, const char* field = nullptr, int index = -1) const {
    const auto* list = Proto::descriptor()->FindFieldByName("column");
    const auto* column = tree_.GetTreeForNested(list, i);
    if (field == nullptr || column == nullptr) return find(tree_, Proto::descriptor(), "column", i);
    return find(*column, Proto::Column::descriptor(), field, index);
  }

 private:
  std::string find(const TextFormat::ParseInfoTree& tree,
                   const google::protobuf::Descriptor* message, const char* field,
                   int index) const {
    const auto at = tree.GetLocation(message->FindFieldByName(field), index);
    if (at.line < 0) return start();
    return file_ + ":" + std::to_string(at.line + 1) + ":" + std::to_string(at.column + 1) + ": ";
  }

  std::string file_;
  TextFormat::ParseInfoTree tree_;
};

}  // namespace

// ColumnMapLoader checks a parsed map, column by column, into a ColumnMap.
class ColumnMapLoader {
 public:
  ColumnMapLoader(const Proto& from, std::string_view text, std::string_view file)
      : from_(from), places_(text, file) {}

  Result<ColumnMap> load() {
    STILE_CHECKED(load_head());
    for (int i = 0; i < from_.column_size(); ++i) STILE_CHECKED(load_column(i));
    for (int number = 1; number <= kEventFieldCount; ++number) {
      if (!seen_.contains(number)) return not_declared(traits(static_cast<EventField>(number)));
    }
    return std::move(map_);
  }

 private:
  Status load_head();
  Status load_column(int i);
  Status check_source(int i, const Proto::Column& column, const FieldTraits& what) const;
  Status check_fit(int i, const Proto::Column& column, const FieldTraits& what) const;
  Status load_headers(int i, const Proto::Column& column, ColumnRule& rule);
  Status load_codes(int i, const Proto::Column& column, const FieldTraits& what, ColumnRule& rule);
  Status load_value(int i, int value, const FieldTraits& what, ColumnRule& rule);
  Status load_forms(int i, const Proto::Column& column, const FieldTraits& what, ColumnRule& rule);
  Result<int> code(const std::string& place, const FieldTraits& what, const std::string& name);
  Error not_declared(const FieldTraits& what) const;

  const Proto& from_;
  Places places_;
  ColumnMap map_;
  std::set<int> seen_;
  std::set<std::string> headers_;
};

Error ColumnMapLoader::not_declared(const FieldTraits& what) const {
  return {Reason::kMissingField,
          places_.start() + "no column for " + std::string(what.name) +
              (what.may_be_not_asked ? "; add one, with not_asked: true if the system does "
                                       "not record it"
                                     : "; add one")};
}

Status ColumnMapLoader::load_head() {
  if (!is_system_code(from_.system())) {
    return Error{Reason::kMalformed, places_.of("system") +
                                         "system is a code of lower-case letters, digits and '-', "
                                         "at most 32"};
  }
  if (from_.header_rows() != 1 && from_.header_rows() != 2) {
    return Error{Reason::kMalformed, places_.of("header_rows") + "header_rows is 1 or 2"};
  }
  const auto separator = separator_named(from_.separator());
  if (!separator) {
    return Error{Reason::kMalformed,
                 places_.of("separator") + R"(separator is ",", ";", "|" or "tab")"};
  }
  map_.system_ = from_.system();
  map_.header_rows_ = static_cast<int>(from_.header_rows());
  map_.separator_ = *separator;
  return ok();
}

Status ColumnMapLoader::load_column(int i) {
  const Proto::Column& column = from_.column(i);
  if (column.field() == Proto::FIELD_UNSPECIFIED) {
    return Error{Reason::kMissingField, places_.of_column(i) + "a column names its field"};
  }
  const FieldTraits& what = traits(static_cast<EventField>(column.field()));
  if (!seen_.insert(column.field()).second) {
    return Error{Reason::kAmbiguous, places_.of_column(i, "field") + std::string(what.name) +
                                         " has a column already; put all its headers into one"};
  }
  STILE_CHECKED(check_source(i, column, what));
  STILE_CHECKED(check_fit(i, column, what));
  ColumnRule& rule = map_.rules_[static_cast<std::size_t>(column.field()) - 1];
  if (column.not_asked() && what.not_asked != 0) rule.constant = what.not_asked;
  STILE_CHECKED(load_headers(i, column, rule));
  STILE_CHECKED(load_codes(i, column, what, rule));
  if (column.scheme() == v1::CIW) rule.scheme = HomeScheme::kCiw;
  return load_forms(i, column, what, rule);
}

Status ColumnMapLoader::check_source(int i, const Proto::Column& column,
                                     const FieldTraits& what) const {
  const int sources =
      (column.header_size() > 0) + !column.constant().empty() + (column.not_asked() ? 1 : 0);
  if (sources != 1) {
    return Error{
        sources == 0 ? Reason::kMissingField : Reason::kAmbiguous,
        places_.of_column(i) + "a column has exactly one of header, constant and not_asked"};
  }
  if (!column.constant().empty() && !what.may_be_constant) {
    return Error{Reason::kMalformed, places_.of_column(i, "constant") + std::string(what.name) +
                                         " differs from row to row; give its header"};
  }
  if (column.not_asked() && !what.may_be_not_asked) {
    return Error{Reason::kMissingField, places_.of_column(i, "not_asked") + std::string(what.name) +
                                            " is mandatory; give its header"};
  }
  return ok();
}

// check_fit() refuses what this kind of field has no use for, and asks for what it needs.
Status ColumnMapLoader::check_fit(int i, const Proto::Column& column,
                                  const FieldTraits& what) const {
  const bool read = column.header_size() > 0;
  const bool coded = what.kind == FieldKind::kCode || what.kind == FieldKind::kArea;
  const bool timed = what.kind == FieldKind::kTime || what.kind == FieldKind::kDate;
  const std::string name(what.name);
  if (!(coded && read) && (column.value_size() > 0 || !column.empty().empty())) {
    return Error{Reason::kMalformed, places_.of_column(i) + name + " has no value or empty here"};
  }
  if (what.kind == FieldKind::kCode && read && column.value_size() == 0) {
    return Error{Reason::kMissingField,
                 places_.of_column(i) + name + " needs a value for each text of the column"};
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

Status ColumnMapLoader::load_headers(int i, const Proto::Column& column, ColumnRule& rule) {
  for (int h = 0; h < column.header_size(); ++h) {
    const std::string folded = folded_header(column.header(h));
    if (folded.empty()) {
      return Error{Reason::kMalformed, places_.of_column(i, "header", h) + "an empty header"};
    }
    if (!headers_.insert(folded).second) {
      return Error{Reason::kAmbiguous,
                   places_.of_column(i, "header", h) + "this header is declared twice"};
    }
    rule.headers.push_back(column.header(h));
  }
  return ok();
}

Result<int> ColumnMapLoader::code(const std::string& place, const FieldTraits& what,
                                  const std::string& name) {
  if (what.kind == FieldKind::kCode) {
    if (const auto known = what.code(name)) return *known;
    return Error{Reason::kUnknownValue,
                 place + "no code of " + std::string(what.name) + "; use one of " + what.codes()};
  }
  if (name == kNotKnown) return 0;
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

Status ColumnMapLoader::load_codes(int i, const Proto::Column& column, const FieldTraits& what,
                                   ColumnRule& rule) {
  for (int v = 0; v < column.value_size(); ++v) STILE_CHECKED(load_value(i, v, what, rule));
  if (!column.empty().empty()) {
    STILE_TRY(rule.empty, code(places_.of_column(i, "empty"), what, column.empty()));
  }
  if (!column.constant().empty()) {
    STILE_TRY(rule.constant, code(places_.of_column(i, "constant"), what, column.constant()));
  }
  return ok();
}

Status ColumnMapLoader::load_value(int i, int value, const FieldTraits& what, ColumnRule& rule) {
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
    if (!rule.codes.add(text, number)) {
      return Error{Reason::kAmbiguous, place +
                                           "this text has another code already, or is longer "
                                           "than 96 bytes"};
    }
  }
  return ok();
}

Status ColumnMapLoader::load_forms(int i, const Proto::Column& column, const FieldTraits& what,
                                   ColumnRule& rule) {
  const bool timed = what.kind == FieldKind::kTime || what.kind == FieldKind::kDate;
  if (!timed || column.header_size() == 0) return ok();
  auto forms =
      TimeForms::parse({column.form().begin(), column.form().end()}, what.kind == FieldKind::kTime);
  if (!forms.ok()) {
    const auto place =
        column.form_size() > 0 ? places_.of_column(i, "form", 0) : places_.of_column(i);
    return Error{forms.reason(), place + forms.error().detail};
  }
  rule.forms = std::move(forms).value();
  return ok();
}

Result<ColumnMap> load_column_map(std::string_view text, std::string_view file) {
  Proto parsed;
  STILE_CHECKED(wire::parse_text(text, file, parsed));
  return ColumnMapLoader(parsed, text, file).load();
}

}  // namespace stile::agent
