#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "core/base/bytes.h"
#include "core/base/result.h"
#include "core/ledger/merkle.h"

// Hash tiles (c2sp.org/tlog-tiles): the tree in files that never change, from which anybody makes
// every proof. FORMATS.md has the grammar. Pure.
namespace stile::ledger {

inline constexpr std::uint64_t kTileWidth = 256;
inline constexpr std::uint64_t kTileLevelMost = 63;

// Tile names `width` neighbouring hashes, 1 to kTileWidth, of the subtrees of 256^level leaves
// each, from the one numbered kTileWidth * index on. One of less than kTileWidth lies at the tree's
// right edge, and is replaced by a wider one as the tree grows.
struct Tile {
  int level;
  std::uint64_t index;
  std::uint64_t width;
  bool operator==(const Tile&) const = default;
};

// tile_of() is the tile of these numbers in a tree of `size` leaves, size < 2^62: one whose hashes
// that tree all has, also where it has a wider one. kMalformed for what no tree has, a level above
// kTileLevelMost or a width outside 1 to kTileWidth; kNotFound for what this one has not. Any
// numbers.
Result<Tile> tile_of(std::uint64_t level, std::uint64_t index, std::uint64_t width,
                     std::uint64_t size);

// tile_path() is where a tile is published: "tile/0/x001/234", "tile/1/004.p/210".
std::string tile_path(const Tile& tile);

// tiles_of() are all tiles of a tree, those of leaf hashes first, but for those that the tree of
// its first `since` leaves has as they are. since <= size < 2^62.
std::vector<Tile> tiles_of(std::uint64_t size, std::uint64_t since = 0);

// tile_hashes() is a tile's content, 32 bytes a hash; fails as the reader does.
Result<Bytes> tile_hashes(const Tile& tile, const HashReader& reader);

}  // namespace stile::ledger
