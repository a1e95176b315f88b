#include "agents/cli/event_prompt.h"

#include <algorithm>
#include <sstream>
#include <string_view>
#include <variant>

#include "core/crypto/secret.h"

namespace stile::agent {
namespace {

// Each cell is quoted, and nothing is put before one that a spreadsheet would take for a formula:
// the row is read by Stile alone, which says that it is one.
void append_cell(Bytes& to, std::string_view text) {
  to += '"';
  for (const char c : text) to.append(c == '"' ? 2 : 1, c);
  to += '"';
}

bool is_coded(EventField field) {
  const FieldKind kind = traits(field).kind;
  return kind == FieldKind::kCode || kind == FieldKind::kArea;
}
bool is_dated(EventField field) {
  const FieldKind kind = traits(field).kind;
  return kind == FieldKind::kTime || kind == FieldKind::kDate;
}

// hint_of() is how a cell is written.
std::string hint_of(const ColumnMap& map, EventField field) {
  const ColumnRule& rule = map.rule(field);
  std::string hint;
  if (is_dated(field)) hint = rule.forms.expected();
  if (is_coded(field)) hint = rule.codes.accepted();
  if (traits(field).kind == FieldKind::kArea) hint += ", or an ONS code";
  if (may_be_empty(map, field)) hint += hint.empty() ? "may be empty" : "; may be empty";
  return hint;
}

}  // namespace

EventPrompt::~EventPrompt() {
  for (auto& [field, cell] : cells_) crypto::wipe(cell);
}

std::optional<Bytes> EventPrompt::ask() {
  *to_ << "One event of " << map_->system() << ". To end without telling anybody: Ctrl-D.\n";
  const auto type = ask_type();
  if (!type) return std::nullopt;
  for (int number = 1; number <= kEventFieldCount; ++number) {
    const auto field = static_cast<EventField>(number);
    if (map_->rule(field).headers.empty() || is_asked(field)) continue;
    // A column that this type of record does not have is there, and empty.
    const bool has = traits(field).types.has(*type) || traits(field).kind == FieldKind::kPlace;
    if (!has) cells_[field].clear();
    if (has && !ask_field(field)) return std::nullopt;
  }
  while (const auto wrong = fault()) {
    if (!mend(*wrong)) return std::nullopt;
  }
  return row();
}

bool EventPrompt::confirm(const std::string& question) {
  *to_ << question << " Type yes: " << std::flush;
  std::string answer;
  return read_line(answer) && answer == "yes";
}

// Two fields may be read from one column.
bool EventPrompt::is_asked(EventField field) const {
  const std::string name = folded_header(map_->rule(field).headers.front());
  return std::ranges::any_of(cells_, [&](const auto& cell) {
    return folded_header(map_->rule(cell.first).headers.front()) == name;
  });
}

// Which fields the event has, its type says.
std::optional<record::RecordType> EventPrompt::ask_type() {
  const auto& rule = map_->rule(EventField::kType);
  if (rule.headers.empty()) return map_->types().front();
  if (!ask_field(EventField::kType)) return std::nullopt;
  record::Event event;
  const std::string& cell = cells_[EventField::kType];
  traits(EventField::kType).set(event, cell.empty() ? *rule.empty : *rule.codes.find(cell));
  return event.type;
}

bool EventPrompt::ask_field(EventField field) {
  const std::string hint = hint_of(*map_, field);
  for (;;) {
    *to_ << map_->rule(field).headers.front();
    if (!hint.empty()) *to_ << " (" << hint << ")";
    *to_ << ": " << std::flush;
    std::string& cell = cells_[field];
    crypto::wipe(cell);
    if (!read_line(cell)) return false;
    const std::string wrong = fault_of(field, cell);
    if (wrong.empty()) return true;
    *to_ << "  " << wrong << "\n";
  }
}

// What is seen here at once is seen by fault() in any case, when all is there.
std::string EventPrompt::fault_of(EventField field, const std::string& cell) const {
  const ColumnRule& rule = map_->rule(field);
  if (cell.empty()) return may_be_empty(*map_, field) ? "" : "it may not be empty";
  if (is_dated(field) && !rule.forms.read(cell)) return "expected " + rule.forms.expected();
  const bool area = traits(field).kind == FieldKind::kArea && AreaCode::parse(cell).ok();
  if (is_coded(field) && !area && !rule.codes.find(cell)) return "none of the texts of this field";
  return {};
}

// Of two header rows the first would be taken for none if it were empty.
Bytes EventPrompt::row() const {
  Bytes groups;
  Bytes header;
  Bytes row;
  for (const auto& [field, cell] : cells_) {
    if (!row.empty()) {
      for (Bytes* one : {&groups, &header, &row}) *one += map_->separator();
    }
    append_cell(groups, "-");
    append_cell(header, map_->rule(field).headers.front());
    append_cell(row, cell);
  }
  if (map_->header_rows() == 2) header.insert(0, groups + "\r\n");
  header.append("\r\n").append(row).append("\r\n");
  crypto::wipe(row);
  return header;
}

std::optional<RowFault> EventPrompt::fault() const {
  Bytes bytes = row();
  std::istringstream from(bytes);
  crypto::wipe(bytes);
  const auto whole = [](const Error& error) {
    RowFault fault;
    fault.reason = error.reason;
    fault.what = error.detail;
    return fault;
  };
  auto rows = EventRows::open(from, *map_, ReadFor::kIdentity);
  if (!rows.ok()) return whole(rows.error());
  auto outcome = rows->next();
  if (!outcome.ok()) return whole(outcome.error());
  if (!*outcome) return whole({Reason::kMissingField, "the event is empty"});
  if (auto* read = std::get_if<ReadEvent>(&**outcome)) {
    record::wipe(read->event.identity);
    return std::nullopt;
  }
  return std::get<RowFault>(**outcome);
}

bool EventPrompt::mend(const RowFault& fault) {
  *to_ << "  " << (fault.column.empty() ? "the event" : fault.column) << ": " << fault.what;
  if (!fault.mend.empty()) *to_ << "; " << fault.mend;
  *to_ << "\n";
  if (fault.kind == RowFault::Kind::kWithheld) return false;
  for (const auto& [field, cell] : cells_) {
    if (map_->rule(field).headers.front() == fault.column) return ask_field(field);
  }
  return false;
}

bool EventPrompt::read_line(std::string& to) {
  std::string line;
  if (!std::getline(*from_, line)) return false;
  to = trimmed(line);
  crypto::wipe(line);
  return true;
}

}  // namespace stile::agent
