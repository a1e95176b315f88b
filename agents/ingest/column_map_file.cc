#include "agents/ingest/column_map_file.h"

#include "core/storage/file.h"

namespace stile::agent {

namespace fs = std::filesystem;

CheckedMap check_column_map_file(const fs::path& file) {
  const auto text = storage::read_whole(file);
  if (!text.ok()) return {std::nullopt, {text.error()}};
  return check_column_map(*text, file.string(), [&](const std::string& name) {
    return storage::read_whole(file.parent_path() / name);
  });
}

Result<ColumnMap> load_column_map_file(const fs::path& file) {
  CheckedMap checked = check_column_map_file(file);
  if (!checked.map) return checked.faults.front();
  return *std::move(checked.map);
}

}  // namespace stile::agent
