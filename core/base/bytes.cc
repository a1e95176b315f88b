#include "core/base/bytes.h"

namespace stile {

void append_u16(Bytes& to, std::uint16_t value) {
  to.push_back(static_cast<char>(value >> 8));
  to.push_back(static_cast<char>(value & 0xff));
}

void append_u32(Bytes& to, std::uint32_t value) {
  append_u16(to, static_cast<std::uint16_t>(value >> 16));
  append_u16(to, static_cast<std::uint16_t>(value & 0xffff));
}

void append_u64(Bytes& to, std::uint64_t value) {
  append_u32(to, static_cast<std::uint32_t>(value >> 32));
  append_u32(to, static_cast<std::uint32_t>(value & 0xffffffff));
}

void append_prefixed(Bytes& to, ByteView part) {
  append_u32(to, static_cast<std::uint32_t>(part.size()));
  to.append(part);
}

}  // namespace stile
