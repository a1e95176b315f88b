#pragma once

#include <array>
#include <cstddef>
#include <string>
#include <string_view>

#include "core/base/bytes.h"
#include "core/base/result.h"

// Text forms of bytes. Each decoder accepts exactly the one text its encoder writes, so two
// different texts never stand for the same bytes. Not constant time: for public bytes, not
// for keys. Pure; any thread.
namespace stile::crypto {

// hex() writes two lower-case digits a byte.
std::string hex(ByteView bytes);

// unhex() is its inverse; upper case or an odd length is kMalformed.
Result<Bytes> unhex(std::string_view text);

// base64() writes the padded alphabet of RFC 4648 section 4.
std::string base64(ByteView bytes);

// unbase64() is its inverse. Missing padding, line breaks, other characters and non-zero
// trailing bits (RFC 4648 section 3.5) are kMalformed.
Result<Bytes> unbase64(std::string_view text);

template <std::size_t N>
std::string hex(const std::array<std::uint8_t, N>& bytes) {
  return hex(view(bytes));
}
template <std::size_t N>
std::string base64(const std::array<std::uint8_t, N>& bytes) {
  return base64(view(bytes));
}

// crockford() writes a token for people to read out: the 128-bit number in Crockford's base32
// (no I, L, O, U), most significant first, 26 characters in groups of five joined by '-'.
std::string crockford(const Token& token);

// uncrockford() is its inverse. What it would write otherwise (lower case, other groups, the
// letters I, L, O, U) and numbers of more than 128 bits are kMalformed.
Result<Token> uncrockford(std::string_view text);

}  // namespace stile::crypto
