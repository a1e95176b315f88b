#include "agents/recipient/csvw.h"

#include <string_view>

#include "agents/recipient/change_words.h"
#include "agents/report/code_labels.h"
#include "agents/report/json.h"

namespace stile::agent {
namespace {

constexpr std::string_view kReferenceFormat = "^([0-9A-HJKMNP-TV-Z]{5}-){5}[0-9A-HJKMNP-TV-Z]$";
constexpr std::string_view kHomeFormat = "^(ofsted:(SC[0-9]{6}|[0-9]{7})|ciw:[A-Za-z0-9/-]{1,24})$";

std::string matching(std::string_view format) {
  return JsonObject().text("base", "string").text("format", format).done();
}

// One of the codes and nothing else; none of them has a character that a pattern gives meaning.
std::string one_of(std::span<const Label> codes) {
  std::string format = "^(";
  for (const Label& code : codes) {
    if (format.size() > 2) format += '|';
    format += code.name;
  }
  return matching(format + ")$");
}

std::string datatype(const Column& column) {
  switch (column.form) {
    case Form::kSource: return matching("^[a-z]+/[A-Za-z0-9-]+$");
    case Form::kAgreement: return matching("^[a-z][a-z0-9-]*$");
    case Form::kContact: return matching("^[a-z0-9-]+$");
    case Form::kReference: return matching(kReferenceFormat);
    case Form::kHome: return matching(kHomeFormat);
    case Form::kCode: return one_of(column.codes);
    case Form::kNumber: return JsonObject().text("base", "integer").number("minimum", 1).done();
    case Form::kCount: return JsonObject().text("base", "integer").number("minimum", 0).done();
    case Form::kDate: return JsonObject().text("base", "date").text("format", "yyyy-MM-dd").done();
    case Form::kMonth: return JsonObject().text("base", "gYearMonth").done();
    case Form::kTruth:
      return JsonObject().text("base", "boolean").text("format", "true|false").done();
  }
  __builtin_trap();
}

// The header of the file holds names. They stand as titles of no language too, by which a
// validator matches a header.
std::string titles(const Label& title) {
  return JsonObject()
      .text("en", title.english)
      .text("cy", title.welsh)
      .text("und", title.name)
      .done();
}

std::string described(std::span<const Column> columns) {
  std::string list;
  for (const Column& column : columns) {
    if (!list.empty()) list += ",\n    ";
    list += JsonObject()
                .text("name", column.title.name)
                .json("titles", titles(column.title))
                .json("datatype", datatype(column))
                .flag("required", column.always)
                .text("null", "")
                .done();
  }
  return "[\n    " + list + "\n  ]";
}

std::string dialect() {
  return JsonObject()
      .text("encoding", "utf-8")
      .json("lineTerminators", R"(["\r\n"])")
      .text("delimiter", ",")
      .text("quoteChar", "\"")
      .flag("doubleQuote", true)
      .flag("header", true)
      .number("headerRowCount", 1)
      .done();
}

std::string table_title(const Label& label) {
  const auto in = [](std::string_view language, std::string_view value) {
    return JsonObject().text("@value", value).text("@language", language).done();
  };
  return "[" + in("en", label.english) + "," + in("cy", label.welsh) + "]";
}

}  // namespace

std::string csvw_table(const Label& title, std::span<const Column> columns,
                       const std::string& csv) {
  const std::string schema = JsonObject()
                                 .json("columns", described(columns))
                                 .json("primaryKey", R"(["source","event_reference"])")
                                 .done();
  return JsonObject()
             .json("@context", R"(["http://www.w3.org/ns/csvw",{"@language":"en"}])")
             .text("url", csv)
             .json("dc:title", table_title(title))
             .json("dialect", dialect())
             .json("tableSchema", schema)
             .done() +
         "\n";
}

std::string csvw_metadata(record::RecordType type, const std::string& csv) {
  return csvw_table(label_of(type), columns_of(type), csv);
}

std::string csvw_withdrawn(const std::string& csv) {
  return csvw_table(kWithdrawnFile, withdrawn_columns(), csv);
}

}  // namespace stile::agent
