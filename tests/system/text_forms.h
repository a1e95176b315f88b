#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace stile::test {

// TextForm is a text as it could stand in a file or on a line.
struct TextForm {
  std::string encoding;
  std::string bytes;
};

// forms_of() is every form that a leaked UTF-8 text is searched in: as it is, in lower and upper
// case, and without its punctuation where enough remains; each of these as UTF-8, UTF-16 of both
// byte orders, Windows-1252, hex and percent in both cases, and in base64, of both alphabets,
// at whichever of three offsets it stood in a longer text. No two are the same. Letters fold
// within ASCII. Pure.
std::vector<TextForm> forms_of(std::string_view text);

}  // namespace stile::test
