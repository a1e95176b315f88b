#pragma once

#include <array>
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "agents/ingest/column_map.h"
#include "agents/ingest/csv_reader.h"
#include "core/base/result.h"

namespace stile::agent {

// BoundColumn is where a field stands in this file. `header` is the name from the column map.
struct BoundColumn {
  static constexpr std::size_t kNone = static_cast<std::size_t>(-1);
  std::size_t at = kNone;
  std::string_view header;
};

struct BoundColumns {
  std::array<BoundColumn, kEventFieldCount> fields;
  std::size_t width = 0;                     // cells of the header row
  std::vector<std::string> ignored_headers;  // columns that no rule reads
};

// HeaderReading is what the header rows of a file are to a map. A fault is kMissingField for a
// column that is not there, kAmbiguous for one that is there twice; its detail names headers of the
// map only, because a file without a header row would have a person's data there.
struct HeaderReading {
  BoundColumns columns;
  std::vector<Error> faults;
};

// read_headers() reads the header rows and finds by name every column of the map that is read for
// this. Of two header
// rows the first names groups of columns: a column goes by its own name and by "group / name".
// Fails where there is no header row to read. `map` has to outlive the result.
Result<HeaderReading> read_headers(CsvReader& from, const ColumnMap& map, ReadFor read_for);

// bind_headers() is the same for those who need every column: fails with the first fault.
Result<BoundColumns> bind_headers(CsvReader& from, const ColumnMap& map, ReadFor read_for);

}  // namespace stile::agent
