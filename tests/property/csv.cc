#include "tests/property/csv.h"

#include <utility>

namespace stile::property {
namespace {

using Lines = std::vector<std::vector<std::string>>;

Lines lines_of(std::string_view text) {
  Lines lines;
  std::vector<std::string> cells(1);
  bool quoted = false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (quoted) {
      const bool doubled = c == '"' && text.substr(i + 1, 1) == "\"";
      if (c == '"' && !doubled) quoted = false;
      if (c != '"' || doubled) cells.back() += c;
      if (doubled) ++i;
    } else if (c == '"') {
      quoted = true;
    } else if (c == ',') {
      cells.emplace_back();
    } else if (c == '\n') {
      lines.push_back(std::exchange(cells, std::vector<std::string>(1)));
    } else if (c != '\r') {
      cells.back() += c;
    }
  }
  return lines;
}

}  // namespace

std::vector<std::map<std::string, std::string>> read_csv(std::string_view text) {
  const Lines lines = lines_of(text);
  std::vector<std::map<std::string, std::string>> rows;
  for (std::size_t i = 1; i < lines.size(); ++i) {
    auto& row = rows.emplace_back();
    for (std::size_t j = 0; j < lines[0].size(); ++j) row[lines[0][j]] = lines[i].at(j);
  }
  return rows;
}

}  // namespace stile::property
