#include "core/crypto/random.h"

#include <gtest/gtest.h>

#include "tests/unit/core/crypto/fixed_random.h"

namespace stile::crypto {
namespace {

TEST(RandomTest, OfTheSystemNeverRepeats) {
  const Random chance = system_random();
  EXPECT_NE(random_32(chance), random_32(chance));
  EXPECT_NE(random_token(chance), random_token(chance));
}

TEST(RandomTest, IsTheValueThatWasPassedIn) {
  EXPECT_EQ(random_token(fixed_random(7)), random_token(fixed_random(7)));
  EXPECT_NE(random_token(fixed_random(7)), random_token(fixed_random(8)));
}

}  // namespace
}  // namespace stile::crypto
