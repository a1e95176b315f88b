#include "agents/live_files.h"

#include <utility>

#include "agents/ingest/column_map_file.h"
#include "core/base/limits.h"
#include "core/storage/file.h"

namespace stile::agent {

Result<std::unique_ptr<LiveFiles>> LiveFiles::open(const Config& config) {
  auto maps = config.source ? config.source->column_maps : std::vector<std::string>();
  std::unique_ptr<LiveFiles> files(
      new LiveFiles(config.agency.kind(), config.people, std::move(maps)));
  STILE_CHECKED(files->read_people());
  STILE_CHECKED(files->read_column_maps());
  return files;
}

Status LiveFiles::read_people() {
  STILE_TRY(const Bytes text, storage::read_whole(people_file_, limits::kMessageBytes));
  STILE_TRY(auto people, People::parse(text, people_file_));
  STILE_CHECKED(people.check_roles(kind_, people_file_));
  people_ = std::make_shared<const People>(std::move(people));
  return ok();
}

Status LiveFiles::read_column_maps() {
  ColumnMaps maps;
  for (const auto& file : column_map_files_) {
    STILE_TRY(auto map, load_column_map_file(file));
    maps.push_back(std::make_shared<const ColumnMap>(std::move(map)));
  }
  column_maps_ = std::make_shared<const ColumnMaps>(std::move(maps));
  return ok();
}

void LiveFiles::reload(const Outcome& outcome) {
  outcome("people", read_people());
  if (!column_map_files_.empty()) outcome("column_map", read_column_maps());
}

}  // namespace stile::agent
