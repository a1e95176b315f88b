#include "agents/cli/place.h"

#include <algorithm>
#include <cctype>

namespace stile::agent {
namespace {

bool in_word(char c) { return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_'; }

// column_of() is where the word stands in a line, from 1; 0 where it does not.
std::size_t column_of(std::string_view word, std::string_view line) {
  const std::size_t first = line.find_first_not_of(' ');
  if (first == line.npos || line[first] == '#') return 0;
  for (std::size_t at = line.find(word); at != line.npos; at = line.find(word, at + 1)) {
    const std::size_t end = at + word.size();
    const bool starts = at == 0 || !in_word(line[at - 1]) || !in_word(word.front());
    const bool ends = end == line.size() || !in_word(line[end]) || !in_word(word.back());
    if (starts && ends) return at + 1;
  }
  return 0;
}

}  // namespace

std::string place_of(std::string_view word, std::string_view text, std::string_view file) {
  std::size_t number = 1;
  for (std::size_t begin = 0; begin < text.size() && !word.empty(); ++number) {
    const std::size_t end = std::min(text.find('\n', begin), text.size());
    const std::size_t column = column_of(word, text.substr(begin, end - begin));
    begin = end + 1;
    if (column == 0) continue;
    return std::string(file) + ":" + std::to_string(number) + ":" + std::to_string(column);
  }
  return std::string(file) + ":1:1";
}

Error placed(const Error& error, std::string_view text, std::string_view file) {
  const std::string unplaced = std::string(file) + ": ";
  if (!error.detail.starts_with(unplaced)) return error;
  const std::string what = error.detail.substr(unplaced.size());
  std::string_view field = std::string_view(what).substr(0, what.find(": "));
  field.remove_prefix(field.rfind('.') + 1);  // npos + 1 is 0
  return {error.reason, place_of(field, text, file) + ": " + what};
}

}  // namespace stile::agent
