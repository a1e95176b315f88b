#pragma once

#include <filesystem>
#include <optional>

#include "agents/ingest/column_map.h"
#include "agents/report/reporter.h"
#include "core/base/result.h"

namespace stile::agent {

// map_check() lists every fault of a column map and of its gazetteer, each with its place and
// mend, or, where there is none, what the map says of each field. Ends with kFaults or kOk; fails
// as load_column_map_file() does where a file cannot be read.
Result<ExitCode> map_check(const std::filesystem::path& map, Reporter& reporter);

// listed_map() reads a map and lists its faults; it fails where the file cannot be read.
Result<CheckedMap> listed_map(const std::filesystem::path& map, Reporter& reporter);

}  // namespace stile::agent
