#include "agents/ingest/sample_line.h"

#include <algorithm>

namespace stile::agent {
namespace {

void append_cell(std::string_view cell, char separator, std::string& to) {
  const bool plain = std::ranges::none_of(
      cell, [&](char c) { return c == separator || c == '"' || c == '\r' || c == '\n'; });
  if (plain) {
    to += cell;
    return;
  }
  to += '"';
  for (const char c : cell) to.append(c == '"' ? 2 : 1, c);
  to += '"';
}

template <typename Cell>
void write_line(std::span<const Cell> cells, char separator, std::string& line, std::ostream& to) {
  line.clear();
  for (std::size_t i = 0; i < cells.size(); ++i) {
    if (i > 0) line += separator;
    append_cell(cells[i], separator, line);
  }
  line += "\r\n";
  to.write(line.data(), static_cast<std::streamsize>(line.size()));
}

}  // namespace

void write_sample_line(std::span<const std::string> cells, char separator, std::string& line,
                       std::ostream& to) {
  write_line(cells, separator, line, to);
}

void write_sample_line(std::span<const std::string_view> cells, char separator, std::string& line,
                       std::ostream& to) {
  write_line(cells, separator, line, to);
}

}  // namespace stile::agent
