#include "core/ledger/proof.h"

#include <gtest/gtest.h>

#include "core/base/limits.h"
#include "core/crypto/encoding.h"
#include "tests/unit/core/crypto/fixed_random.h"
#include "tests/unit/core/ledger/memory_tree.h"

namespace stile::ledger {
namespace {

class ReceiptTest : public testing::Test {
 protected:
  Receipt receipt_for(std::uint64_t index) const {
    const Checkpoint checkpoint{log_.verifier().name(), tree_.size(), tree_.root()};
    return {index, inclusion_proof(index, tree_.size(), tree_).value(),
            crypto::sign_note(checkpoint_text(checkpoint), log_)};
  }
  Result<Checkpoint> verify(const Receipt& receipt, std::uint64_t leaf) const {
    return verify_receipt(receipt, MemoryTree::leaf_of(leaf), log_.verifier());
  }

  MemoryTree tree_{21};
  crypto::NoteSigner log_ =
      crypto::NoteSigner::make("log.example", crypto::SigningKey::generate(crypto::fixed_random()))
          .value();
};

TEST_F(ReceiptTest, ProvesEveryLeaf) {
  for (std::uint64_t index = 0; index < tree_.size(); ++index) {
    const auto parsed = parse_receipt(receipt_text(receipt_for(index))).value();
    EXPECT_EQ(parsed, receipt_for(index));
    EXPECT_EQ(verify(parsed, index)->root, tree_.root());
  }
}

TEST_F(ReceiptTest, HasTheLinesOfTheSpecification) {
  const Receipt receipt = receipt_for(20);
  EXPECT_EQ(receipt_text(receipt),
            "c2sp.org/tlog-proof@v1\nindex 20\n" + crypto::base64(receipt.proof.at(0)) + "\n" +
                crypto::base64(receipt.proof.at(1)) + "\n\n" + receipt.checkpoint);
}

TEST_F(ReceiptTest, RefusesAnotherLeafOrIndex) {
  EXPECT_EQ(verify(receipt_for(3), 4).reason(), Reason::kIntegrity);
  Receipt moved = receipt_for(3);
  moved.index = 4;
  EXPECT_EQ(verify(moved, 3).reason(), Reason::kIntegrity);
}

TEST_F(ReceiptTest, RefusesEveryAlteredByte) {
  const std::string text = receipt_text(receipt_for(5));
  for (std::size_t i = 0; i < text.size(); ++i) {
    std::string altered = text;
    altered[i] = static_cast<char>(altered[i] ^ 1);
    const auto parsed = parse_receipt(altered);
    EXPECT_FALSE(parsed.ok() && verify(*parsed, 5).ok()) << i;
  }
}

TEST_F(ReceiptTest, RefusesEveryCut) {
  const std::string text = receipt_text(receipt_for(5));
  for (std::size_t i = 0; i < text.size(); ++i) {
    EXPECT_FALSE(parse_receipt(text.substr(0, i)).ok()) << i;
  }
}

TEST_F(ReceiptTest, RefusesACheckpointOfAnotherLog) {
  const auto stranger =
      crypto::NoteSigner::make("log.example", crypto::SigningKey::generate(crypto::fixed_random(9)))
          .value();
  Receipt receipt = receipt_for(5);
  receipt.checkpoint =
      crypto::sign_note(checkpoint_text({"log.example", tree_.size(), tree_.root()}), stranger);
  EXPECT_EQ(verify(receipt, 5).reason(), Reason::kBadSignature);
}

TEST_F(ReceiptTest, TakesAnExtraLineOfOthersAndDropsIt) {
  std::string text = receipt_text(receipt_for(5));
  text.insert(text.find("index"), "extra Zm9v\n");
  EXPECT_EQ(parse_receipt(text).value(), receipt_for(5));
  text.insert(text.find("index"), "extra Zm9v\n");
  EXPECT_EQ(parse_receipt(text).reason(), Reason::kMalformed);
}

TEST_F(ReceiptTest, RefusesAnExtraLineThatIsNotBase64) {
  std::string text = receipt_text(receipt_for(5));
  text.insert(text.find("index"), "extra ?\n");
  EXPECT_EQ(parse_receipt(text).reason(), Reason::kMalformed);
}

TEST_F(ReceiptTest, BoundsTheHashes) {
  Receipt receipt = receipt_for(5);
  receipt.proof.resize(limits::kProofHashes);
  EXPECT_TRUE(parse_receipt(receipt_text(receipt)).ok());
  receipt.proof.resize(limits::kProofHashes + 1);
  EXPECT_EQ(parse_receipt(receipt_text(receipt)).reason(), Reason::kTooLarge);
}

}  // namespace
}  // namespace stile::ledger
