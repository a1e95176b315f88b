#include "core/crypto/utf8.h"

#include <array>
#include <cstddef>

namespace stile::crypto {
namespace {

unsigned byte_at(std::string_view text, std::size_t i) {
  return static_cast<unsigned char>(text[i]);
}

bool between(unsigned value, unsigned low, unsigned high) { return value >= low && value <= high; }

// sequence_length() is the length of the well-formed sequence that begins at `i`, 0 if there
// is none: the table of RFC 3629 section 4.
std::size_t sequence_length(std::string_view text, std::size_t i) {
  const unsigned lead = byte_at(text, i);
  if (lead < 0x80) return 1;
  const std::size_t length = lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : 4;
  if (!between(lead, 0xc2, 0xf4) || text.size() - i < length) return 0;
  const unsigned low = lead == 0xe0 ? 0xa0 : lead == 0xf0 ? 0x90 : 0x80;
  const unsigned high = lead == 0xed ? 0x9f : lead == 0xf4 ? 0x8f : 0xbf;
  if (!between(byte_at(text, i + 1), low, high)) return 0;
  for (std::size_t n = 2; n < length; ++n) {
    if (!between(byte_at(text, i + n), 0x80, 0xbf)) return 0;
  }
  return length;
}

}  // namespace

bool valid_utf8(std::string_view text) {
  for (std::size_t i = 0; i < text.size();) {
    const std::size_t length = sequence_length(text, i);
    if (length == 0) return false;
    i += length;
  }
  return true;
}

bool has_unicode_space(std::string_view text) {
  static constexpr std::array<std::string_view, 25> kSpaces = {
      "\t",     "\n",     "\v",     "\f",     "\r",     " ",      "\u0085", "\u00a0", "\u1680",
      "\u2000", "\u2001", "\u2002", "\u2003", "\u2004", "\u2005", "\u2006", "\u2007", "\u2008",
      "\u2009", "\u200a", "\u2028", "\u2029", "\u202f", "\u205f", "\u3000"};
  for (const auto space : kSpaces) {
    if (text.find(space) != std::string_view::npos) return true;
  }
  return false;
}

}  // namespace stile::crypto
