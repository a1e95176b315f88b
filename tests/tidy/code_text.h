#pragma once

#include <string>
#include <string_view>

namespace stile::tidy {

// code_only() is C++ text with every comment, and what stands between the quotes of every
// string and character, replaced by blanks. Lines keep their numbers. An #include keeps its
// file name. Raw strings are known; digraphs and trigraphs are not.
std::string code_only(std::string_view text);

// without_directives() blanks preprocessor lines, their continuations too, in code_only() text.
std::string without_directives(std::string_view code);

}  // namespace stile::tidy
