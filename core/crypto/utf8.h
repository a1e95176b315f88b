#pragma once

#include <string_view>

namespace stile::crypto {

// valid_utf8() is true when `text` is well-formed UTF-8 (RFC 3629): no overlong form, no
// surrogate, nothing above U+10FFFF. Pure.
bool valid_utf8(std::string_view text);

// has_unicode_space() is true when well-formed `text` holds a character with the Unicode
// property White_Space. Pure.
bool has_unicode_space(std::string_view text);

}  // namespace stile::crypto
