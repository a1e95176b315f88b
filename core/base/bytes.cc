#include "core/base/bytes.h"

namespace stile {

namespace {

template <typename Number>
void append(Bytes& to, Number value) {
  std::array<char, sizeof(Number)> bytes;
  for (std::size_t i = bytes.size(); i-- > 0; value = static_cast<Number>(value >> 8)) {
    bytes[i] = static_cast<char>(value & 0xff);
  }
  to.append(bytes.data(), bytes.size());
}

}  // namespace

void append_u16(Bytes& to, std::uint16_t value) { append(to, value); }
void append_u32(Bytes& to, std::uint32_t value) { append(to, value); }
void append_u64(Bytes& to, std::uint64_t value) { append(to, value); }

void append_prefixed(Bytes& to, ByteView part) {
  append_u32(to, static_cast<std::uint32_t>(part.size()));
  to.append(part);
}

}  // namespace stile
