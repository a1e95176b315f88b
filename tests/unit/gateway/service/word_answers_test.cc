#include "gateway/service/word_answers.h"

#include <gtest/gtest.h>

namespace stile::gateway {
namespace {

Hash digest(std::uint8_t fill) {
  Hash hash{};
  hash.fill(fill);
  return hash;
}

TEST(WordAnswersTest, GivesThemInTheOrderInWhichTheyCame) {
  WordAnswers answers;
  ASSERT_TRUE(answers.expect() && answers.expect());
  EXPECT_FALSE(answers.take().has_value());
  answers.give({digest(1), std::nullopt});
  answers.give({digest(2), Reason::kConflict});
  const auto first = answers.take();
  EXPECT_EQ(first->digest, digest(1));
  EXPECT_EQ(first->refused, std::nullopt);
  EXPECT_EQ(answers.take()->refused, Reason::kConflict);
  EXPECT_FALSE(answers.take().has_value());
}

// Whoever does not read the answers cannot make the gateway keep any number of them.
TEST(WordAnswersTest, OwesOnlySoMany) {
  WordAnswers answers;
  int owed = 0;
  while (answers.expect()) ++owed;
  EXPECT_EQ(owed, 32);
  answers.give({digest(1), std::nullopt});
  EXPECT_FALSE(answers.expect());
  answers.take();
  EXPECT_TRUE(answers.expect());
  EXPECT_FALSE(answers.expect());
}

}  // namespace
}  // namespace stile::gateway
