#include "agents/live_files.h"

#include <utility>

#include "agents/documents/atomic_file.h"
#include "agents/ingest/column_map_file.h"
#include "core/base/limits.h"

namespace stile::agent {

Result<std::unique_ptr<LiveFiles>> LiveFiles::open(const Config& config) {
  const std::string map = config.source ? config.source->column_map : std::string();
  std::unique_ptr<LiveFiles> files(new LiveFiles(config.people, map));
  STILE_CHECKED(files->read_people());
  STILE_CHECKED(files->read_column_map());
  return files;
}

Status LiveFiles::read_people() {
  STILE_TRY(const Bytes text, read_whole(people_file_, limits::kMessageBytes));
  STILE_TRY(auto people, People::parse(text, people_file_));
  people_ = std::make_shared<const People>(std::move(people));
  return ok();
}

Status LiveFiles::read_column_map() {
  if (column_map_file_.empty()) return ok();
  STILE_TRY(auto map, load_column_map_file(column_map_file_));
  column_map_ = std::make_shared<const ColumnMap>(std::move(map));
  return ok();
}

void LiveFiles::reload(const Outcome& outcome) {
  outcome("people", read_people());
  if (!column_map_file_.empty()) outcome("column_map", read_column_map());
}

}  // namespace stile::agent
