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

// An episode without an end goes on; the other cells are asked for where they are needed.
bool may_be_empty(const ColumnMap& map, EventField field) {
  return map.rule(field).empty || field == kPerson || field == kDateOfBirth || field == kIncident ||
         field == kEndTime || is_optional(traits(field)) ||
         (map.gazetteer() != nullptr &&
          (field == kHome || traits(field).kind == FieldKind::kPlace));
}

Result<EventRows> EventRows::open(std::istream& from, const ColumnMap& map, ReadFor read_for) {
  CsvReader reader(from, map.separator());
  STILE_TRY(BoundColumns columns, bind_headers(reader, map, read_for));
  return EventRows(std::move(reader), map, read_for, std::move(columns));
}

Result<std::optional<RowOutcome>> EventRows::next() {
  STILE_TRY(const std::optional<CsvRow> row, reader_.next());
  if (!row) return std::optional<RowOutcome>();
  std::optional<RowOutcome> outcome(std::in_place, std::in_place_type<ReadEvent>);
  auto& read = std::get<ReadEvent>(*outcome);
  read.line = row->line;
  if (!read_row(*row, read.event)) {
    fault_.line = row->line;
    fault_.may_be_held = may_be_held(*row);
    fault_.reference = reference_of(*row);
    record::wipe(read.event.identity);
    outcome->emplace<RowFault>(std::move(fault_));
  }
  return outcome;
}

// A text of no meaning may be meant as a hold, and so may whatever a row without its cells had.
bool EventRows::may_be_held(const CsvRow& row) const {
  const std::size_t at = column(kHold).at;
  if (at == BoundColumn::kNone) return false;
  if (row.fault || !has_its_cells(row)) return true;
  const std::string_view cell = trimmed(row.cells[at]);
  const ColumnRule& rule = map_->rule(kHold);
  const auto code = cell.empty() ? rule.empty : rule.codes.find(cell);
  return code != static_cast<int>(record::Hold::kNone);
}

std::string EventRows::reference_of(const CsvRow& row) const {
  const std::size_t at = column(kReference).at;
  if (at == BoundColumn::kNone || row.fault || at >= row.cells.size()) return {};
  return std::string(trimmed(row.cells[at]));
}

bool EventRows::has_its_cells(const CsvRow& row) const {
  return row.cells.size() >= columns_.width &&
         std::ranges::all_of(row.cells.subspan(columns_.width),
                             [](std::string_view cell) { return cell.empty(); });
}

bool EventRows::read_row(const CsvRow& row, record::Event& to) {
  cells_ = row.cells;
  if (row.fault == Reason::kTooLarge) {
    return refuse_row(Reason::kTooLarge, "the row is over 1 MiB or 512 cells",
                      "export one record a row");
  }
  if (row.fault) {
    return refuse_row(*row.fault, "the row holds a NUL character", "export the file again as text");
  }
  if (!check_width(row)) return false;
  to.origin.system = map_->system();
  to.type = types_.front();
  if (types_.size() > 1 && !read_field(kType, to)) return false;
  // A place that is no children's home often has no URN: whether it is in scope comes first.
  if (!read_care_home(to)) return false;
  for (int number = 1; number <= kEventFieldCount; ++number) {
    const auto field = static_cast<EventField>(number);
    const bool is_read =
        field == kType || field == kCareHome || traits(field).kind == FieldKind::kPlace;
    if (is_read || !traits(field).types.has(to.type)) continue;
    if (!read_field(field, to)) return false;
    if (field == kHome && !to.home && !find_home(to)) return false;
  }
  return check_record(to) && check_identity(to);
}

bool EventRows::check_record(record::Event& to) {
  switch (to.type) {
    case record::RecordType::kCallOut: return check_call(to);
    case record::RecordType::kMissingEpisode: return check_child(to) && check_episode(to);
    default: return check_child(to) && check_kind(to);
  }
}

