#include "tests/property/layout.h"

#include <algorithm>
#include <cstdlib>

namespace stile::property {
namespace {

using Codes = std::vector<std::string>;

Field answer(const char* name, const char* types) {
  return {name,        types, Reads::kCode, {"yes", "no", "not-asked", "not-known"},
          "not-asked", true,  true};
}

Field coded(const char* name, const char* types, Codes codes, const char* gap) {
  return {name, types, Reads::kCode, std::move(codes), gap, *gap != '\0', true};
}

Field in_each_row(Field field) {
  field.may_be_constant = false;
  return field;
}

std::vector<Field> of_every_type() {
  return {
      {"REFERENCE", "CMAK", Reads::kReference},
      {"PERSON", "CMAK", Reads::kReference},
      {"HOME", "CMAK", Reads::kHome},
      {"HOME_NAME", "CMAK", Reads::kPlace},
      {"HOME_ADDRESS", "CMAK", Reads::kPlace},
      {"TIME", "CMAK", Reads::kTime},
      {"DATE_OF_BIRTH", "CMAK", Reads::kDate, {}, "", true},
      answer("LOOKED_AFTER", "CMAK"),
      coded("CARE_HOME", "CMAK", {"yes", "no", "not-asked"}, "not-asked"),
      {"PLACING_AUTHORITY", "CMAK", Reads::kArea, {"not-known"}, "not-known", true, true},
      answer("EXPLOITATION", "CMAK"),
      answer("HARM", "CMAK"),
      answer("CHILD_VIEW", "CMAK"),
      answer("DISPUTED", "CMAK"),
      in_each_row(coded("HOLD", "CMAK",
                        {"none", "detrimental-to-child", "prejudice-to-investigation",
                         "allegation-against-recipients-people", "secrecy-order"},
                        "none")),
  };
}

std::vector<Field> of_calls() {
  Codes outcomes;
  for (int i = 0; i <= 22; ++i) outcomes.push_back(std::to_string(i));
  outcomes.emplace_back("no-crime");
  return {
      in_each_row(coded("CHILD_INVOLVED", "C", {"yes", "no"}, "-")),
      {"INCIDENT", "C", Reads::kReference, {}, "", true},
      coded("CATEGORY", "C", {"missing", "alleged-crime", "safeguarding", "other"}, ""),
      coded("CHANNEL", "C", {"999", "101", "online", "other"}, ""),
      coded("CALLER_ROLE", "C", {"staff", "child", "agency", "public", "not-known"}, "not-known"),
      coded("DEPLOYMENT", "C",
            {"deployed", "not-deployed-resolved-by-telephone", "not-deployed-for-the-home",
             "not-deployed-other-agency", "not-deployed-duplicate", "not-deployed-other",
             "not-known"},
            "not-known"),
      coded("HOME_TOLD", "C", {"yes", "no", "not-known", "not-applicable"}, "not-known"),
      coded("APPROPRIATENESS", "C", {"appropriate", "inappropriate", "not-assessed"},
            "not-assessed"),
      coded("LEVEL", "C", {"1", "2", "3", "not-set"}, "not-set"),
      coded("LEVEL_SET_BY", "C", {"home", "force", "nobody"}, "nobody"),
      coded("CHILD_ROLE", "CK", {"alleged", "victim", "witness", "missing", "none"}, ""),
      answer("ARRESTED", "C"),
      coded("OFFENCE_GROUP", "CA",
            {"violence", "sexual", "robbery", "theft", "damage-or-arson", "drugs", "weapons",
             "public-order", "other", "not-known", "none"},
            "not-known"),
      coded("OUTCOME", "CA", outcomes, "no-crime"),
  };
}

std::vector<Field> of_others() {
  return {
      {"END_TIME", "M", Reads::kTime},
      coded("ABSENCE", "M", {"missing", "unauthorised-absence", "location-known", "late"}, ""),
      coded("RISK", "M", {"no-apparent-risk", "low", "medium", "high", "not-assessed"},
            "not-assessed"),
      coded("POLICE_RESPONSE", "M", {"search", "transport-only", "none", "not-known"}, "not-known"),
      answer("HOME_ENQUIRED", "M"),
      answer("INTERVIEW_DUE", "M"),
      answer("INTERVIEW_OFFERED", "M"),
      answer("INTERVIEW_ACCEPTED", "M"),
      coded("KIND", "AK",
            {"arrested", "voluntary-interview", "warrant-or-breach", "sexual-exploitation",
             "criminal-exploitation", "substance-misuse", "self-harm", "abuse-or-neglect",
             "care-in-the-home", "other"},
            ""),
      in_each_row(coded("TYPE", "AK", {"arrest", "concern"}, "")),
  };
}

std::string quoted(std::string_view text) { return "\"" + std::string(text) + "\""; }

std::string record_of(const Layout& layout) {
  switch (layout.types.front()) {
    case 'C': return "record: CALL_OUT\n";
    case 'M': return "record: MISSING_EPISODE\n";
    case 'A': return layout.types.size() > 1 ? "" : "record: ARREST\n";
    default: return "record: CONCERN\n";
  }
}

std::string column_text(const Layout& layout, const Column& column) {
  const Field& field = field_named(column.field);
  std::string text = "column { field: " + field.name + " header: " + quoted(column.header);
  if (field.reads == Reads::kTime) {
    text += " form: \"%d/%m/%Y %H:%M\" form: \"iso-8601\" form: \"excel-serial\"";
  }
  if (field.reads == Reads::kDate) text += " form: \"%d/%m/%Y\" form: \"iso-8601\"";
  if (field.reads == Reads::kHome)
    text += layout.scheme == "ciw" ? " scheme: CIW" : " scheme: OFSTED";
  for (const auto& [alias, code] : column.texts) {
    text += "\n  value { text: " + quoted(alias) + " code: " + quoted(code) + " }";
  }
  if (!column.empty.empty()) text += " empty: " + quoted(column.empty);
  return text + " }\n";
}

// cell() is RFC 4180's, in quotes where it must be and sometimes where it need not.
std::string cell(const std::string& text, const std::string& separator) {
  const bool must = text.find_first_of("\"\r\n" + separator) != text.npos;
  if (!must && text.size() % 5 != 4) return text;
  std::string inside;
  for (const char c : text) inside.append(c == '"' ? 2 : 1, c);
  return quoted(inside);
}

std::string line(const Layout& layout, const Cells& cells) {
  const std::string separator = layout.separator == "tab" ? std::string(1, 9) : layout.separator;
  std::string text;
  for (std::size_t i = 0; i < cells.size(); ++i) {
    text += (i == 0 ? "" : separator) + cell(cells[i], separator);
  }
  return text + (layout.crlf ? "\r\n" : "\n");
}

}  // namespace

const std::vector<Field>& fields() {
  static const std::vector<Field> all = [] {
    std::vector<Field> listed;
    for (const auto& some : {of_every_type(), of_calls(), of_others()}) {
      listed.insert(listed.end(), some.begin(), some.end());
    }
    return listed;
  }();
  return all;
}

const Field& field_named(std::string_view name) {
  const auto found = std::ranges::find(fields(), name, &Field::name);
  if (found == fields().end()) std::abort();
  return *found;
}

const Column* Layout::column(std::string_view field) const {
  const auto found = std::ranges::find(columns, field, &Column::field);
  return found == columns.end() ? nullptr : &*found;
}

std::size_t Layout::index(const Column& column) const {
  return static_cast<std::size_t>(&column - columns.data());
}

bool Layout::has(const Field& field) const {
  if (field.reads == Reads::kPlace) return !gazetteer.empty();
  if (field.name == "TYPE") return types.size() > 1;
  return field.types.find_first_of(types) != std::string::npos;
}

std::string map_text(const Layout& layout) {
  std::string text = "system: " + quoted(layout.system) + "\n" + record_of(layout) +
                     "header_rows: " + std::to_string(layout.header_rows) +
                     "\nseparator: " + quoted(layout.separator) + "\n";
  if (!layout.gazetteer.empty()) text += "gazetteer: \"homes.csv\"\n";
  for (const auto& field : layout.not_asked) text += "not_asked: " + field + "\n";
  for (const auto& [field, code] : layout.constants) {
    text += "column { field: " + field + " constant: " + quoted(code) + " }\n";
  }
  for (const auto& column : layout.columns) {
    if (!column.field.empty()) text += column_text(layout, column);
  }
  return text;
}

std::string gazetteer_text(const Layout& layout) {
  std::string text = "scheme,number,name,address\n";
  for (const auto& place : layout.gazetteer) {
    text += place.scheme + "," + place.number + "," + cell(place.name, ",") + "," +
            cell(place.address, ",") + "\n";
  }
  return text;
}

std::string export_text(const Layout& layout, const std::vector<Cells>& rows) {
  std::string text = layout.byte_order_mark ? "\xEF\xBB\xBF" : "";
  Cells header;
  for (const auto& column : layout.columns) header.push_back(column.header);
  if (layout.header_rows == 2) {
    Cells groups(header.size());
    groups.front() = "Record";
    text += line(layout, groups);
  }
  text += line(layout, header);
  for (const auto& row : rows) text += line(layout, row);
  return text;
}

}  // namespace stile::property
