#include "core/record/answer_token.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdint>

namespace stile::record {
namespace {

Token event(int day, int own) {
  Token token{};
  token.fill(static_cast<std::uint8_t>(own));
  token[0] = 0x50;
  token[1] = static_cast<std::uint8_t>(day);
  return token;
}

Hash question(int first) {
  Hash digest{};
  digest.fill(0x33);
  digest[0] = static_cast<std::uint8_t>(first);
  return digest;
}

TEST(AnswerTokenTest, KeepsTheDayAndStandsWithItsAnswer) {
  const Token one = answer_token(event(1, 0x00), question(7));
  const Token other = answer_token(event(1, 0xff), question(7));
  EXPECT_TRUE(std::equal(one.begin(), one.begin() + 2, event(1, 0).begin()));
  EXPECT_NE(one, other);
  const Token elsewhere = answer_token(event(1, 0x80), question(8));
  EXPECT_FALSE(one < elsewhere && elsewhere < other);
}

TEST(AnswerTokenTest, TheRangeHasEveryEventOfTheAnswerAndNoneOfAnother) {
  const Hash asked = question(7);
  const TokenRange range =
      answer_range(answer_token(event(1, 5), asked), answer_token(event(1, 9), asked), asked);
  for (const int own : {0x00, 0x05, 0x80, 0xff}) {
    const Token token = answer_token(event(1, own), asked);
    EXPECT_TRUE(range.first <= token && token <= range.last) << own;
    const Token of_another = answer_token(event(1, own), question(8));
    EXPECT_FALSE(range.first <= of_another && of_another <= range.last) << own;
  }
}

// What is kept of events that are forgotten is the same whichever they were.
TEST(AnswerTokenTest, TheRangeNamesNoEvent) {
  const Hash asked = question(7);
  const auto of = [&](int own) { return answer_token(event(1, own), asked); };
  EXPECT_EQ(answer_range(of(5), of(5), asked), answer_range(of(9), of(9), asked));
  EXPECT_EQ(answer_range(event(1, 5), event(2, 5), asked),
            answer_range(event(1, 9), event(2, 9), asked));
}

TEST(AnswerTokenTest, OfOtherTokensTheRangeHasTheDays) {
  const TokenRange range = answer_range(event(1, 5), event(3, 5), question(7));
  for (const int own : {0x00, 0x80, 0xff}) {
    EXPECT_FALSE(range.first <= event(0, own));
    EXPECT_TRUE(range.first <= event(1, own) && event(3, own) <= range.last);
    EXPECT_FALSE(event(4, own) <= range.last);
  }
}

}  // namespace
}  // namespace stile::record
