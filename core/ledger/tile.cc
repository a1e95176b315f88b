#include "core/ledger/tile.h"

#include <algorithm>

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

std::vector<Tile> tiles_of(std::uint64_t size, std::uint64_t since) {
  std::vector<Tile> tiles;
  for (int level = 0; size > 0; ++level, size >>= kTileHeight, since >>= kTileHeight) {
    for (std::uint64_t index = since / kTileWidth; index <= size / kTileWidth; ++index) {
      const std::uint64_t first = index * kTileWidth;
      const std::uint64_t width = std::min(kTileWidth, size - first);
      const std::uint64_t before = since - std::min(since, first);
      if (width > before) tiles.push_back({level, index, width});
    }
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
