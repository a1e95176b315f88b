#include "tests/tidy/sizes.h"

#include <algorithm>
#include <array>

#include "tests/tidy/code_text.h"

namespace stile::tidy {
namespace {

std::string_view trimmed(std::string_view text) {
  const std::size_t first = text.find_first_not_of(" \t\n");
  if (first == text.npos) return {};
  return text.substr(first, text.find_last_not_of(" \t\n") - first + 1);
}

bool starts_with_word(std::string_view text, std::string_view word) {
  return text.starts_with(word) && (text.size() == word.size() || text[word.size()] == ' ');
}

// A class may be aligned or hold attributes with brackets; a function never begins like this.
bool opens_scope(std::string_view head) {
  static constexpr std::array<std::string_view, 4> kWords = {"namespace", "class", "union", "enum"};
  return std::ranges::any_of(kWords, [&](std::string_view w) { return starts_with_word(head, w); });
}

bool is_function_head(std::string_view head) {
  return head.find('(') != head.npos && !head.ends_with('=') && !opens_scope(head);
}

// Reader walks code without directives. Outside functions every brace but theirs is a scope or
// an initialiser and is passed over; inside one, braces are only counted.
class Reader {
 public:
  explicit Reader(std::string_view code) : code_(code) {}

  std::vector<Function> read() {
    for (; at_ < code_.size(); ++at_) {
      const char c = code_[at_];
      if (c == '\n') ++line_;
      if (c == '{') open();
      if (c == '}') close();
      if (c == ';' && depth_ == 0) begin_head();
    }
    return std::move(found_);
  }

 private:
  void open() {
    if (depth_ > 0) {
      ++depth_;
      return;
    }
    const std::string_view head = code_.substr(head_start_, at_ - head_start_);
    const std::string_view text = trimmed(head);
    // After `: member_{x}` the braces closed once already; the body belongs to the same head.
    const bool goes_on = just_closed_ && (text.empty() || text.starts_with(','));
    if (goes_on || is_function_head(text)) {
      depth_ = 1;
      if (!goes_on)
        found_.push_back({first_line(head), 0, std::string(text.substr(0, text.find('(')))});
    }
    begin_head();
  }

  void close() {
    const bool ends_function = depth_ == 1;
    if (depth_ > 0) --depth_;
    if (depth_ > 0) return;
    begin_head();
    if (!ends_function) return;
    found_.back().lines = line_ - found_.back().line + 1;
    just_closed_ = true;
  }

  void begin_head() {
    head_start_ = at_ + 1;
    just_closed_ = false;
  }

  int first_line(std::string_view head) const {
    const std::size_t first = std::min(head.find_first_not_of(" \t\n"), head.size());
    return line_ - static_cast<int>(std::ranges::count(head.substr(first), '\n'));
  }

  std::string_view code_;
  std::size_t at_ = 0;
  std::size_t head_start_ = 0;
  int line_ = 1;
  int depth_ = 0;
  bool just_closed_ = false;
  std::vector<Function> found_;
};

bool begins_with_pragma_once(std::string_view code) {
  for (const std::string_view line : lines_of(code)) {
    const std::string_view text = trimmed(line);
    if (!text.empty()) return text == "#pragma once";
  }
  return false;
}

}  // namespace

std::vector<Function> functions_of(std::string_view text) {
  return Reader(without_directives(code_only(text))).read();
}

std::vector<Fault> size_faults(const SourceFile& file) {
  if (!is_code(file.path)) return {};
  std::vector<Fault> faults;
  const auto lines = lines_of(file.text).size();
  if (lines > kFileLines) {
    faults.push_back({file.path, 0, std::to_string(lines) + " lines: split it"});
  }
  if (is_header(file.path) && !begins_with_pragma_once(code_only(file.text))) {
    faults.push_back({file.path, 1, "a header begins with #pragma once"});
  }
  for (const Function& function : functions_of(file.text)) {
    if (function.lines <= kFunctionLines) continue;
    faults.push_back(
        {file.path, function.line,
         function.head + " takes " + std::to_string(function.lines) + " lines: split it"});
  }
  return faults;
}

}  // namespace stile::tidy
