#pragma once

namespace stile::record {

// is_letter() is true of the letters of every script and of the marks that stand on them (Unicode
// 14.0, general categories L and M), and of none that does not show. No digit, sign, space or
// control character is one. Pure.
bool is_letter(char32_t character);

}  // namespace stile::record
