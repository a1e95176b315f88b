#include "core/ledger/tile.h"

namespace stile::ledger {
namespace {

constexpr int kTileHeight = 8;
constexpr std::uint64_t kPathBase = 1000;

std::string three_digits(std::uint64_t n) {
  const std::string digits = std::to_string(n);
  return std::string(3 - digits.size(), '0') + digits;
}

}  // namespace

Result<Tile> tile_of(std::uint64_t level, std::uint64_t index, std::uint64_t width,
                     std::uint64_t size) {
  if (level > kTileLevelMost || width < 1 || width > kTileWidth) return Reason::kMalformed;
  // 256^8 leaves are more than any tree has.
  const std::uint64_t hashes = level < 8 ? size >> (level * kTileHeight) : 0;
  if (index > hashes / kTileWidth || width > hashes - index * kTileWidth) return Reason::kNotFound;
  return Tile{static_cast<int>(level), index, width};
}

std::string tile_path(const Tile& tile) {
  std::string number = three_digits(tile.index % kPathBase);
  for (std::uint64_t rest = tile.index / kPathBase; rest > 0; rest /= kPathBase) {
    number = 'x' + three_digits(rest % kPathBase) + '/' + number;
  }
  if (tile.width < kTileWidth) number += ".p/" + std::to_string(tile.width);
  return "tile/" + std::to_string(tile.level) + '/' + number;
}

std::vector<Tile> tiles_of(std::uint64_t size) {
  std::vector<Tile> tiles;
  int level = 0;
  for (std::uint64_t subtrees = size; subtrees > 0; subtrees >>= kTileHeight) {
    const std::uint64_t full = subtrees / kTileWidth;
    for (std::uint64_t index = 0; index < full; ++index)
      tiles.push_back({level, index, kTileWidth});
    if (subtrees % kTileWidth > 0) tiles.push_back({level, full, subtrees % kTileWidth});
    ++level;
  }
  return tiles;
}

Result<Bytes> tile_hashes(const Tile& tile, const HashReader& reader) {
  Bytes hashes;
  const std::uint64_t first = tile.index * kTileWidth;
  for (std::uint64_t n = first; n < first + tile.width; ++n) {
    STILE_TRY(const Hash hash, reader.stored_hash(stored_hash_index(tile.level * kTileHeight, n)));
    hashes.append(view(hash));
  }
  return hashes;
}

}  // namespace stile::ledger
