#pragma once

#include <gtest/gtest.h>

#include <optional>
#include <string>
#include <string_view>

// What tests do to a text that an agency signs.
namespace stile::record {

inline std::string replaced(std::string text, std::string_view from, std::string_view to) {
  return text.replace(text.find(from), from.size(), to);
}

// without_line(n) is the text without its n-th line; nothing if there is none.
inline std::optional<std::string> without_line(const std::string& text, std::size_t n) {
  std::size_t begin = 0;
  for (; n > 0 && begin < text.size(); --n) begin = text.find('\n', begin) + 1;
  if (begin == text.size()) return std::nullopt;
  return std::string(text).erase(begin, text.find('\n', begin) + 1 - begin);
}

// Whatever a byte becomes, the text reads as something else or not at all.
template <typename Value, typename Parse>
void expect_no_alteration_unseen(const std::string& text, const Value& value, const Parse& parse) {
  for (std::size_t i = 0; i < text.size(); ++i) {
    std::string altered = text;
    altered[i] = static_cast<char>(altered[i] ^ 1);
    const auto read = parse(altered);
    EXPECT_TRUE(!read.ok() || !(read.value() == value)) << altered;
  }
}

template <typename Parse>
void expect_every_line_needed(const std::string& text, const Parse& parse) {
  for (std::size_t n = 0; without_line(text, n); ++n) {
    EXPECT_FALSE(parse(*without_line(text, n)).ok()) << n;
  }
}

}  // namespace stile::record
