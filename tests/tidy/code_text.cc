#include "tests/tidy/code_text.h"

#include <algorithm>
#include <cctype>

namespace stile::tidy {
namespace {

void blank(std::string& text, std::size_t from, std::size_t to) {
  for (std::size_t i = from; i < std::min(to, text.size()); ++i) {
    if (text[i] != '\n') text[i] = ' ';
  }
}

bool is_word(char c) { return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_'; }

// The end of a quoted text whose opening quote is at `at`: the index after the closing one.
std::size_t after_quoted(std::string_view text, std::size_t at) {
  const char quote = text[at];
  for (std::size_t i = at + 1; i < text.size(); ++i) {
    if (text[i] == '\\') {
      ++i;
    } else if (text[i] == quote || text[i] == '\n') {
      return i + 1;
    }
  }
  return text.size();
}

std::size_t after_raw(std::string_view text, std::size_t quote) {
  const std::size_t open = text.find('(', quote);
  if (open == text.npos) return text.size();
  const std::string close = ")" + std::string(text.substr(quote + 1, open - quote - 1)) + "\"";
  const std::size_t end = text.find(close, open);
  return end == text.npos ? text.size() : end + close.size();
}

std::size_t after(std::string_view text, std::size_t from, std::string_view mark) {
  const std::size_t end = text.find(mark, from);
  return end == text.npos ? text.size() : end + mark.size();
}

bool is_include_line(std::string_view text, std::size_t at) {
  const std::size_t start = text.rfind('\n', at) + 1;  // npos + 1 is 0
  return text.substr(start, at - start).find("#include") != text.npos;
}

// 1'000 is a number, not the start of a character.
bool is_digit_separator(std::string_view text, std::size_t at) {
  return text[at] == '\'' && at > 0 && is_word(text[at - 1]) && text[at - 1] != 'u' &&
         text[at - 1] != 'L';
}

// What begins at `at` and is no code: the index after it, or `at` itself for code.
std::size_t after_other(std::string_view text, std::size_t at) {
  if (text.substr(at, 2) == "//") return std::min(text.find('\n', at), text.size());
  if (text.substr(at, 2) == "/*") return after(text, at + 2, "*/");
  if (text[at] == '"' && at > 0 && text[at - 1] == 'R') return after_raw(text, at);
  if (text[at] == '"') return after_quoted(text, at);
  if (text[at] == '\'' && !is_digit_separator(text, at)) return after_quoted(text, at);
  return at;
}

}  // namespace

std::string code_only(std::string_view text) {
  std::string code(text);
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t end = after_other(text, at);
    if (end == at) {
      ++at;
      continue;
    }
    const bool quoted = text[at] == '"' || text[at] == '\'';
    if (!quoted) blank(code, at, end);
    if (quoted && !is_include_line(text, at)) blank(code, at + 1, end - 1);
    at = end;
  }
  return code;
}

std::string without_directives(std::string_view code) {
  std::string rest(code);
  bool continued = false;
  for (std::size_t start = 0; start < code.size();) {
    const std::size_t end = std::min(code.find('\n', start), code.size());
    const std::string_view line = code.substr(start, end - start);
    const std::size_t first = line.find_first_not_of(" \t");
    const bool directive = continued || (first != line.npos && line[first] == '#');
    continued = directive && line.ends_with('\\');
    if (directive) blank(rest, start, end);
    start = end + 1;
  }
  return rest;
}

}  // namespace stile::tidy