bool EventRows::check_width(const CsvRow& row) {
  if (has_its_cells(row)) return true;
  return refuse_row(Reason::kMalformed,
                    "the row has " + std::to_string(row.cells.size()) + " cells, the header " +
                        std::to_string(columns_.width),
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
  if (cell.empty() && !map_->rule(field).empty) {
    if (may_be_empty(*map_, field)) return true;
    return refuse(field, Reason::kMissingField, "the cell is empty",
                  "fill it in at the source; what was not asked has a text of its own");
  }
  switch (traits(field).kind) {
    case FieldKind::kReference:
      return read_reference(field, cell,
                            field == kPerson     ? to.origin.child
                            : field == kIncident ? to.incident
                                                 : to.origin.reference);
    case FieldKind::kHome: return read_home(cell, to);
    case FieldKind::kTime: return read_time(field, cell, to);
    case FieldKind::kDate: return read_date(cell, to);
    case FieldKind::kCode:
    case FieldKind::kArea: return read_code(field, cell, to);
    case FieldKind::kPlace: return true;  // compared by find_home(), and kept nowhere
    case FieldKind::kName:
    case FieldKind::kIdentityReference: return read_identity(field, cell, to);
    case FieldKind::kContact: return read_contact(cell, to);
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

// find_home() is for a row without a number: its home is the one of that name at that address.
bool EventRows::find_home(record::Event& to) {
  for (const EventField field : {kHomeName, kHomeAddress}) {
    if (!trimmed(cells_[column(field).at]).empty()) continue;
    return refuse(field, Reason::kMissingField,
                  "the row has no home's number, and the cell is empty",
                  "give the number, or the home's name and address as the gazetteer has them");
  }
  auto found =
      map_->gazetteer()->find(cells_[column(kHomeName).at], cells_[column(kHomeAddress).at]);
  if (found.ok()) {
    to.home = std::move(found).value();
    return true;
  }
  if (found.reason() == Reason::kAmbiguous) {
    return refuse(kHomeName, Reason::kAmbiguous,
                  "several homes of the gazetteer have this name and address",
                  "give the home's number in the row, or tell the homes apart in the gazetteer");
  }
  return refuse(kHomeName, Reason::kUnknownHome,
                "no home of the gazetteer has this name and address",
                "mend the row, or add the home, or this way of writing it, to the gazetteer");
}

bool EventRows::read_time(EventField field, std::string_view cell, record::Event& to) {
  const TimeForms& forms = map_->rule(field).forms;
  const auto written = forms.read(cell);
  if (!written) {
    return refuse(field, Reason::kMalformed, "not a date and time of the forms expected",
                  "expected the form " + forms.expected());
  }
  if (written->offset_minutes) {
    const auto instant = utc_instant(*written);
    if (!instant) return refuse(field, Reason::kMalformed, "no such date or time", "mend it");
    return set_time(field, *instant, to);
  }
  const auto instant = clock_.instant(written->minute);
  if (!instant.ok()) {
    return refuse(field, Reason::kMalformed, instant.error().detail,
                  "give a local time that the clock showed");
  }
  return set_time(field, *instant, to);
}

bool EventRows::set_time(EventField field, Instant instant, record::Event& to) {
  if (field == kEndTime) {
    to.end = instant;
  } else {
    to.time = instant;
  }
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

bool EventRows::read_identity(EventField field, std::string_view cell, record::Event& to) {
  const FieldTraits& what = traits(field);
  if (cell.empty() || map_->rule(field).codes.find(cell)) return true;  // not known
  const bool name = what.kind == FieldKind::kName;
  if (name ? record::is_name(cell) : record::is_identity_reference(cell)) {
    to.identity.*what.identity = cell;
    return true;
  }
  const std::string form(name ? record::kNameForm : record::kReferenceForm);
  return refuse(field, Reason::kMalformed,
                name ? "not a name" : "not a reference that an identity can have",
                "expected " + form + "; or an empty cell if not known, or a text that the column " +
                    "map takes for not-known");
}

bool EventRows::read_contact(std::string_view cell, record::Event& to) {
  if (!is_code_text(cell)) {
    return refuse(kContact, Reason::kMalformed, "not the code of a contact",
                  "give a code of the force's entry in the directory, never a person's name");
  }
  to.contact = cell;
  return true;
}

// check_identity() ends what only a child has, and adds the date of birth that has been read.
bool EventRows::check_identity(record::Event& to) {
  if (read_for_ != ReadFor::kIdentity) return true;
  if (!to.child_involved) {
    record::wipe(to.identity);
    return true;
  }
  to.identity.date_of_birth = to.date_of_birth;
  const Status fits = record::check_identity(to.identity);
  if (fits.ok() || fits.error().reason == Reason::kMissingField) return true;
  return refuse(kDateOfBirth, Reason::kMalformed, "not a date of birth of 1900 to 2099",
                "mend it, or leave the cell empty if not known");
}

// check_call() makes the fields about the child agree. Two children of whom nothing is known
// would become one person under an empty reference, so that a child always has one.
bool EventRows::check_call(record::Event& to) {
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

// check_child() is for the records that are always about a child. What a missing child is in the
// episode, and a child under arrest in the arrest, follows from the type (X4).
bool EventRows::check_child(record::Event& to) {
  if (to.origin.child.empty()) {
    return refuse(kPerson, Reason::kMissingField,
                  "the " + std::string(noun(to.type)) + " names no child",
                  "give the system's person reference");
  }
  to.child_involved = true;
  if (to.type == record::RecordType::kMissingEpisode) to.child_role = record::ChildRole::kMissing;
  if (to.type == record::RecordType::kArrest) to.child_role = record::ChildRole::kAlleged;
  return true;
}

bool EventRows::check_episode(record::Event& to) {
  if (!to.end || *to.end >= to.time) return true;
  return refuse(kEndTime, Reason::kMalformed, "the episode ends before it begins",
                "mend whichever time is wrong; in the hour that the clock repeats, give both with "
                "their offset");
}

bool EventRows::check_kind(record::Event& to) {
  const bool is_arrest = to.type == record::RecordType::kArrest;
  if (!record::is_kind_of(to.kind, to.type)) {
    const std::string type(noun(to.type));
    return refuse(kKind, Reason::kMalformed, "this is no kind of " + type,
                  "mend the kind or the type of the record, or the kind's code in the column map");
  }
  if (is_arrest) {
    const bool by_consent = to.kind == record::Kind::kVoluntaryInterview;
    to.arrested = by_consent ? record::Answer::kNo : record::Answer::kYes;
  }
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
