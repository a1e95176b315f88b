#include "agents/cli/map_try.h"

#include <algorithm>
#include <fstream>
#include <optional>

#include "agents/cli/map_check.h"
#include "agents/ingest/event_rows.h"
#include "agents/ingest/header_hints.h"
#include "agents/report/json.h"
#include "core/record/code_texts.h"
#include "core/record/precision.h"

namespace stile::agent {
namespace {

namespace fs = std::filesystem;
using enum EventField;

constexpr std::uint64_t kRowsPerProgress = 4096;

Result<std::ifstream> opened(const fs::path& path) {
  std::ifstream in(path, std::ios::binary);
  if (!in) return Error{Reason::kNotFound, path.string() + ": cannot be read"};
  return in;
}

// unread_fields() are what rows of the map have and no column of this file gives.
std::vector<EventField> unread_fields(const ColumnMap& map, const BoundColumns& columns) {
  std::vector<EventField> fields;
  for (int number = 1; number <= kEventFieldCount; ++number) {
    const auto field = static_cast<EventField>(number);
    const auto& column = columns.fields[static_cast<std::size_t>(number) - 1];
    if (map.has(field) && column.at == BoundColumn::kNone) fields.push_back(field);
  }
  return fields;
}

// HeaderWords tells of the headers that nothing reads. Where the map does not fit, the row may be
// no header row at all: then only those that resemble a field are shown, and the others counted.
class HeaderWords {
 public:
  explicit HeaderWords(Reporter& reporter) : reporter_(reporter) {}

  void tell(const ColumnMap& map, const BoundColumns& columns, bool fits) {
    const auto wanted = unread_fields(map, columns);
    std::size_t hidden = 0;
    for (const std::string& header : columns.ignored_headers) {
      const auto likely = likely_field(header, wanted);
      if (likely || fits) {
        tell_one(header, likely);
      } else {
        ++hidden;
      }
    }
    if (hidden == 0) return;
    reporter_.line(std::to_string(hidden) + " other columns resemble no field",
                   JsonObject().number("other_columns", hidden).done());
  }

 private:
  void tell_one(const std::string& header, std::optional<EventField> likely) {
    const std::string field(likely ? traits(*likely).name : "");
    reporter_.line("column \"" + header + "\" is never read" +
                       (likely ? "; is it " + field + "?" : std::string()),
                   JsonObject().text("unread", header).text("suggestion", field).done());
  }

  Reporter& reporter_;
};

// RowWords tells of rows, and counts them.
class RowWords {
 public:
  RowWords(const ColumnMap& map, Reporter& reporter) : map_(map), reporter_(reporter) {}

  void tell(const RowOutcome& outcome) {
    if (++rows_ % kRowsPerProgress == 0) reporter_.progress(rows_, 0);
    if (const auto* fault = std::get_if<RowFault>(&outcome)) return tell_fault(*fault);
    tell_record(std::get<ReadEvent>(outcome));
  }

  ExitCode totals() const {
    const auto counted = [](std::uint64_t count, std::string_view what) {
      return std::to_string(count) + " " + std::string(what);
    };
    reporter_.line(counted(rows_, "rows: ") + counted(records_, "records, ") +
                       counted(held_, "held, ") + counted(withheld_, "withheld, ") +
                       counted(rejected_, "rejected"),
                   JsonObject()
                       .number("rows", rows_)
                       .number("records", records_)
                       .number("held", held_)
                       .number("withheld", withheld_)
                       .number("rejected", rejected_)
                       .done());
    return rejected_ > 0 ? ExitCode::kFaults : ExitCode::kOk;
  }

 private:
  void tell_fault(const RowFault& fault) {
    const bool withheld = fault.kind == RowFault::Kind::kWithheld;
    const std::string fate = withheld ? "withheld" : "rejected";
    ++(withheld ? withheld_ : rejected_);
    std::string text = "line " + std::to_string(fault.line) + ": ";
    if (!fault.column.empty()) text += "column \"" + fault.column + "\" ";
    text.append(fate).append(": ").append(name(fault.reason)).append(": ").append(fault.what);
    reporter_.line(text + "; " + fault.mend, JsonObject()
                                                 .number("line", fault.line)
                                                 .text("fate", fate)
                                                 .text("column", fault.column)
                                                 .text("reason", name(fault.reason))
                                                 .text("what", fault.what)
                                                 .text("mend", fault.mend)
                                                 .done());
  }

