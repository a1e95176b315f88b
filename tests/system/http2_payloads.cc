#include "tests/system/http2_payloads.h"

#include <cstddef>
#include <cstdint>
#include <map>
#include <utility>

namespace stile::test {
namespace {

constexpr std::string_view kPreface = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n";
constexpr std::size_t kHeaderBytes = 9;
constexpr std::uint32_t kData = 0;
constexpr std::uint32_t kStreamBits = 0x7FFFFFFF;

std::uint32_t big_endian(std::string_view bytes) {
  std::uint32_t value = 0;
  for (const char c : bytes) value = value << 8U | static_cast<unsigned char>(c);
  return value;
}

}  // namespace

std::optional<std::vector<std::string>> http2_payloads(std::string_view received) {
  if (!received.starts_with(kPreface)) return std::nullopt;
  received.remove_prefix(kPreface.size());
  std::map<std::uint32_t, std::string> streams;
  std::vector<std::string> payloads;
  while (received.size() >= kHeaderBytes) {
    const std::size_t length = big_endian(received.substr(0, 3));
    const std::uint32_t type = big_endian(received.substr(3, 1));
    const std::uint32_t stream = big_endian(received.substr(5, 4)) & kStreamBits;
    received.remove_prefix(kHeaderBytes);
    const std::string_view payload = received.substr(0, length);
    if (type == kData) {
      streams[stream] += payload;
    } else {
      payloads.emplace_back(payload);
    }
    received.remove_prefix(payload.size());
  }
  for (auto& [stream, data] : streams) payloads.push_back(std::move(data));
  return payloads;
}

}  // namespace stile::test
