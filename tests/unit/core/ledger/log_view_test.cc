#include "core/ledger/log_view.h"

#include <gtest/gtest.h>

#include "core/crypto/initialise.h"
#include "core/crypto/random.h"
#include "tests/unit/core/ledger/memory_tree.h"

namespace stile::ledger {
namespace {

class LogViewTest : public ::testing::Test {
 protected:
  LogViewTest() { crypto::initialise(); }

  std::string signed_note(std::uint64_t size, const Hash& root) const {
    return crypto::sign_note(checkpoint_text({"ledger.example", size, root}), signer_);
  }
  std::string note_at(std::uint64_t size) const {
    return signed_note(size, root_at(size, tree_).value());
  }
  std::vector<Hash> between(std::uint64_t older, std::uint64_t newer) const {
    return consistency_proof(older, newer, tree_).value();
  }

  MemoryTree tree_{20};
  crypto::NoteSigner signer_ =
      crypto::NoteSigner::make("ledger.example",
                               crypto::SigningKey::generate(crypto::system_random()))
          .value();
  LogView view_{signer_.verifier()};
};

TEST_F(LogViewTest, FollowsALogThatGrows) {
  ASSERT_TRUE(view_.see(note_at(7), {}).ok());
  ASSERT_TRUE(view_.see(note_at(20), between(7, 20)).ok());
  EXPECT_EQ(view_.size(), 20u);
  EXPECT_EQ(view_.note(), note_at(20));
}

TEST_F(LogViewTest, TakesAnEarlierCheckpointAndStaysWhereItIs) {
  ASSERT_TRUE(view_.see(note_at(20), {}).ok());
  ASSERT_TRUE(view_.see(note_at(7), between(7, 20)).ok());
  EXPECT_EQ(view_.size(), 20u);
}

TEST_F(LogViewTest, RefusesAnotherHistory) {
  ASSERT_TRUE(view_.see(note_at(7), {}).ok());
  MemoryTree other{6};
  for (int i = 0; i < 14; ++i) other.append("another leaf");
  const auto proof = consistency_proof(7, 20, other).value();
  EXPECT_EQ(view_.see(signed_note(20, other.root()), proof).reason(), Reason::kIntegrity);
  EXPECT_EQ(view_.size(), 7u);
}

TEST_F(LogViewTest, RefusesTheSameSizeWithAnotherRoot) {
  ASSERT_TRUE(view_.see(note_at(7), {}).ok());
  EXPECT_EQ(view_.see(signed_note(7, leaf_hash("other")), {}).reason(), Reason::kIntegrity);
}

TEST_F(LogViewTest, RefusesAGrowthWithoutProof) {
  ASSERT_TRUE(view_.see(note_at(7), {}).ok());
  EXPECT_EQ(view_.see(note_at(20), {}).reason(), Reason::kIntegrity);
}

TEST_F(LogViewTest, RefusesAnotherKey) {
  const auto other = crypto::NoteSigner::make(
      "ledger.example", crypto::SigningKey::generate(crypto::system_random()));
  const auto note = crypto::sign_note(checkpoint_text({"ledger.example", 20, tree_.root()}), *other);
  EXPECT_EQ(view_.see(note, {}).reason(), Reason::kBadSignature);
}

TEST_F(LogViewTest, ProvesTheLeafOfAReceiptAndRefusesAnother) {
  const Receipt receipt{3, inclusion_proof(3, 20, tree_).value(), note_at(20)};
  EXPECT_EQ(view_.see_receipt(receipt, MemoryTree::leaf_of(4), {}).reason(), Reason::kIntegrity);
  EXPECT_EQ(view_.size(), 0u);
  EXPECT_TRUE(view_.see_receipt(receipt, MemoryTree::leaf_of(3), {}).ok());
  EXPECT_EQ(view_.size(), 20u);
}

TEST_F(LogViewTest, ResumesFromWhatWasKept) {
  ASSERT_TRUE(view_.resume(note_at(7)).ok());
  EXPECT_EQ(view_.size(), 7u);
  EXPECT_TRUE(view_.see(note_at(20), between(7, 20)).ok());
}

}  // namespace
}  // namespace stile::ledger
