#include <sstream>
#include <string>

#include "agents/ingest/event_rows.h"
#include "tests/fuzz/exports.h"
#include "tests/fuzz/fuzz.h"

namespace {

using namespace stile;

void read_export(const agent::ColumnMap& map, const std::string& text) {
  std::istringstream from(text);
  auto rows = agent::EventRows::open(from, map);
  if (!rows.ok()) return;
  std::int64_t last_line = 0;
  while (true) {
    const auto next = rows->next();
    if (!next.ok() || !next->has_value()) return;
    const auto line = std::visit([](const auto& outcome) { return outcome.line; }, **next);
    fuzz::require(line > last_line);
    last_line = line;
  }
}

}  // namespace

// Every row of whatever export is one outcome, in order, and reading it ends. The same bytes
// are also read as a column map.
int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const auto map = agent::load_column_map(fuzz::kColumnMap, "map").value();
  const std::string text(fuzz::input(data, size));
  read_export(map, text);
  (void)agent::load_column_map(text, "fuzz");
  return 0;
}
