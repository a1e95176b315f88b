#include <sstream>
#include <string>

#include "agents/ingest/event_rows.h"
#include "tests/fuzz/exports.h"
#include "tests/fuzz/fuzz.h"

namespace {

using namespace stile;

// What is read of a child's identity may be sealed, or is nothing; a return reads nothing of it.
bool holds(const record::Identity& identity, agent::ReadFor read_for) {
  if (read_for != agent::ReadFor::kIdentity) return identity == record::Identity{};
  const Status checked = record::check_identity(identity);
  return checked.ok() || checked.error().reason == Reason::kMissingField;
}

void read_export(const agent::ColumnMap& map, agent::ReadFor read_for, const std::string& text) {
  std::istringstream from(text);
  auto rows = agent::EventRows::open(from, map, read_for);
  if (!rows.ok()) return;
  std::int64_t last_line = 0;
  while (true) {
    const auto next = rows->next();
    if (!next.ok() || !next->has_value()) return;
    const auto line = std::visit([](const auto& outcome) { return outcome.line; }, **next);
    fuzz::require(line > last_line);
    const auto* read = std::get_if<agent::ReadEvent>(&**next);
    if (read != nullptr) fuzz::require(holds(read->event.identity, read_for));
    last_line = line;
  }
}

}  // namespace

// Every row of whatever export is one outcome, in order, and reading it ends. The same bytes
// are also read as a column map.
int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const auto map = agent::load_column_map(fuzz::kColumnMap, "map").value();
  const std::string text(fuzz::input(data, size));
  read_export(map, agent::ReadFor::kReturn, text);
  read_export(map, agent::ReadFor::kIdentity, text);
  (void)agent::load_column_map(text, "fuzz");
  return 0;
}
