#include "tests/system/text_forms.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <set>

namespace stile::test {
namespace {

// Fewer letters and digits than this could stand together by chance.
constexpr std::size_t kFewestSqueezed = 10;

constexpr std::string_view kLowerDigits = "0123456789abcdef";
constexpr std::string_view kUpperDigits = "0123456789ABCDEF";
constexpr std::string_view kBase64 =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
constexpr std::string_view kBase64Url =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

// What Windows-1252 has at 0x80 to 0x9F; 0 where it has nothing.
constexpr std::array<char16_t, 32> kWindows1252 = {
    0x20AC, 0,      0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160,
    0x2039, 0x0152, 0,      0x017D, 0,      0,      0x2018, 0x2019, 0x201C, 0x201D, 0x2022,
    0x2013, 0x2014, 0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0,      0x017E, 0x0178};

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_lower(char c) { return c >= 'a' && c <= 'z'; }
bool is_upper(char c) { return c >= 'A' && c <= 'Z'; }
bool is_ascii(char c) { return static_cast<unsigned char>(c) < 0x80; }

std::string lower(std::string_view text) {
  std::string folded(text);
  for (char& c : folded) c = is_upper(c) ? static_cast<char>(c + ('a' - 'A')) : c;
  return folded;
}

std::string upper(std::string_view text) {
  std::string folded(text);
  for (char& c : folded) c = is_lower(c) ? static_cast<char>(c - ('a' - 'A')) : c;
  return folded;
}

std::string squeezed(std::string_view text) {
  std::string rest;
  std::ranges::copy_if(text, std::back_inserter(rest), [](char c) {
    return is_digit(c) || is_lower(c) || is_upper(c) || !is_ascii(c);
  });
  return rest;
}

// The text is valid UTF-8: our own, or a file that was checked.
std::u32string code_points(std::string_view text) {
  std::u32string points;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if ((byte & 0xC0U) == 0x80U) {
      points.back() = points.back() << 6U | (byte & 0x3FU);
    } else {
      const unsigned first = byte < 0x80   ? byte
                             : byte < 0xE0 ? byte & 0x1FU
                             : byte < 0xF0 ? byte & 0x0FU
                                           : byte & 0x07U;
      points += static_cast<char32_t>(first);
    }
  }
  return points;
}

std::u16string utf16(std::string_view text) {
  std::u16string units;
  for (const char32_t point : code_points(text)) {
    if (point < 0x10000) {
      units += static_cast<char16_t>(point);
    } else {
      units += static_cast<char16_t>(0xD800 + ((point - 0x10000) >> 10U));
      units += static_cast<char16_t>(0xDC00 + (point & 0x3FFU));
    }
  }
  return units;
}

std::string in_order(std::u16string_view units, bool big_endian) {
  std::string bytes;
  for (const char16_t unit : units) {
    const char high = static_cast<char>(unit >> 8U);
    const char low = static_cast<char>(unit & 0xFFU);
    bytes.append({big_endian ? high : low, big_endian ? low : high});
  }
  return bytes;
}

// Nothing where the text has a letter that Windows-1252 lacks: it cannot stand there.
std::optional<std::string> windows_1252(std::string_view text) {
  std::string bytes;
  for (const char32_t point : code_points(text)) {
    if (point < 0x80 || (point >= 0xA0 && point < 0x100)) {
      bytes += static_cast<char>(point);
      continue;
    }
    const auto* const at = std::ranges::find(kWindows1252, static_cast<char16_t>(point));
    if (point >= 0x10000 || at == kWindows1252.end()) return std::nullopt;
    bytes += static_cast<char>(0x80 + (at - kWindows1252.begin()));
  }
  return bytes;
}

void append_digits(char c, std::string_view digits, std::string& to) {
  const auto byte = static_cast<unsigned char>(c);
  to.append({digits[byte >> 4U], digits[byte & 0xFU]});
}

std::string hex(std::string_view bytes, std::string_view digits) {
  std::string text;
  for (const char c : bytes) append_digits(c, digits, text);
  return text;
}

enum class Kept { kUnreserved, kNothing };

std::string percent(std::string_view bytes, std::string_view digits, Kept kept) {
  std::string text;
  for (const char c : bytes) {
    const bool unreserved = is_digit(c) || is_lower(c) || is_upper(c) ||
                            std::string_view("-._~").find(c) != std::string_view::npos;
    if (unreserved && kept == Kept::kUnreserved) {
      text += c;
    } else {
      text += '%';
      append_digits(c, digits, text);
    }
  }
  return text;
}

// The characters that depend on these bytes alone, when `offset` bytes of another text stand
// before them in their group of three.
std::string base64_core(std::string_view bytes, std::size_t offset, std::string_view alphabet) {
  const std::size_t first_bit = offset * 8;
  const std::size_t last_bit = first_bit + bytes.size() * 8;
  const auto bit = [&](std::size_t at) {
    const auto byte = static_cast<unsigned char>(bytes[(at - first_bit) / 8]);
    return byte >> (7 - at % 8) & 1U;
  };
  std::string text;
  for (std::size_t at = (first_bit + 5) / 6 * 6; at + 6 <= last_bit; at += 6) {
    std::size_t value = 0;
    for (std::size_t i = 0; i < 6; ++i) value = value << 1U | bit(at + i);
    text += alphabet[value];
  }
  return text;
}

void add_forms(std::string_view text, std::vector<TextForm>& forms) {
  forms.push_back({"UTF-8", std::string(text)});
  forms.push_back({"UTF-16LE", in_order(utf16(text), false)});
  forms.push_back({"UTF-16BE", in_order(utf16(text), true)});
  if (const auto bytes = windows_1252(text)) forms.push_back({"Windows-1252", *bytes});
  for (const auto digits : {kLowerDigits, kUpperDigits}) {
    forms.push_back({"hex", hex(text, digits)});
    forms.push_back({"percent", percent(text, digits, Kept::kUnreserved)});
    forms.push_back({"percent", percent(text, digits, Kept::kNothing)});
  }
  for (std::size_t offset = 0; offset < 3; ++offset) {
    const std::string name = "base64 at offset " + std::to_string(offset);
    forms.push_back({name, base64_core(text, offset, kBase64)});
    forms.push_back({name, base64_core(text, offset, kBase64Url)});
  }
}

}  // namespace

std::vector<TextForm> forms_of(std::string_view text) {
  std::vector<TextForm> forms;
  for (const auto& variant : {std::string(text), lower(text), upper(text)}) {
    add_forms(variant, forms);
  }
  const std::string rest = squeezed(text);
  if (rest.size() >= kFewestSqueezed) add_forms(rest, forms);
  std::set<std::string> seen;
  std::erase_if(forms, [&](const TextForm& form) { return !seen.insert(form.bytes).second; });
  return forms;
}

}  // namespace stile::test
