#include "core/ledger/leaf.h"

#include <gtest/gtest.h>

#include "core/crypto/encoding.h"

namespace stile::ledger {
namespace {

TEST(OpTest, ReadsItsOwnName) {
  for (int i = 0; i <= static_cast<int>(Op::kAdministration); ++i) {
    const auto op = static_cast<Op>(i);
    EXPECT_EQ(op_named(name(op)), op);
  }
  EXPECT_EQ(op_named("Disclosure"), std::nullopt);
  EXPECT_EQ(op_named(""), std::nullopt);
}

TEST(OpTest, NamesTheSixOperationsOfTheAct) {
  EXPECT_EQ(name(Op::kCollection), "collection");
  EXPECT_EQ(name(Op::kAlteration), "alteration");
  EXPECT_EQ(name(Op::kConsultation), "consultation");
  EXPECT_EQ(name(Op::kDisclosure), "disclosure");
  EXPECT_EQ(name(Op::kCombination), "combination");
  EXPECT_EQ(name(Op::kErasure), "erasure");
}

// The expected value is that of another HMAC: Python's.
TEST(CommitmentTest, IsTheKeyedHashOfFieldAndValue) {
  Hash salt;
  for (std::size_t i = 0; i < salt.size(); ++i) salt[i] = static_cast<std::uint8_t>(i);
  EXPECT_EQ(crypto::hex(commitment(salt, "rows", "abc")),
            "eb5af50bc399c3b8250d1c03c9cb8f84a5139cbb9272ed0becac9505706ec67c");
}

TEST(CommitmentTest, DiffersBySaltFieldAndValue) {
  Hash other_salt{};
  other_salt[0] = 1;
  const Hash one = commitment(Hash{}, "actor", "role-a");
  EXPECT_NE(commitment(other_salt, "actor", "role-a"), one);
  EXPECT_NE(commitment(Hash{}, "reason", "role-a"), one);
  EXPECT_NE(commitment(Hash{}, "actor", "role-b"), one);
}

}  // namespace
}  // namespace stile::ledger
