#include "core/ledger/merkle.h"

#include <gtest/gtest.h>

#include <set>

#include "core/crypto/digest.h"
#include "core/crypto/encoding.h"
#include "tests/unit/core/ledger/memory_tree.h"

namespace stile::ledger {
namespace {

TEST(MerkleHashTest, SeparatesLeavesFromNodes) {
  EXPECT_EQ(leaf_hash("x"), crypto::sha256(ByteView("\0x", 2)));
  const Hash left = leaf_hash("left");
  const Hash right = leaf_hash("right");
  Bytes both("\x01");
  both.append(view(left)).append(view(right));
  EXPECT_EQ(node_hash(left, right), crypto::sha256(both));
  EXPECT_NE(node_hash(left, right), node_hash(right, left));
  EXPECT_EQ(crypto::hex(empty_root()),
            "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
}

TEST(StoredHashTest, FollowsTheOrderOfGo) {
  // 0: leaf 0, 1: leaf 1, 2: (0,1), 3: leaf 2, 4: leaf 3, 5: (2,3), 6: (0..3), 7: leaf 4
  EXPECT_EQ(stored_hash_index(0, 0), 0U);
  EXPECT_EQ(stored_hash_index(0, 1), 1U);
  EXPECT_EQ(stored_hash_index(1, 0), 2U);
  EXPECT_EQ(stored_hash_index(0, 2), 3U);
  EXPECT_EQ(stored_hash_index(1, 1), 5U);
  EXPECT_EQ(stored_hash_index(2, 0), 6U);
  EXPECT_EQ(stored_hash_index(0, 4), 7U);
}

TEST(StoredHashTest, GivesEverySubtreeItsOwnPlaceWithoutGaps) {
  constexpr std::uint64_t kLeaves = 300;
  std::set<std::uint64_t> places;
  for (int level = 0; (kLeaves >> level) > 0; ++level) {
    for (std::uint64_t n = 0; n < kLeaves >> level; ++n) places.insert(stored_hash_index(level, n));
  }
  EXPECT_EQ(places.size(), stored_hash_count(kLeaves));
  EXPECT_EQ(*places.rbegin() + 1, stored_hash_count(kLeaves));
}

TEST(StoredHashTest, CountsWhatATreeStores) {
  MemoryTree tree;
  for (std::uint64_t n = 0; n < 200; ++n) {
    EXPECT_EQ(tree.hashes().size(), stored_hash_count(n));
    tree.append(MemoryTree::leaf_of(n));
  }
}

TEST(RootTest, OfEverySizeIsTheDefinitions) {
  const MemoryTree tree(130);
  for (std::uint64_t size = 0; size <= tree.size(); ++size) {
    EXPECT_EQ(root_at(size, tree).value(), plain_root(0, size)) << size;
  }
}

TEST(ProofTest, IsNotFoundOutsideTheTree) {
  const MemoryTree tree(5);
  EXPECT_EQ(inclusion_proof(5, 5, tree).reason(), Reason::kNotFound);
  EXPECT_EQ(inclusion_proof(0, 0, tree).reason(), Reason::kNotFound);
  EXPECT_EQ(consistency_proof(6, 5, tree).reason(), Reason::kNotFound);
}

TEST(ProofTest, IsEmptyWhereThereIsNothingToShow) {
  const MemoryTree tree(5);
  EXPECT_TRUE(inclusion_proof(0, 1, tree)->empty());
  EXPECT_TRUE(consistency_proof(0, 5, tree)->empty());
  EXPECT_TRUE(consistency_proof(5, 5, tree)->empty());
}

TEST(ProofTest, FailsAsTheReaderDoes) {
  const MemoryTree tree(5);
  EXPECT_EQ(root_at(9, tree).reason(), Reason::kNotFound);
  EXPECT_EQ(inclusion_proof(0, 9, tree).reason(), Reason::kNotFound);
  EXPECT_EQ(consistency_proof(3, 9, tree).reason(), Reason::kNotFound);
  EXPECT_EQ(Frontier::restore(9, tree).reason(), Reason::kNotFound);
}

}  // namespace
}  // namespace stile::ledger
