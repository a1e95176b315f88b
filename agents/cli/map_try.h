#pragma once

#include <filesystem>

#include "agents/report/reporter.h"
#include "core/base/result.h"

namespace stile::agent {

// map_try() reads an export through a column map and tells of every row, by its line, whether it
// would be a record (as codes: no reference, date of birth, number of a home or other cell), is
// held, withheld or rejected, and why; then the totals, and every header that nothing reads with
// the field that it resembles. Nothing is sent or stored. Ends with kFaults where a row was
// rejected or the map or its headers do not fit; fails as CsvReader does where the file cannot be
// read to its end, after the totals so far.
Result<ExitCode> map_try(const std::filesystem::path& map, const std::filesystem::path& file,
                         Reporter& reporter);

}  // namespace stile::agent
