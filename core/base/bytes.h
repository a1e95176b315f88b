#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>

namespace stile {

// Bytes owns binary data; ByteView borrows it. Plain strings, because protobuf, SQLite and
// gRPC all hand over and take exactly these; the alias says that the content is not text.
using Bytes = std::string;
using ByteView = std::string_view;

// Hash is a 32-byte SHA-256 digest. Token is 16 bytes: an event token, subject token,
// pseudonym, row salt or nonce.
using Hash = std::array<std::uint8_t, 32>;
using Token = std::array<std::uint8_t, 16>;

template <std::size_t N>
ByteView view(const std::array<std::uint8_t, N>& bytes) {
  return {reinterpret_cast<const char*>(bytes.data()), N};
}

// copy_exact() copies `from` when it has exactly N bytes; otherwise returns false and
// leaves `to` as it was.
template <std::size_t N>
bool copy_exact(ByteView from, std::array<std::uint8_t, N>& to) {
  if (from.size() != N) return false;
  for (std::size_t i = 0; i < N; ++i) to[i] = static_cast<std::uint8_t>(from[i]);
  return true;
}

// Fixed-width big-endian, for everything that is hashed or used as a key.
void append_u16(Bytes& to, std::uint16_t value);
void append_u32(Bytes& to, std::uint32_t value);
void append_u64(Bytes& to, std::uint64_t value);

// append_prefixed() appends a 4-byte length and the bytes, so that no two lists of parts
// give the same concatenation.
void append_prefixed(Bytes& to, ByteView part);

}  // namespace stile
