#include "core/ledger/tile.h"

#include <gtest/gtest.h>

#include <cstdint>
#include <limits>

#include "tests/unit/core/ledger/memory_tree.h"

namespace stile::ledger {
namespace {

Hash hash_in(const Bytes& hashes, std::size_t place) {
  Hash hash;
  EXPECT_TRUE(copy_exact(ByteView(hashes).substr(place * hash.size(), hash.size()), hash));
  return hash;
}

TEST(TilePathTest, IsThatOfTheSpecification) {
  EXPECT_EQ(tile_path({0, 0, 256}), "tile/0/000");
  EXPECT_EQ(tile_path({0, 999, 256}), "tile/0/999");
  EXPECT_EQ(tile_path({0, 1000, 256}), "tile/0/x001/000");
  EXPECT_EQ(tile_path({0, 1234067, 256}), "tile/0/x001/x234/067");
  EXPECT_EQ(tile_path({1, 4, 210}), "tile/1/004.p/210");
  EXPECT_EQ(tile_path({2, 1000, 1}), "tile/2/x001/000.p/1");
}

TEST(TilesTest, OfATreeHaveEachHashOnce) {
  EXPECT_TRUE(tiles_of(0).empty());
  EXPECT_EQ(tiles_of(1), (std::vector<Tile>{{0, 0, 1}}));
  EXPECT_EQ(tiles_of(255), (std::vector<Tile>{{0, 0, 255}}));
  EXPECT_EQ(tiles_of(256), (std::vector<Tile>{{0, 0, 256}, {1, 0, 1}}));
  EXPECT_EQ(tiles_of(513), (std::vector<Tile>{{0, 0, 256}, {0, 1, 256}, {0, 2, 1}, {1, 0, 2}}));
  EXPECT_EQ(tiles_of(513, 513), std::vector<Tile>{});
  EXPECT_EQ(tiles_of(514, 513), (std::vector<Tile>{{0, 2, 2}}));
  EXPECT_EQ(tiles_of(768, 513), (std::vector<Tile>{{0, 2, 256}, {1, 0, 3}}));
  EXPECT_EQ(tiles_of(769, 768), (std::vector<Tile>{{0, 3, 1}}));
  EXPECT_EQ(tiles_of(65536).size(), 256U + 1 + 1);
  EXPECT_EQ(tiles_of(65536, 65535), (std::vector<Tile>{{0, 255, 256}, {1, 0, 256}, {2, 0, 1}}));
  EXPECT_EQ(tiles_of(65536).back(), (Tile{2, 0, 1}));
}

TEST(TileOfTest, IsOneThatTheTreeHas) {
  for (const Tile& tile : tiles_of(70'000)) {
    const auto level = static_cast<std::uint64_t>(tile.level);
    EXPECT_EQ(tile_of(level, tile.index, tile.width, 70'000).value(), tile);
    if (tile.width == kTileWidth) continue;
    EXPECT_EQ(tile_of(level, tile.index, tile.width + 1, 70'000).reason(), Reason::kNotFound);
    EXPECT_EQ(tile_of(level, tile.index + 1, 1, 70'000).reason(), Reason::kNotFound);
  }
  EXPECT_EQ(tile_of(0, 273, 112, 70'000).value(), (Tile{0, 273, 112}));  // the specification's
  EXPECT_EQ(tile_of(1, 1, 17, 70'000).value(), (Tile{1, 1, 17}));
  EXPECT_EQ(tile_of(2, 0, 1, 70'000).value(), (Tile{2, 0, 1}));
  EXPECT_EQ(tile_of(0, 0, 9, 70'000).value(), (Tile{0, 0, 9}));  // when it had 9 leaves
  EXPECT_EQ(tile_of(0, 0, 256, 256).value(), (Tile{0, 0, 256}));
  EXPECT_EQ(tile_of(0, 1, 1, 256).reason(), Reason::kNotFound);
  EXPECT_EQ(tile_of(0, 0, 1, 0).reason(), Reason::kNotFound);
}

TEST(TileOfTest, IsNothingForNumbersOfNoTile) {
  constexpr auto kMost = std::numeric_limits<std::uint64_t>::max();
  constexpr std::uint64_t kLargest = (std::uint64_t{1} << 62) - 1;
  EXPECT_EQ(tile_of(0, 0, 0, 600).reason(), Reason::kMalformed);
  EXPECT_EQ(tile_of(0, 0, 257, 600).reason(), Reason::kMalformed);
  EXPECT_EQ(tile_of(64, 0, 1, 600).reason(), Reason::kMalformed);
  EXPECT_EQ(tile_of(kMost, kMost, kMost, kLargest).reason(), Reason::kMalformed);
  for (std::uint64_t level = 0; level <= kTileLevelMost; ++level) {
    for (const std::uint64_t index : {kMost, kMost / 256, kMost / 256 + 1, kLargest}) {
      EXPECT_EQ(tile_of(level, index, 256, kLargest).reason(), Reason::kNotFound);
    }
    EXPECT_EQ(tile_of(level, 0, 1, kLargest).ok(), level < 8) << level;
  }
  EXPECT_TRUE(tile_of(0, kLargest / 256, 255, kLargest).ok());
  EXPECT_EQ(tile_of(0, kLargest / 256, 256, kLargest).reason(), Reason::kNotFound);
}

TEST(TileHashesTest, AreThoseOfItsSubtrees) {
  const MemoryTree tree(600);
  const auto leaves = tile_hashes({0, 1, 256}, tree).value();
  ASSERT_EQ(leaves.size(), 256U * 32);
  EXPECT_EQ(hash_in(leaves, 0), leaf_hash(MemoryTree::leaf_of(256)));
  EXPECT_EQ(hash_in(leaves, 255), leaf_hash(MemoryTree::leaf_of(511)));
  const auto above = tile_hashes({1, 0, 2}, tree).value();
  ASSERT_EQ(above.size(), 2U * 32);
  EXPECT_EQ(hash_in(above, 1), plain_root(256, 512));
}

TEST(TileHashesTest, AreNotThereBeyondTheTree) {
  const MemoryTree tree(600);
  EXPECT_TRUE(tile_hashes({0, 2, 88}, tree).ok());
  EXPECT_EQ(tile_hashes({0, 2, 89}, tree).reason(), Reason::kNotFound);
  EXPECT_EQ(tile_hashes({1, 0, 3}, tree).reason(), Reason::kNotFound);
}

}  // namespace
}  // namespace stile::ledger
