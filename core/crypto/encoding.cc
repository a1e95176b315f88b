#include "core/crypto/encoding.h"

#include <sodium.h>

#include "core/crypto/raw.h"

namespace stile::crypto {
namespace {

constexpr std::string_view kHexDigits = "0123456789abcdef";
constexpr std::string_view kCrockfordDigits = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
constexpr int kCrockfordCharacters = 26;  // 130 bits for 128: the first has two of its own at most
constexpr int kCrockfordGroup = 5;

int hex_digit(char c) {
  const auto at = kHexDigits.find(c);
  return at == std::string_view::npos ? -1 : static_cast<int>(at);
}

// bit() is the n-th bit of the token as a 128-bit number, n = 127 the most significant.
unsigned bit(const Token& token, int n) {
  if (n >= 128) return 0;
  const auto byte = token[static_cast<std::size_t>(15 - n / 8)];
  return (static_cast<unsigned>(byte) >> (n % 8)) & 1U;
}

// set_bit() sets it; there are none above 127.
void set_bit(Token& token, int n) {
  if (n >= 128) return;
  auto& byte = token[static_cast<std::size_t>(15 - n / 8)];
  byte = static_cast<std::uint8_t>(byte | (1U << (n % 8)));
}

}  // namespace

std::string hex(ByteView bytes) {
  std::string text(bytes.size() * 2, '0');
  auto next = text.begin();
  for (const char c : bytes) {
    const auto byte = static_cast<unsigned char>(c);
    *next++ = kHexDigits[byte >> 4];
    *next++ = kHexDigits[byte & 0xf];
  }
  return text;
}

Result<Bytes> unhex(std::string_view text) {
  if (text.size() % 2 != 0) return Error{Reason::kMalformed, "hexadecimal of odd length"};
  Bytes bytes;
  bytes.reserve(text.size() / 2);
  for (std::size_t i = 0; i < text.size(); i += 2) {
    const int high = hex_digit(text[i]);
    const int low = hex_digit(text[i + 1]);
    if (high < 0 || low < 0) return Error{Reason::kMalformed, "not lower-case hexadecimal"};
    bytes.push_back(static_cast<char>(high * 16 + low));
  }
  return bytes;
}

std::string base64(ByteView bytes) {
  // The size libsodium asks for counts a terminating zero, which std::string keeps for itself.
  std::string text(sodium_base64_encoded_len(bytes.size(), sodium_base64_VARIANT_ORIGINAL), '\0');
  sodium_bin2base64(text.data(), text.size(), raw(bytes), bytes.size(),
                    sodium_base64_VARIANT_ORIGINAL);
  text.pop_back();
  return text;
}

Result<Bytes> unbase64(std::string_view text) {
  Bytes bytes(text.size() / 4 * 3, '\0');
  std::size_t size = 0;
  const char* end = nullptr;
  const int failed = sodium_base642bin(raw(bytes), bytes.size(), text.data(), text.size(), nullptr,
                                       &size, &end, sodium_base64_VARIANT_ORIGINAL);
  if (failed != 0 || end != text.data() + text.size()) {
    return Error{Reason::kMalformed, "not base64 of RFC 4648 section 4"};
  }
  bytes.resize(size);
  // libsodium 1.0.18 takes some bytes above 0x7F for characters of the alphabet.
  if (base64(bytes) != text) return Error{Reason::kMalformed, "not base64 of RFC 4648 section 4"};
  return bytes;
}

std::string crockford(const Token& token) {
  std::string text;
  for (int i = 0; i < kCrockfordCharacters; ++i) {
    if (i > 0 && i % kCrockfordGroup == 0) text.push_back('-');
    unsigned digit = 0;
    for (int n = 0; n < 5; ++n) digit = digit * 2 + bit(token, 129 - (i * 5 + n));
    text.push_back(kCrockfordDigits[digit]);
  }
  return text;
}

// What overflows or was written otherwise does not come back as it was.
Result<Token> uncrockford(std::string_view text) {
  Token token{};
  int read = 0;
  for (const char c : text) {
    const std::size_t digit = kCrockfordDigits.find(c);
    if (digit == kCrockfordDigits.npos || read == kCrockfordCharacters) continue;
    for (int n = 0; n < 5; ++n) {
      if (((digit >> (4 - n)) & 1U) != 0) set_bit(token, 129 - (read * 5 + n));
    }
    ++read;
  }
  if (crockford(token) != text) return Error{Reason::kMalformed, "not a reference"};
  return token;
}

}  // namespace stile::crypto
