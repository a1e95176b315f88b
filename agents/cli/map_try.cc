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
constexpr std::string_view kGiven = "given";

Result<std::ifstream> opened(const fs::path& path) {
  std::ifstream in(path, std::ios::binary);
  if (!in) return Error{Reason::kNotFound, path.string() + ": cannot be read"};
  return in;
}

// unread_fields() are what rows of the map need and no column of this file gives.
std::vector<EventField> unread_fields(const ColumnMap& map, const BoundColumns& columns) {
  std::vector<EventField> fields;
  for (int number = 1; number <= kEventFieldCount; ++number) {
    const auto field = static_cast<EventField>(number);
    const auto& column = columns.fields[static_cast<std::size_t>(number) - 1];
    if (is_optional(traits(field)) || !map.has(field)) continue;
    if (column.at == BoundColumn::kNone) fields.push_back(field);
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
  RowWords(const ColumnMap& map, ReadFor read_for, Reporter& reporter)
      : map_(map), read_for_(read_for), reporter_(reporter) {}

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
      const bool is_read = !map_.rule(what.field).headers.empty() && what.read_for <= read_for_;
      if (!is_read || what.field == kType || !what.types.has(read.event.type)) continue;
      const std::string code = code_of(what, read.event);
      if (code.empty()) continue;
      json.text(what.name, code);
      text.append(" ").append(what.name).append(" ").append(code).append(",");
    }
    text.pop_back();
    reporter_.line(text, json.done());
  }

  // code_of() is what may be shown of a field: codes, and of times what the recipient would see. Of
  // a child's identity and of a contact, in whose column a name may stand by mistake, it is whether
  // there is one.
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
      case FieldKind::kName:
      case FieldKind::kIdentityReference:
        return (event.identity.*what.identity).empty() ? "" : std::string(kGiven);
      case FieldKind::kContact: return event.contact.empty() ? "" : std::string(kGiven);
    }
    __builtin_trap();
  }

  const ColumnMap& map_;
  ReadFor read_for_;
  Reporter& reporter_;
  std::uint64_t rows_ = 0;
  std::uint64_t records_ = 0;
  std::uint64_t held_ = 0;
  std::uint64_t withheld_ = 0;
  std::uint64_t rejected_ = 0;
};

Result<HeaderReading> headers_of(const ColumnMap& map, const fs::path& file, ReadFor read_for) {
  STILE_TRY(std::ifstream from, opened(file));
  CsvReader reader(from, map.separator());
  return read_headers(reader, map, read_for);
}

void tell_missing(const Error& fault, bool stops_a_return, Reporter& reporter) {
  const std::string what =
      fault.detail + (stops_a_return ? "" : "; a return goes without it, a notification does not");
  reporter.line(what, JsonObject()
                          .text(stops_a_return ? "fault" : "notice", name(fault.reason))
                          .text("what", what)
                          .done());
}

// tell_headers() reads the header rows on their own, so that every column that is missing is told
// of at once, and says what the file can be read for; nothing where not even for a return.
Result<std::optional<ReadFor>> tell_headers(const ColumnMap& map, const fs::path& file,
                                            Reporter& reporter) {
  STILE_TRY(const HeaderReading of_return, headers_of(map, file, ReadFor::kReturn));
  STILE_TRY(const HeaderReading all, headers_of(map, file, ReadFor::kIdentity));
  // What only a notification needs comes after what a return needs.
  for (std::size_t i = 0; i < all.faults.size(); ++i) {
    tell_missing(all.faults[i], i < of_return.faults.size(), reporter);
  }
  const bool fits = of_return.faults.empty();
  const bool is_header = std::ranges::any_of(all.columns.fields, [](const BoundColumn& column) {
    return column.at != BoundColumn::kNone;
  });
  HeaderWords(reporter).tell(map, all.columns, fits && is_header);
  if (!fits) return std::optional<ReadFor>();
  return std::optional(all.faults.empty() ? ReadFor::kIdentity : ReadFor::kReturn);
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
  STILE_TRY(const std::optional<ReadFor> read_for, tell_headers(*map, file, reporter));
  if (!read_for) return ExitCode::kFaults;
  STILE_TRY(std::ifstream from, opened(file));
  STILE_TRY(EventRows rows, EventRows::open(from, *map, *read_for));
  RowWords words(*map, *read_for, reporter);
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
