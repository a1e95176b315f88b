#include "core/ledger/log.h"

#include <gtest/gtest.h>

#include "core/crypto/initialise.h"
#include "core/crypto/random.h"
#include "core/ledger/leaf.h"
#include "core/ledger/log_view.h"
#include "tests/unit/core/ledger/memory_tree.h"

namespace stile::ledger {
namespace {

// A ledger that was closed at 12 leaves, of which 7 are kept, and its successor.
class LogTest : public ::testing::Test {
 protected:
  LogTest() { crypto::initialise(); }

  static crypto::NoteSigner signer(const char* name) {
    return crypto::NoteSigner::make(name, crypto::SigningKey::generate(crypto::system_random()))
        .value();
  }
  static std::string note(const crypto::NoteSigner& by, std::uint64_t size, const Hash& root) {
    return crypto::sign_note(checkpoint_text({by.verifier().name(), size, root}), by);
  }
  std::string old_note(std::uint64_t size) const {
    return note(old_, size, root_at(size, tree_).value());
  }
  std::string new_note(const MemoryTree& tree) const {
    return note(new_, tree.size(), tree.root());
  }
  // successor() has the seven leaves, others in the place of five, and its first.
  static MemoryTree successor() {
    MemoryTree tree{7};
    for (int i = 0; i < 6; ++i) tree.append("lost, or the first");
    return tree;
  }

  MemoryTree tree_{20};
  crypto::NoteSigner old_ = signer("ledger.example");
  crypto::NoteSigner new_ = signer("ledger.example/2");
  const ClosedLog closed_{
      old_.verifier(), {"ledger.example", 12, root_at(12, tree_).value()}, 7, 1'793'696'400};
  const Log log_{new_.verifier(), {closed_}};
};

TEST_F(LogTest, KnowsWhatBothHaveSigned) {
  EXPECT_EQ(verify_known_checkpoint(old_note(5), log_)->size, 5u);
  EXPECT_EQ(verify_known_checkpoint(old_note(12), log_)->size, 12u);
  EXPECT_EQ(verify_known_checkpoint(new_note(successor()), log_)->size, 13u);
  EXPECT_EQ(closed_by(old_note(5), log_), &log_.closed.front());
  EXPECT_EQ(closed_by(new_note(successor()), log_), nullptr);
}

TEST_F(LogTest, BelievesNothingOfAClosedLogBehindItsEnd) {
  EXPECT_EQ(verify_known_checkpoint(old_note(13), log_).reason(), Reason::kIntegrity);
  EXPECT_EQ(verify_known_checkpoint(note(old_, 12, leaf_hash("other")), log_).reason(),
            Reason::kIntegrity);
  EXPECT_EQ(verify_known_checkpoint(note(signer("ledger.example"), 5, tree_.root()), log_).reason(),
            Reason::kBadSignature);
}

TEST_F(LogTest, AReceiptOfAClosedLogStaysOne) {
  const Receipt receipt{3, inclusion_proof(3, 12, tree_).value(), old_note(12)};
  EXPECT_TRUE(verify_receipt(receipt, MemoryTree::leaf_of(3), log_).ok());
  EXPECT_EQ(verify_receipt(receipt, MemoryTree::leaf_of(4), log_).reason(), Reason::kIntegrity);
  const Receipt later{3, inclusion_proof(3, 20, tree_).value(), old_note(20)};
  EXPECT_EQ(verify_receipt(later, MemoryTree::leaf_of(3), log_).reason(), Reason::kIntegrity);
}

TEST_F(LogTest, AViewBeginsAnewWithTheSuccessor) {
  LogView view(log_);
  ASSERT_TRUE(view.resume(old_note(11)).ok());
  EXPECT_EQ(view.size(), 0u);
  EXPECT_EQ(view.note(), "");
  EXPECT_EQ(view.closed(), &view.log().closed.front());
  ASSERT_TRUE(view.see(new_note(successor()), {}).ok());
  EXPECT_EQ(view.size(), 13u);
  EXPECT_EQ(view.closed(), nullptr);
}

TEST_F(LogTest, AViewThatHasSeenMoreThanWasClosedStops) {
  LogView view(log_);
  EXPECT_EQ(view.resume(old_note(13)).reason(), Reason::kIntegrity);
}

TEST_F(LogTest, AViewTakesNoCheckpointOfAClosedLogAndNoSuccessorThatIsSmaller) {
  LogView view(log_);
  ASSERT_TRUE(view.resume(old_note(11)).ok());
  EXPECT_EQ(view.see(old_note(12), {}).reason(), Reason::kBadSignature);
  MemoryTree smaller{12};
  EXPECT_EQ(view.see(new_note(smaller), {}).reason(), Reason::kIntegrity);
  const Receipt receipt{3, inclusion_proof(3, 12, tree_).value(), old_note(12)};
  EXPECT_EQ(view.see_receipt(receipt, MemoryTree::leaf_of(3), {}).reason(), Reason::kBadSignature);
}

TEST_F(LogTest, EverybodyCanMakeTheLeavesOfASuccession) {
  const auto first = parse_leaf(succession_leaf_text(closed_));
  ASSERT_TRUE(first.ok());
  EXPECT_EQ(first->counter, 12u);
  EXPECT_EQ(first->commit_rows, closed_.last.root);
  EXPECT_EQ(first->clause, "ledger.example");
  EXPECT_EQ(first->decision, "succeeds");
  const auto lost = parse_leaf(lost_leaf_text(closed_));
  ASSERT_TRUE(lost.ok());
  EXPECT_EQ(lost->decision, "lost");
  EXPECT_EQ(lost->time, closed_.closed);
}

TEST_F(LogTest, IsAnotherWithAnotherPast) {
  EXPECT_TRUE(log_.same(log_));
  EXPECT_FALSE(log_.same(Log(new_.verifier())));
  auto more = closed_;
  more.last.size = 13;
  EXPECT_FALSE(log_.same(Log(new_.verifier(), {more})));
  EXPECT_EQ(log_.begins(), 13u);
  EXPECT_EQ(Log(old_.verifier()).begins(), 0u);
}

}  // namespace
}  // namespace stile::ledger
