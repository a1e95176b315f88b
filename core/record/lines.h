#pragma once

#include <array>
#include <charconv>
#include <cstdint>
#include <string>
#include <string_view>

#include "core/base/bytes.h"
#include "core/base/result.h"
#include "core/crypto/encoding.h"

// For this folder's sources only: texts of "key value" lines in fixed order.
namespace stile::record {

inline void append_line(std::string& text, std::string_view key, std::string_view value) {
  text.append(key).append(" ").append(value).append("\n");
}

// Lines takes "key value" lines off a text in the order they are asked for. The first mismatch
// is remembered, and every later value is empty.
class Lines {
 public:
  explicit Lines(std::string_view text) : rest_(text) {}

  std::string_view first(std::string_view want) {
    const auto got = next();
    if (got != want) failed_ = true;
    return got;
  }
  std::string_view value(std::string_view key) {
    const auto got = next();
    if (failed_ || !got.starts_with(key) || got.substr(key.size(), 1) != " ") {
      failed_ = true;
      return {};
    }
    return got.substr(key.size() + 1);
  }
  bool done() const { return !failed_ && rest_.empty(); }

 private:
  std::string_view next() {
    const auto end = rest_.find('\n');
    if (end == std::string_view::npos) {
      failed_ = true;
      return {};
    }
    const auto got = rest_.substr(0, end);
    rest_.remove_prefix(end + 1);
    return got;
  }
  std::string_view rest_;
  bool failed_ = false;
};

// unhex_exactly() is N bytes in lower-case hexadecimal; else kMalformed.
template <std::size_t N>
Result<std::array<std::uint8_t, N>> unhex_exactly(std::string_view text) {
  STILE_TRY(const Bytes bytes, crypto::unhex(text));
  std::array<std::uint8_t, N> value{};
  if (!copy_exact(bytes, value)) {
    return Error{Reason::kMalformed, "expected " + std::to_string(2 * N) + " hexadecimal digits"};
  }
  return value;
}

inline Error malformed(std::string_view what) { return {Reason::kMalformed, std::string(what)}; }

inline Result<Hash> hash_value(std::string_view text) { return unhex_exactly<Hash{}.size()>(text); }

inline Result<std::uint64_t> number_value(std::string_view text) {
  std::uint64_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc{} || end != text.data() + text.size()) return malformed("not a number");
  return value;
}

}  // namespace stile::record
