#include "agents/cli/map_check.h"

#include "agents/ingest/column_map_file.h"
#include "agents/report/json.h"
#include "core/record/code_texts.h"

namespace stile::agent {
namespace {

// What a map says of a field: where it comes from, and how.
struct Said {
  std::string from;
  std::string how;
};

std::string joined(const std::vector<std::string>& headers) {
  std::string list;
  for (const auto& header : headers) list += (list.empty() ? "\"" : " or \"") + header + "\"";
  return list;
}

std::string constant_text(const ColumnMap& map, const FieldTraits& what, int code) {
  if (what.kind == FieldKind::kArea) {
    const auto& area = map.area(code);
    return area ? area->text() : "not-known";
  }
  return std::string(what.codes()[static_cast<std::size_t>(code) - 1]);
}

// meanings() is what a colleague has to agree with: every text, and what it becomes.
std::string meanings(const ColumnMap& map, const ColumnRule& rule, const FieldTraits& what) {
  std::string list;
  const auto add = [&](const std::string& text, int code) {
    list += (list.empty() ? "" : ", ") + text + " -> " + constant_text(map, what, code);
  };
  for (const auto& entry : rule.codes.entries()) add('"' + entry.text + '"', entry.code);
  if (rule.empty) add("an empty cell", *rule.empty);
  return list;
}

// sealed_meanings() is of the parts of an identity.
std::string sealed_meanings(const ColumnRule& rule) {
  std::string how = "read for notifications only, and sealed";
  for (const auto& entry : rule.codes.entries()) how += ", \"" + entry.text + "\" -> not-known";
  return how;
}

std::string how_of(const ColumnMap& map, const ColumnRule& rule, const FieldTraits& what) {
  switch (what.kind) {
    case FieldKind::kReference: return "stays at the source";
    case FieldKind::kHome: return std::string(name(rule.scheme)) + " number";
    case FieldKind::kPlace: return "compared with the gazetteer";
    case FieldKind::kName:
    case FieldKind::kIdentityReference: return sealed_meanings(rule);
    case FieldKind::kContact:
      return "a contact's code in the directory; read for notifications only";
    case FieldKind::kTime:
    case FieldKind::kDate: return "as " + rule.forms.expected();
    case FieldKind::kCode:
    case FieldKind::kArea: return meanings(map, rule, what);
  }
  __builtin_trap();
}

Said said_of(const ColumnMap& map, const FieldTraits& what) {
  const ColumnRule& rule = map.rule(what.field);
  if (!rule.headers.empty()) return {"column " + joined(rule.headers), how_of(map, rule, what)};
  const bool not_asked = !rule.constant || *rule.constant == what.not_asked;
  if (not_asked) return {"not asked", {}};
  return {"always " + constant_text(map, what, *rule.constant), {}};
}

// is_left_out() is true of what a map need not name and does not.
bool is_left_out(const ColumnMap& map, const FieldTraits& what) {
  const ColumnRule& rule = map.rule(what.field);
  return is_optional(what) && rule.headers.empty() && !rule.constant;
}

void tell_head(const ColumnMap& map, Reporter& reporter) {
  std::string types;
  for (const auto type : map.types()) {
    types.append(types.empty() ? "" : " or ").append(record::name(type));
  }
  reporter.line(map.system() + ": each row is a record of type " + types +
                    "; header rows: " + std::to_string(map.header_rows()),
                JsonObject()
                    .text("system", map.system())
                    .text("records", types)
                    .number("header_rows", map.header_rows())
                    .done());
}

}  // namespace

Result<CheckedMap> listed_map(const std::filesystem::path& map, Reporter& reporter) {
  CheckedMap checked = check_column_map_file(map);
  for (const Error& fault : checked.faults) {
    const bool unreadable = fault.reason == Reason::kNotFound || fault.reason == Reason::kIo;
    if (unreadable && checked.faults.size() == 1) return fault;
    reporter.line(fault.detail,
                  JsonObject().text("fault", name(fault.reason)).text("what", fault.detail).done());
  }
  return checked;
}

Result<ExitCode> map_check(const std::filesystem::path& file, Reporter& reporter) {
  STILE_TRY(const CheckedMap checked, listed_map(file, reporter));
  const auto& map = checked.map;
  if (!map) return ExitCode::kFaults;
  tell_head(*map, reporter);
  for (int number = 1; number <= kEventFieldCount; ++number) {
    const FieldTraits& what = traits(static_cast<EventField>(number));
    if (!map->has(what.field) || is_left_out(*map, what)) continue;
    const Said said = said_of(*map, what);
    const std::string field(what.name);
    reporter.line(
        field + ": " + said.from + (said.how.empty() ? "" : "; " + said.how),
        JsonObject().text("field", field).text("from", said.from).text("how", said.how).done());
  }
  return ExitCode::kOk;
}

}  // namespace stile::agent
