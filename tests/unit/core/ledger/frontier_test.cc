#include <gtest/gtest.h>

#include "tests/unit/core/ledger/memory_tree.h"

namespace stile::ledger {
namespace {

TEST(FrontierTest, HasTheRootOfTheDefinitionAtEverySize) {
  MemoryTree tree;
  for (std::uint64_t n = 0; n < 130; ++n) {
    EXPECT_EQ(tree.root(), plain_root(0, n)) << n;
    tree.append(MemoryTree::leaf_of(n));
  }
}

TEST(FrontierTest, StoresEachCompletedSubtreeAfterItsLastLeaf) {
  Frontier frontier;
  EXPECT_EQ(frontier.append(leaf_hash(MemoryTree::leaf_of(0))).size(), 1U);
  EXPECT_EQ(frontier.append(leaf_hash(MemoryTree::leaf_of(1))).size(), 2U);
  EXPECT_EQ(frontier.append(leaf_hash(MemoryTree::leaf_of(2))).size(), 1U);
  const auto stored = frontier.append(leaf_hash(MemoryTree::leaf_of(3)));
  ASSERT_EQ(stored.size(), 3U);
  EXPECT_EQ(stored[0], leaf_hash(MemoryTree::leaf_of(3)));
  EXPECT_EQ(stored[1], plain_root(2, 4));
  EXPECT_EQ(stored[2], plain_root(0, 4));
}

TEST(FrontierTest, GoesOnAfterItIsRestored) {
  for (std::uint64_t size = 0; size < 70; ++size) {
    const MemoryTree tree(size);
    auto restored = Frontier::restore(size, tree).value();
    EXPECT_EQ(restored.size(), size);
    EXPECT_EQ(restored.root(), tree.root());
    restored.append(leaf_hash(MemoryTree::leaf_of(size)));
    EXPECT_EQ(restored.root(), plain_root(0, size + 1)) << size;
  }
}

TEST(FrontierTest, RestoredFromAnAlteredStoreHasAnotherRoot) {
  class Altered : public HashReader {
   public:
    Result<Hash> stored_hash(std::uint64_t index) const override {
      STILE_TRY(Hash hash, tree.stored_hash(index));
      hash[31] ^= 1;
      return hash;
    }
    MemoryTree tree{7};
  };
  const Altered altered;
  EXPECT_NE(Frontier::restore(7, altered)->root(), altered.tree.root());
}

TEST(FrontierTest, CopiesForAnAppendThatMayBeRolledBack) {
  const MemoryTree tree(6);
  Frontier tried = tree.frontier();
  tried.append(leaf_hash("never committed"));
  EXPECT_EQ(tree.frontier().size(), 6U);
  EXPECT_EQ(tree.frontier().root(), plain_root(0, 6));
}

}  // namespace
}  // namespace stile::ledger
