#pragma once

#include <string>
#include <string_view>

namespace stile::agent {

// csv_cell() is one cell (RFC 4180), quoted where it has to be. A text that a spreadsheet would
// take for a formula begins with an apostrophe. Pure.
inline std::string csv_cell(std::string_view text) {
  const bool formula = !text.empty() && std::string_view("=+-@\t\r").find(text[0]) != text.npos;
  std::string cell(formula ? "'" : "");
  cell += text;
  if (cell.find_first_of(",\"\r\n") == cell.npos) return cell;
  std::string quoted = "\"";
  for (const char c : cell) quoted.append(c == '"' ? 2 : 1, c);
  return quoted + '"';
}

}  // namespace stile::agent
