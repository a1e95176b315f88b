#include "agents/ingest/event_rows.h"

#include <algorithm>

#include "core/base/limits.h"

namespace stile::agent {
namespace {

using enum EventField;

bool is_printable(std::string_view text) {
  return std::ranges::none_of(text, [](char c) { return (c >= 0 && c < 0x20) || c == 0x7F; });
}

// utc_instant() of a time with an offset.
std::optional<Instant> utc_instant(const WrittenTime& time) {
  const CivilMinute& minute = time.minute;
  if (!is_a_date(minute.date) || minute.hour > 23 || minute.minute > 59) return std::nullopt;
  const Instant minutes = Instant{to_day(minute.date)} * 1440 + minute.hour * 60 + minute.minute;
  return (minutes - *time.offset_minutes) * 60;
}

std::string_view form_of(HomeScheme scheme) {
  return scheme == HomeScheme::kOfsted ? "an Ofsted URN: SC and six digits, or seven digits"
                                       : "a CIW number: letters, digits, - and /, at most 24";
}

}  // namespace

Result<EventRows> EventRows::open(std::istream& from, const ColumnMap& map) {
  CsvReader reader(from, map.separator());
  STILE_TRY(BoundColumns columns, bind_headers(reader, map));
  return EventRows(std::move(reader), map, std::move(columns));
}

Result<std::optional<RowOutcome>> EventRows::next() {
  STILE_TRY(const std::optional<CsvRow> row, reader_.next());
  if (!row) return std::optional<RowOutcome>();
  std::optional<RowOutcome> outcome(std::in_place, std::in_place_type<ReadEvent>);
  auto& read = std::get<ReadEvent>(*outcome);
  read.line = row->line;
  if (!read_row(*row, read.event)) {
    fault_.line = row->line;
    outcome->emplace<RowFault>(std::move(fault_));
  }
  return outcome;
}

bool EventRows::read_row(const CsvRow& row, record::Event& to) {
  if (row.fault == Reason::kTooLarge) {
    return refuse_row(Reason::kTooLarge, "the row is over 1 MiB or 512 cells",
                      "export one call-out a row");
  }
  if (row.fault) {
    return refuse_row(*row.fault, "the row holds a NUL character", "export the file again as text");
  }
  cells_ = row.cells;
  if (!check_width(row)) return false;
  to.origin.system = map_->system();
  // A place that is no children's home often has no URN: whether it is in scope comes first.
  if (!read_care_home(to)) return false;
  for (int number = 1; number <= kEventFieldCount; ++number) {
    const auto field = static_cast<EventField>(number);
    if (field != kCareHome && !read_field(field, to)) return false;
  }
  return check_child(to);
}

bool EventRows::check_width(const CsvRow& row) {
  const std::size_t width = columns_.width;
  const bool fits = row.cells.size() >= width &&
                    std::ranges::all_of(row.cells.subspan(width),
                                        [](std::string_view cell) { return cell.empty(); });
  if (fits) return true;
  return refuse_row(Reason::kMalformed,
                    "the row has " + std::to_string(row.cells.size()) + " cells, the header " +
                        std::to_string(width),
                    "put a cell that holds the separator or a line break in quotes");
}

bool EventRows::read_care_home(record::Event& to) {
  if (!read_field(kCareHome, to)) return false;
  if (to.care_home != record::CareHome::kNo) return true;
  refuse(kCareHome, Reason::kOutOfScope, "not a children's home",
         "nothing to mend; if it is one, mend the care-home flag");
  fault_.kind = RowFault::Kind::kWithheld;
  return false;
}

bool EventRows::read_field(EventField field, record::Event& to) {
  const BoundColumn& bound = column(field);
  if (bound.at == BoundColumn::kNone) {
    const auto& constant = map_->rule(field).constant;
    if (constant) set_code(field, *constant, to);
    return true;
  }
  const std::string_view cell = trimmed(cells_[bound.at]);
  if (begins_a_formula(cell)) {
    return refuse(field, Reason::kMalformed, "the cell begins with = + - or @, like a formula",
                  "export the value itself, or leave the cell empty");
  }
  return read_cell(field, cell, to);
}

bool EventRows::read_cell(EventField field, std::string_view cell, record::Event& to) {
  const bool optional = field == kPerson || field == kDateOfBirth;
  if (cell.empty() && !map_->rule(field).empty) {
    if (optional) return true;
    return refuse(field, Reason::kMissingField, "the cell is empty",
                  "fill it in at the source; what was not asked has a text of its own");
  }
  switch (traits(field).kind) {
    case FieldKind::kReference:
      return read_reference(field, cell, field == kPerson ? to.origin.child : to.origin.reference);
    case FieldKind::kHome: return read_home(cell, to);
    case FieldKind::kTime: return read_time(cell, to);
    case FieldKind::kDate: return read_date(cell, to);
    case FieldKind::kCode:
    case FieldKind::kArea: return read_code(field, cell, to);
  }
  __builtin_trap();
}

bool EventRows::read_reference(EventField field, std::string_view cell, std::string& to) {
  if (cell.size() > limits::kReferenceBytes || !is_printable(cell)) {
    return refuse(
        field, Reason::kMalformed, "not a reference",
        "a reference is one line of at most " + std::to_string(limits::kReferenceBytes) + " bytes");
  }
  to = cell;
  return true;
}

bool EventRows::read_home(std::string_view cell, record::Event& to) {
  const HomeScheme scheme = map_->rule(kHome).scheme;
  auto home = HomeId::make(scheme, cell);
  if (!home.ok()) {
    return refuse(kHome, Reason::kMalformed, "not a home's number",
                  "expected " + std::string(form_of(scheme)));
  }
  to.home = std::move(home).value();
  return true;
}

bool EventRows::read_time(std::string_view cell, record::Event& to) {
  const TimeForms& forms = map_->rule(kTime).forms;
  const auto written = forms.read(cell);
  if (!written) {
    return refuse(kTime, Reason::kMalformed, "not a date and time of the forms expected",
                  "expected the form " + forms.expected());
  }
  if (written->offset_minutes) {
    const auto instant = utc_instant(*written);
    if (!instant) return refuse(kTime, Reason::kMalformed, "no such date or time", "mend it");
    to.time = *instant;
    return true;
  }
  const auto instant = clock_.instant(written->minute);
  if (!instant.ok()) {
    return refuse(kTime, Reason::kMalformed, instant.error().detail,
                  "give a local time that the clock showed");
  }
  to.time = *instant;
  return true;
}

bool EventRows::read_date(std::string_view cell, record::Event& to) {
  const TimeForms& forms = map_->rule(kDateOfBirth).forms;
  const auto written = forms.read(cell);
  if (!written || !is_a_date(written->minute.date)) {
    return refuse(kDateOfBirth, Reason::kMalformed, "not a date of the forms expected",
                  "expected the form " + forms.expected() + ", or an empty cell if not known");
  }
  to.date_of_birth = to_day(written->minute.date);
  return true;
}

bool EventRows::read_code(EventField field, std::string_view cell, record::Event& to) {
  const ColumnRule& rule = map_->rule(field);
  const auto code = cell.empty() ? rule.empty : rule.codes.find(cell);
  if (code) {
    set_code(field, *code, to);
    return true;
  }
  if (traits(field).kind == FieldKind::kArea) {
    auto area = AreaCode::parse(cell);
    if (area.ok()) {
      to.placing_authority = std::move(area).value();
      return true;
    }
  }
  const bool area = traits(field).kind == FieldKind::kArea;
  return refuse(field, Reason::kUnknownValue, "a text that the column map does not know",
                "use one of " + rule.codes.accepted() + (area ? ", or an ONS code" : "") +
                    "; or have the text added to the column map");
}

void EventRows::set_code(EventField field, int code, record::Event& to) const {
  const FieldTraits& what = traits(field);
  if (what.kind == FieldKind::kArea) {
    to.placing_authority = map_->area(code);
  } else {
    what.set(to, code);
  }
}

// check_child() makes the fields about the child agree. Two children of whom nothing is known
// would become one person under an empty reference, so that a child always has one.
bool EventRows::check_child(record::Event& to) {
  const bool asked = column(kChildInvolved).at != BoundColumn::kNone;
  if (!asked) to.child_involved = !to.origin.child.empty();
  if (to.child_involved && to.origin.child.empty()) {
    return refuse(kPerson, Reason::kMissingField, "a child is involved and has no reference",
                  "give the system's person reference, or one made for this call and child");
  }
  if (to.child_involved) return true;
  if (!to.origin.child.empty() || to.child_role != record::ChildRole::kNone) {
    return refuse(asked ? kChildInvolved : kChildRole, Reason::kMalformed,
                  "no child is involved, yet the row has a child's reference or role",
                  "mend whichever is wrong");
  }
  to.date_of_birth.reset();
  return true;
}

bool EventRows::refuse(EventField field, Reason reason, std::string what, std::string mend) {
  refuse_row(reason, std::move(what), std::move(mend));
  fault_.column = column(field).header;
  return false;
}

bool EventRows::refuse_row(Reason reason, std::string what, std::string mend) {
  fault_ = RowFault{.line = 0,
                    .column = {},
                    .reason = reason,
                    .kind = RowFault::Kind::kRejected,
                    .what = std::move(what),
                    .mend = std::move(mend)};
  return false;
}

}  // namespace stile::agent
