#pragma once

#include <cstdio>
#include <ostream>
#include <span>
#include <string>
#include <string_view>

namespace stile::agent {

// write_sample_line() writes cells as one line that ends in CR LF; a cell that needs quotes has
// them. `line` is room that is used again.
void write_sample_line(std::span<const std::string> cells, char separator, std::string& line,
                       std::ostream& to);
void write_sample_line(std::span<const std::string_view> cells, char separator, std::string& line,
                       std::ostream& to);

// sample_format() is snprintf() of at most 63 letters.
template <typename... Args>
std::string sample_format(const char* pattern, Args... args) {
  char buffer[64] = {};
  const int size = std::snprintf(buffer, sizeof buffer, pattern, args...);
  return {buffer, static_cast<std::size_t>(size)};
}

}  // namespace stile::agent
