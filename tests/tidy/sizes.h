#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "tests/tidy/source_tree.h"

namespace stile::tidy {

inline constexpr int kFunctionLines = 70;
inline constexpr int kFileLines = 400;

// Function is a definition's place: the first line of its head and how many lines it takes.
struct Function {
  int line;
  int lines;
  std::string head;
};

// functions_of() finds the function definitions of C++ text by its braces; a lambda belongs to
// the function around it. Tests (`TEST(…) {`) are functions.
std::vector<Function> functions_of(std::string_view text);

// size_faults() names functions over kFunctionLines, files over kFileLines, and headers
// without `#pragma once` as their first directive.
std::vector<Fault> size_faults(const SourceFile& file);

}  // namespace stile::tidy
