#include "agents/ingest/csv_reader.h"

#include <csv.h>

#include <algorithm>
#include <array>
#include <string>
#include <vector>

#include "agents/ingest/text_decoder.h"
#include "core/base/limits.h"

namespace stile::agent {
namespace {

// Small enough that a piece and its cells stay in the processor's first cache.
constexpr std::size_t kPieceBytes = 16 * 1024;

struct CellPlace {
  std::size_t at;
  std::size_t size;
};

struct RowPlace {
  std::int64_t line = 0;
  std::size_t first_cell = 0;
  std::size_t cells = 0;
  std::size_t bytes = 0;
  bool has_nul = false;
};

bool has(std::string_view text, char c) { return text.find(c) != text.npos; }

// line_breaks() within one cell: CR LF is one.
std::int64_t line_breaks(std::string_view cell) {
  std::int64_t breaks = std::ranges::count(cell, '\n');
  for (std::size_t at = cell.find('\r'); at != cell.npos; at = cell.find('\r', at + 1)) {
    if (at + 1 == cell.size() || cell[at + 1] != '\n') ++breaks;
  }
  return breaks;
}

Error at_line(std::int64_t line, Reason reason, std::string_view what) {
  return {reason, "line " + std::to_string(line) + ": " + std::string(what)};
}

}  // namespace

// Parser holds the rows of the current piece: libcsv cannot be stopped between two rows, so that
// all of a piece's are laid out in one buffer and handed out one by one.
class CsvReader::Parser {
 public:
  Parser(std::istream& from, char separator) : from_(&from) {
    csv_init(&csv_, CSV_STRICT | CSV_STRICT_FINI | CSV_REPALL_NL);
    csv_set_delim(&csv_, static_cast<unsigned char>(separator));
  }
  ~Parser() { csv_free(&csv_); }
  Parser(const Parser&) = delete;
  Parser& operator=(const Parser&) = delete;

  Result<std::optional<CsvRow>> next() {
    while (handed_out_ == rows_.size()) {
      if (error_) return *error_;
      if (ended_) return std::optional<CsvRow>();
      read_piece();
    }
    return std::optional(laid_out(rows_[handed_out_++]));
  }

 private:
  static void on_cell(void* text, std::size_t size, void* self) {
    static_cast<Parser*>(self)->add_cell({static_cast<const char*>(text), size});
  }
  static void on_row(int terminator, void* self) {
    static_cast<Parser*>(self)->end_row(terminator);
  }

  void add_cell(std::string_view cell) {
    last_was_cr_ = false;
    if (has(cell, '\n') || has(cell, '\r')) line_ += line_breaks(cell);
    row_.bytes += cell.size();
    row_.has_nul = row_.has_nul || (piece_has_nul_ && has(cell, '\0'));
    if (++row_.cells > limits::kCsvCells) return;
    cells_.push_back({text_.size(), cell.size()});
    text_.append(cell);
  }

  void end_row(int terminator) {
    const bool ends_crlf = terminator == '\n' && last_was_cr_;
    last_was_cr_ = terminator == '\r';
    if (row_.bytes > 0) {
      rows_.push_back(row_);
    } else {
      cells_.resize(row_.first_cell);
    }
    if (!ends_crlf) ++line_;
    row_ = RowPlace{.line = line_, .first_cell = cells_.size()};
  }

  // keep_open_row() drops what was handed out and moves the unfinished row to the front.
  void keep_open_row() {
    rows_.clear();
    handed_out_ = 0;
    const std::size_t text_from =
        row_.first_cell < cells_.size() ? cells_[row_.first_cell].at : text_.size();
    text_.erase(0, text_from);
    cells_.erase(cells_.begin(), cells_.begin() + static_cast<std::ptrdiff_t>(row_.first_cell));
    for (CellPlace& cell : cells_) cell.at -= text_from;
    row_.first_cell = 0;
  }

  void read_piece() {
    keep_open_row();
    std::array<char, kPieceBytes> piece;
    from_->read(piece.data(), piece.size());
    if (from_->bad()) {
      fail({Reason::kIo, "the file could not be read to its end"});
      return;
    }
    const auto size = static_cast<std::size_t>(from_->gcount());
    ended_ = size < piece.size();
    decoded_.clear();
    const Status decoded = decoder_.decode({piece.data(), size}, ended_, decoded_);
    if (!decoded.ok()) {
      fail(decoded.error());
      return;
    }
    parse();
  }

  void parse() {
    // The open cell may have begun in an earlier piece, so that a NUL stays noted until then.
    piece_has_nul_ = has(decoded_, '\0') || (piece_has_nul_ && csv_.entry_pos > 0);
    const std::size_t read =
        csv_parse(&csv_, decoded_.data(), decoded_.size(), on_cell, on_row, this);
    const bool whole = read == decoded_.size() && csv_error(&csv_) == CSV_SUCCESS;
    if (!whole || (ended_ && csv_fini(&csv_, on_cell, on_row, this) != 0)) {
      fail(at_line(row_.line, Reason::kMalformed,
                   "a quote is never closed, or stands inside a cell; put a cell that holds "
                   "quotes in quotes and double those within"));
    } else if (row_.bytes + csv_.entry_pos > limits::kCsvRowBytes) {
      fail(at_line(row_.line, Reason::kTooLarge,
                   "a row of more than 1 MiB begins here; close its quote"));
    }
  }

  void fail(Error error) { error_ = std::move(error); }

  CsvRow laid_out(const RowPlace& row) {
    if (row.has_nul) return {row.line, {}, Reason::kMalformed};
    if (row.bytes > limits::kCsvRowBytes || row.cells > limits::kCsvCells) {
      return {row.line, {}, Reason::kTooLarge};
    }
    views_.clear();
    for (std::size_t i = 0; i < row.cells; ++i) {
      const CellPlace& cell = cells_[row.first_cell + i];
      views_.emplace_back(text_.data() + cell.at, cell.size);
    }
    return {row.line, views_, std::nullopt};
  }

  std::istream* from_;
  TextDecoder decoder_;
  csv_parser csv_{};
  std::string decoded_;
  std::string text_;              // of all cells of the piece
  std::vector<CellPlace> cells_;  // into text_
  std::vector<RowPlace> rows_;    // finished rows, into cells_
  RowPlace row_{.line = 1};       // the row that is being read
  std::size_t handed_out_ = 0;
  std::vector<std::string_view> views_;
  std::int64_t line_ = 1;
  bool last_was_cr_ = false;
  bool piece_has_nul_ = false;
  bool ended_ = false;
  std::optional<Error> error_;
};

CsvReader::CsvReader(std::istream& from, char separator)
    : parser_(std::make_unique<Parser>(from, separator)) {}
CsvReader::~CsvReader() = default;
CsvReader::CsvReader(CsvReader&&) noexcept = default;
CsvReader& CsvReader::operator=(CsvReader&&) noexcept = default;

Result<std::optional<CsvRow>> CsvReader::next() { return parser_->next(); }

}  // namespace stile::agent
