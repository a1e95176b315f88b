#include <gtest/gtest.h>

#include "tests/unit/core/ledger/memory_tree.h"

namespace stile::ledger {
namespace {

constexpr std::uint64_t kLeaves = 66;

Hash altered(Hash hash) {
  hash[7] ^= 0x10;
  return hash;
}

// each_mutation() calls `check` with every proof that differs from `proof` in one hash, lacks
// one, or has one more at either end.
template <typename Check>
void each_mutation(const std::vector<Hash>& proof, const Check& check) {
  for (std::size_t i = 0; i < proof.size(); ++i) {
    auto changed = proof;
    changed[i] = altered(changed[i]);
    check(changed);
    auto shorter = proof;
    shorter.erase(shorter.begin() + static_cast<std::ptrdiff_t>(i));
    check(shorter);
  }
  auto longer = proof;
  longer.push_back(Hash{});
  check(longer);
  longer.pop_back();
  longer.insert(longer.begin(), Hash{});
  check(longer);
}

void check_every_leaf(const MemoryTree& tree) {
  const std::uint64_t size = tree.size();
  const Hash root = tree.root();
  for (std::uint64_t index = 0; index < size; ++index) {
    const Hash leaf = leaf_hash(MemoryTree::leaf_of(index));
    const auto proof = inclusion_proof(index, size, tree).value();
    EXPECT_TRUE(verify_inclusion(index, size, leaf, proof, root).ok()) << index;
    EXPECT_FALSE(verify_inclusion(index, size, altered(leaf), proof, root).ok());
    EXPECT_FALSE(verify_inclusion(index, size, leaf, proof, altered(root)).ok());
    for (std::uint64_t other = 0; other <= size; ++other) {
      if (other == index) continue;
      EXPECT_FALSE(verify_inclusion(other, size, leaf, proof, root).ok()) << index << other;
    }
    each_mutation(proof, [&](const std::vector<Hash>& bad) {
      EXPECT_FALSE(verify_inclusion(index, size, leaf, bad, root).ok()) << index;
    });
  }
}

TEST(InclusionTest, HoldsForEveryLeafAndForNothingElse) {
  for (std::uint64_t size = 1; size < kLeaves; ++size) check_every_leaf(MemoryTree(size));
}

TEST(InclusionTest, SaysThatSomethingWasAltered) {
  const MemoryTree tree(4);
  const auto proof = inclusion_proof(1, 4, tree).value();
  EXPECT_EQ(verify_inclusion(1, 4, leaf_hash("other"), proof, tree.root()).reason(),
            Reason::kIntegrity);
  EXPECT_EQ(verify_inclusion(4, 4, leaf_hash("other"), proof, tree.root()).reason(),
            Reason::kIntegrity);
  EXPECT_EQ(verify_inclusion(0, 0, leaf_hash("other"), {}, empty_root()).reason(),
            Reason::kIntegrity);
}

void check_every_earlier_size(const MemoryTree& tree) {
  const std::uint64_t size = tree.size();
  const Hash root = tree.root();
  for (std::uint64_t old_size = 1; old_size < size; ++old_size) {
    const Hash old_root = plain_root(0, old_size);
    const auto proof = consistency_proof(old_size, size, tree).value();
    EXPECT_TRUE(verify_consistency(old_size, size, proof, old_root, root).ok()) << old_size;
    EXPECT_FALSE(verify_consistency(old_size, size, proof, altered(old_root), root).ok());
    EXPECT_FALSE(verify_consistency(old_size, size, proof, old_root, altered(root)).ok());
    EXPECT_FALSE(verify_consistency(old_size - 1, size, proof, old_root, root).ok());
    EXPECT_FALSE(verify_consistency(old_size + 1, size, proof, old_root, root).ok());
    each_mutation(proof, [&](const std::vector<Hash>& bad) {
      EXPECT_FALSE(verify_consistency(old_size, size, bad, old_root, root).ok()) << old_size;
    });
  }
}

TEST(ConsistencyTest, HoldsForEveryEarlierSizeAndForNothingElse) {
  for (std::uint64_t size = 1; size < kLeaves; ++size) check_every_earlier_size(MemoryTree(size));
}

TEST(ConsistencyTest, OfOneSizeIsOneRootAndNoProof) {
  const MemoryTree tree(5);
  EXPECT_TRUE(verify_consistency(5, 5, {}, tree.root(), tree.root()).ok());
  EXPECT_FALSE(verify_consistency(5, 5, {}, tree.root(), altered(tree.root())).ok());
  EXPECT_FALSE(verify_consistency(5, 5, {Hash{}}, tree.root(), tree.root()).ok());
}

TEST(ConsistencyTest, WithTheEmptyTreeNeedsItsRootAndNoProof) {
  const MemoryTree tree(5);
  EXPECT_TRUE(verify_consistency(0, 5, {}, empty_root(), tree.root()).ok());
  EXPECT_FALSE(verify_consistency(0, 5, {}, Hash{}, tree.root()).ok());
  EXPECT_FALSE(verify_consistency(0, 5, {Hash{}}, empty_root(), tree.root()).ok());
}

TEST(ConsistencyTest, RefusesATreeThatShrank) {
  const MemoryTree tree(5);
  EXPECT_EQ(verify_consistency(5, 4, {}, tree.root(), plain_root(0, 4)).reason(),
            Reason::kIntegrity);
}

TEST(ConsistencyTest, RefusesARewrittenLeaf) {
  const MemoryTree before(6);
  MemoryTree after(3);
  after.append("rewritten");
  for (std::uint64_t n = 4; n < 9; ++n) after.append(MemoryTree::leaf_of(n));
  const auto proof = consistency_proof(6, 9, after).value();
  EXPECT_EQ(verify_consistency(6, 9, proof, before.root(), after.root()).reason(),
            Reason::kIntegrity);
}

}  // namespace
}  // namespace stile::ledger