  void tell_record(const ReadEvent& read) {
    const bool held = read.event.hold != record::Hold::kNone;
    ++(held ? held_ : records_);
    JsonObject json;
    json.number("line", read.line).text("fate", held ? "held" : "record");
    json.text("type", record::name(read.event.type));
    std::string text = "line " + std::to_string(read.line) + ": " + (held ? "held " : "") +
                       std::string(record::name(read.event.type)) + ":";
    for (int number = 1; number <= kEventFieldCount; ++number) {
      const auto& what = traits(static_cast<EventField>(number));
      const bool is_read = !map_.rule(what.field).headers.empty();
      if (!is_read || what.field == kType || !what.types.has(read.event.type)) continue;
      const std::string code = code_of(what, read.event);
      if (code.empty()) continue;
      json.text(what.name, code);
      text.append(" ").append(what.name).append(" ").append(code).append(",");
    }
    text.pop_back();
    reporter_.line(text, json.done());
  }

  // code_of() is what may be shown of a field: codes, and of times what the recipient would see.
  static std::string code_of(const FieldTraits& what, const record::Event& event) {
    switch (what.kind) {
      case FieldKind::kTime:
        if (what.field == kTime) {
          return to_text(month_of(local_day(event.time))) + " " +
                 std::string(record::name(record::part_of_day(event.time)));
        }
        return std::string(record::name(record::duration_band(event.time, event.end)));
      case FieldKind::kDate:
        return std::string(record::name(
            record::age_band(event.child_involved, event.date_of_birth, local_day(event.time))));
      case FieldKind::kCode: return std::string(what.text(event));
      case FieldKind::kArea:
        return event.placing_authority ? event.placing_authority->text() : "not-known";
      case FieldKind::kReference:
      case FieldKind::kHome:
      case FieldKind::kPlace: return {};
    }
    __builtin_trap();
  }

  const ColumnMap& map_;
  Reporter& reporter_;
  std::uint64_t rows_ = 0;
  std::uint64_t records_ = 0;
  std::uint64_t held_ = 0;
  std::uint64_t withheld_ = 0;
  std::uint64_t rejected_ = 0;
};

// tell_headers() reads the header rows on their own, so that every column that is missing is told
// of at once.
Result<bool> tell_headers(const ColumnMap& map, const fs::path& file, Reporter& reporter) {
  STILE_TRY(std::ifstream from, opened(file));
  CsvReader reader(from, map.separator());
  STILE_TRY(const HeaderReading headers, read_headers(reader, map));
  for (const Error& fault : headers.faults) {
    reporter.line(fault.detail,
                  JsonObject().text("fault", name(fault.reason)).text("what", fault.detail).done());
  }
  const bool fits = headers.faults.empty();
  const bool is_header = std::ranges::any_of(headers.columns.fields, [](const BoundColumn& column) {
    return column.at != BoundColumn::kNone;
  });
  HeaderWords(reporter).tell(map, headers.columns, fits && is_header);
  return fits;
}

}  // namespace

Result<ExitCode> map_try(const fs::path& map_file, const fs::path& file, Reporter& reporter) {
  STILE_TRY(const CheckedMap checked, listed_map(map_file, reporter));
  const auto& map = checked.map;
  if (!map) {
    // Whoever writes a map wants to see beside what is missing what the export offers for it.
    if (checked.unfinished) STILE_CHECKED(tell_headers(*checked.unfinished, file, reporter));
    return ExitCode::kFaults;
  }
  STILE_TRY(const bool fits, tell_headers(*map, file, reporter));
  if (!fits) return ExitCode::kFaults;
  STILE_TRY(std::ifstream from, opened(file));
  STILE_TRY(EventRows rows, EventRows::open(from, *map));
  RowWords words(*map, reporter);
  for (;;) {
    const auto outcome = rows.next();
    if (!outcome.ok()) {
      (void)words.totals();
      return outcome.error();
    }
    if (!*outcome) return words.totals();
    words.tell(**outcome);
  }
}

}  // namespace stile::agent
