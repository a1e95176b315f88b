#include "core/ledger/tile.h"

#include <gtest/gtest.h>

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
  EXPECT_EQ(tiles_of(65536).size(), 256U + 1 + 1);
  EXPECT_EQ(tiles_of(65536).back(), (Tile{2, 0, 1}));
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
