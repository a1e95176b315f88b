#pragma once

#include <charconv>
#include <cstdint>
#include <optional>
#include <string_view>

// For this folder's sources only: reading the line formats.
namespace stile::ledger {

// take_line() removes the first line and its newline from `text`; nothing if there is no
// newline.
inline std::optional<std::string_view> take_line(std::string_view& text) {
  const auto end = text.find('\n');
  if (end == text.npos) return std::nullopt;
  const auto line = text.substr(0, end);
  text.remove_prefix(end + 1);
  return line;
}

// decimal() reads an unsigned number without sign or leading zero.
template <typename Number>
std::optional<Number> decimal(std::string_view text) {
  Number value = 0;
  const auto* end = text.data() + text.size();
  const auto [stopped, error] = std::from_chars(text.data(), end, value);
  const bool leading_zero = text.size() > 1 && text.front() == '0';
  if (error != std::errc() || stopped != end || leading_zero) return std::nullopt;
  return value;
}

}  // namespace stile::ledger
