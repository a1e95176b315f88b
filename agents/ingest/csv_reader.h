#pragma once

#include <cstdint>
#include <istream>
#include <memory>
#include <optional>
#include <span>
#include <string_view>

#include "core/base/result.h"

namespace stile::agent {

// CsvRow is one row of a file, in UTF-8. A cell may hold line breaks. With a fault there are no
// cells: kMalformed, a NUL in the row; kTooLarge, over limits::kCsvRowBytes or kCsvCells.
struct CsvRow {
  std::int64_t line = 0;  // the physical line where the row begins, from 1
  std::span<const std::string_view> cells;
  std::optional<Reason> fault;
};

// CsvReader reads RFC 4180 rows from a stream, piece by piece: its memory is bounded by one row,
// not by the file. Lines may end in CR, LF or both; a row without any text is passed over. Space
// around a cell is dropped. One thread; `from` has to outlive it.
class CsvReader {
 public:
  CsvReader(std::istream& from, char separator);
  ~CsvReader();
  CsvReader(CsvReader&&) noexcept;
  CsvReader& operator=(CsvReader&&) noexcept;

  // next() is the next row, whose cells live until the next call, or nothing at the end. Fails
  // where the file can be read no further, and every time after: kMalformed for broken quoting
  // (whatever follows could be read as rows that nobody wrote) or a contradicted encoding,
  // kTooLarge for a row without end, kIo for the stream. The detail names the line and the mend,
  // and nothing that stands in the file.
  Result<std::optional<CsvRow>> next();

 private:
  class Parser;
  std::unique_ptr<Parser> parser_;
};

}  // namespace stile::agent
