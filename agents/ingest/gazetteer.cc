#include "agents/ingest/gazetteer.h"

#include <algorithm>
#include <array>

#include "agents/ingest/code_table.h"
#include "agents/ingest/csv_reader.h"

namespace stile::agent {
namespace {

constexpr std::array<std::string_view, 4> kColumns = {"scheme", "number", "name", "address"};

// lower() of U+0080 to U+017F: Latin-1 and Latin Extended-A, which English and Welsh need.
unsigned lower(unsigned letter) {
  if (letter >= 0xC0 && letter <= 0xDE && letter != 0xD7) return letter + 0x20;
  const bool even_is_upper =
      (letter >= 0x100 && letter <= 0x137) || (letter >= 0x14A && letter <= 0x177);
  const bool odd_is_upper =
      (letter >= 0x139 && letter <= 0x148) || (letter >= 0x179 && letter <= 0x17E);
  if (letter == 0x178) return 0xFF;
  if (even_is_upper) return letter | 1U;
  return odd_is_upper ? letter + (letter & 1U) : letter;
}

bool is_letter_or_digit(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

// Folder writes words, one space between two.
class Folder {
 public:
  void letter(char c) {
    open_word();
    folded_ += c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  }
  void two_bytes(unsigned code) {
    open_word();
    folded_ += static_cast<char>(0xC0U | (code >> 6U));
    folded_ += static_cast<char>(0x80U | (code & 0x3FU));
  }
  void space() { between_ = true; }
  std::string done() { return std::move(folded_); }

 private:
  void open_word() {
    if (between_ && !folded_.empty()) folded_ += ' ';
    between_ = false;
  }
  std::string folded_;
  bool between_ = false;
};

std::string key_of(std::string_view name, std::string_view address) {
  return folded_place(name) + "\n" + folded_place(address);
}

Error at_line(std::string_view file, std::int64_t line, Reason reason, std::string_view what) {
  return {reason, std::string(file) + ":" + std::to_string(line) + ": " + std::string(what)};
}

}  // namespace

std::string folded_place(std::string_view text) {
  constexpr std::string_view kCurlyApostrophe = "\u2019";
  Folder to;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const auto byte = static_cast<unsigned char>(text[i]);
    const bool pair = byte >= 0xC2 && byte <= 0xDF && i + 1 < text.size();
    if (is_letter_or_digit(text[i])) {
      to.letter(text[i]);
    } else if (pair) {
      const auto low = static_cast<unsigned char>(text[++i]);
      const unsigned code = ((byte & 0x1FU) << 6U) | (low & 0x3FU);
      code < 0xC0 ? to.space() : to.two_bytes(lower(code));
    } else if (text.substr(i).starts_with(kCurlyApostrophe)) {
      i += kCurlyApostrophe.size() - 1;
    } else if (text[i] == '&') {
      to.space();
      for (const char c : std::string_view("and")) to.letter(c);
      to.space();
    } else if (text[i] != '\'') {
      to.space();
    }
  }
  return to.done();
}

struct Gazetteer::Columns {
  std::string_view file;
  std::array<std::size_t, kColumns.size()> at{};

  static Result<Columns> of(std::string_view file, const CsvRow& header) {
    Columns columns{file};
    for (std::size_t i = 0; i < kColumns.size(); ++i) {
      const auto found = std::ranges::find_if(
          header.cells, [&](std::string_view cell) { return folded_header(cell) == kColumns[i]; });
      columns.at[i] = static_cast<std::size_t>(found - header.cells.begin());
      if (found != header.cells.end()) continue;
      return at_line(file, header.line, Reason::kMissingField,
                     "no column " + std::string(kColumns[i]) +
                         "; a gazetteer has scheme, number, name and address, separated by commas");
    }
    return columns;
  }
};

Result<Gazetteer> Gazetteer::read(std::istream& from, std::string_view file) {
  CsvReader reader(from, ',');
  const auto next = [&]() -> Result<std::optional<CsvRow>> {
    auto row = reader.next();
    if (!row.ok()) return Error{row.reason(), std::string(file) + ": " + row.error().detail};
    if (!*row || !(*row)->fault) return row;
    return at_line(file, (*row)->line, *(*row)->fault, "the row holds a NUL or is too long");
  };
  STILE_TRY(const auto header, next());
  if (!header) return at_line(file, 1, Reason::kMissingField, "the file has no header row");
  STILE_TRY(const Columns columns, Columns::of(file, *header));
  Gazetteer made;
  for (;;) {
    STILE_TRY(const auto row, next());
    if (!row) return made;
    STILE_CHECKED(made.take(columns, *row));
  }
}

Status Gazetteer::take(const Columns& columns, const CsvRow& row) {
  const auto fault = [&](Reason reason, std::string_view what) {
    return at_line(columns.file, row.line, reason, what);
  };
  std::array<std::string_view, kColumns.size()> cells;
  for (std::size_t i = 0; i < cells.size(); ++i) {
    if (columns.at[i] < row.cells.size()) cells[i] = trimmed(row.cells[columns.at[i]]);
    if (cells[i].empty()) {
      return fault(Reason::kMissingField,
                   "the cell " + std::string(kColumns[i]) + " is empty; fill it in");
    }
  }
  const auto& [scheme, number, name, address] = cells;
  if (scheme != "ofsted" && scheme != "ciw") {
    return fault(Reason::kUnknownValue, "scheme is ofsted or ciw");
  }
  auto home = HomeId::make(scheme == "ciw" ? HomeScheme::kCiw : HomeScheme::kOfsted, number);
  if (!home.ok()) {
    return fault(Reason::kMalformed,
                 "number is no number of its scheme; give the URN or CIW number");
  }
  const auto [known, is_new] = homes_.try_emplace(key_of(name, address), *home);
  if (!is_new && known->second != *home) known->second.reset();
  return ok();
}

Result<HomeId> Gazetteer::find(std::string_view name, std::string_view address) const {
  const auto found = homes_.find(key_of(name, address));
  if (found == homes_.end()) return Reason::kUnknownHome;
  if (!found->second) return Reason::kAmbiguous;
  return *found->second;
}

}  // namespace stile::agent
