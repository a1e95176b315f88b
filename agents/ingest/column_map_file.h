#pragma once

#include <filesystem>

#include "agents/ingest/column_map.h"

namespace stile::agent {

// check_column_map_file() reads a map and the gazetteer that it names, which lies beside it; a file
// that cannot be read is a fault too. load_column_map_file() is the same for those who need the
// map: fails with the first fault; kNotFound, kTooLarge or kIo for the files.
CheckedMap check_column_map_file(const std::filesystem::path& file);
Result<ColumnMap> load_column_map_file(const std::filesystem::path& file);

}  // namespace stile::agent
