#include <gtest/gtest.h>

#include <algorithm>

#include "tests/adversary/caller.h"
#include "tests/adversary/two_forces.h"

// What an agency hears of a leaf whose text was deleted at its date, and what the gateway takes it
// to have.
namespace stile::test {
namespace {

using support::kOfsted;
using support::kOthershire;
using support::kTestshire;

class LeafTextsTest : public ::testing::Test {
 protected:
  // Leaf 1 admits a consignment of testshire's, leaf 2 says that it was stored.
  LeafTextsTest() {
    testshire_.submit(consignment_);
    Ofsted(world_).store(1, kTestshire);
    world_.settle();
  }

  static std::ptrdiff_t texts(const Heard& heard) {
    return std::ranges::count_if(
        heard, [](const auto& line) { return line.find("stile-leaf/") != line.npos; });
  }

  TwoForces world_;
  Caller testshire_{world_.dial(kTestshire)};
  wire::Consignment consignment_ =
      world_.hand(kTestshire)
          .consign(std::vector{support::call_out(support::kHome, "2026-10-10T20:15Z")}, 1);
};

TEST_F(LeafTextsTest, WhoAsksForLeavesHasWhatIsBeforeThem) {
  EXPECT_EQ(world_.fetched().by(kTestshire), 0U);
  testshire_.leaves(2);
  EXPECT_EQ(world_.fetched().by(kTestshire), 2U);
  testshire_.leaves(1);
  EXPECT_EQ(world_.fetched().by(kTestshire), 2U);
  EXPECT_EQ(world_.fetched().by(kOfsted), 0U);
  EXPECT_EQ(world_.fetched().by(kOthershire), 0U);
}

TEST_F(LeafTextsTest, ALeafWithoutItsTextIsStillListed) {
  EXPECT_EQ(texts(testshire_.leaves()), 2);
  const auto listed = testshire_.leaves().size();
  world_.delete_texts(2);
  EXPECT_EQ(texts(testshire_.leaves()), 1);
  EXPECT_EQ(testshire_.leaves().size(), listed);
  EXPECT_EQ(testshire_.inclusion(1, 3), testshire_.inclusion(2, 3));
}

// A receipt without its leaf would prove nothing, and look like a lie.
TEST_F(LeafTextsTest, WhatIsSentAgainGetsNoReceiptWithoutItsLeaf) {
  const auto before = testshire_.submit(consignment_);
  EXPECT_NE(before.front().find("receipt {"), std::string::npos) << before.front();
  world_.delete_texts(2);
  for (const auto& heard : testshire_.submit(consignment_)) {
    EXPECT_EQ(heard.find("receipt {"), std::string::npos) << heard;
  }
}

}  // namespace
}  // namespace stile::test
