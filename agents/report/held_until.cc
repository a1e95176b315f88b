#include "agents/report/held_until.h"

#include <vector>

#include "core/ledger/leaf.h"

namespace stile::agent {
namespace {

constexpr std::size_t kBitsPerByte = 8;
constexpr Instant kSecondsPerDay = 86'400;

}  // namespace

Result<Instant> held_until(std::string_view leaf_text, const agreement::DocumentSet& documents) {
  STILE_TRY(const ledger::Leaf leaf, ledger::parse_leaf(leaf_text));
  if (!leaf.agreement) {
    return Error{Reason::kIntegrity, "a leaf of a consignment without its agreement"};
  }
  return held_until(*leaf.agreement, leaf.time, documents);
}

Instant held_until(const Hash& agreement, Instant admitted,
                   const agreement::DocumentSet& documents) {
  const auto found = documents.agreement(agreement);
  if (!found.ok()) return 0;
  return admitted + Instant{found.value()->retention_days} * kSecondsPerDay;
}

Bytes bits_of(const std::set<std::size_t>& positions) {
  if (positions.empty()) return {};
  std::vector<unsigned> bytes(*positions.rbegin() / kBitsPerByte + 1);
  for (const std::size_t position : positions) {
    bytes[position / kBitsPerByte] |= 1U << (position % kBitsPerByte);
  }
  Bytes bits;
  for (const unsigned byte : bytes) bits.push_back(static_cast<char>(byte));
  return bits;
}

std::set<std::size_t> positions_of(ByteView bits) {
  std::set<std::size_t> positions;
  for (std::size_t i = 0; i < bits.size() * kBitsPerByte; ++i) {
    const auto byte = static_cast<unsigned char>(bits[i / kBitsPerByte]);
    if ((byte >> (i % kBitsPerByte) & 1U) != 0) positions.insert(i);
  }
  return positions;
}

}  // namespace stile::agent
