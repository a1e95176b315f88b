#include "core/base/result.h"

#include <gtest/gtest.h>

#include <memory>

namespace stile {
namespace {

Result<int> halved(int value) {
  if (value % 2 != 0) return Error{Reason::kMalformed, "odd"};
  return value / 2;
}

Result<int> quartered(int value) {
  STILE_TRY(const int half, halved(value));
  return halved(half);
}

Status is_even(int value) {
  STILE_CHECKED(halved(value));
  return ok();
}

TEST(ResultTest, HoldsAValueOrAnError) {
  EXPECT_EQ(halved(8).value(), 4);
  ASSERT_FALSE(halved(7).ok());
  EXPECT_EQ(halved(7).reason(), Reason::kMalformed);
  EXPECT_EQ(halved(7).error().detail, "odd");
}

TEST(ResultTest, TryPassesTheFirstErrorOn) {
  EXPECT_EQ(*quartered(8), 2);
  EXPECT_EQ(quartered(6).error().detail, "odd");
  EXPECT_TRUE(is_even(2).ok());
  EXPECT_EQ(is_even(3).reason(), Reason::kMalformed);
}

TEST(ResultTest, CarriesWhatOnlyMoves) {
  Result<std::unique_ptr<int>> result(std::make_unique<int>(5));
  const std::unique_ptr<int> taken = std::move(result).value();
  EXPECT_EQ(*taken, 5);
}

TEST(ResultDeathTest, NeverReadsTheValueOfAFailure) {
  EXPECT_DEATH((void)halved(7).value(), "value of a failed Result read: MALFORMED odd");
  EXPECT_DEATH((void)halved(8).error(), "");
  EXPECT_DEATH((void)ok().error(), "");
}

}  // namespace
}  // namespace stile
