#include "core/crypto/secret.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <memory>
#include <type_traits>

#include "tests/unit/core/crypto/fixed_random.h"

namespace stile::crypto {
namespace {

using Secret16 = Secret<16>;

static_assert(!std::is_copy_constructible_v<Secret16> && !std::is_copy_assignable_v<Secret16>);
static_assert(!std::is_default_constructible_v<Secret16>);
static_assert(!std::is_default_constructible_v<SecretAccess>);
static_assert(!std::is_constructible_v<SecretAccess, int>);

Secret16 some_secret() { return Secret16::from_bytes("sixteen letters.").value(); }

TEST(SecretTest, RefusesAWrongLength) {
  EXPECT_EQ(Secret16::from_bytes("too short").reason(), Reason::kMalformed);
  EXPECT_EQ(Secret16::from_bytes("one letter too long").reason(), Reason::kMalformed);
}

TEST(SecretTest, KeepsItsBytesWhenMoved) {
  Secret16 from = some_secret();
  const Secret16 to = std::move(from);
  EXPECT_TRUE(to == some_secret());
}

TEST(SecretTest, IsZeroedWhenMovedFrom) {
  Secret16 first = some_secret();
  const Token& bytes_of_first = first.bytes(mint_secret_access());
  Secret16 to = std::move(first);
  EXPECT_EQ(bytes_of_first, Token{});
  Secret16 second = some_secret();
  const Token& bytes_of_second = second.bytes(mint_secret_access());
  to = std::move(second);
  EXPECT_EQ(bytes_of_second, Token{});
  EXPECT_TRUE(to == some_secret());
}

TEST(SecretTest, LeavesNothingInMemoryWhenItEnds) {
  alignas(Secret16) std::array<std::uint8_t, sizeof(Secret16)> place;
  auto* secret = std::construct_at(reinterpret_cast<Secret16*>(place.data()), some_secret());
  std::destroy_at(secret);
  // Read through a volatile so that the compiler may assume nothing of the ended object.
  const volatile std::uint8_t* left = place.data();
  for (std::size_t i = 0; i < place.size(); ++i) EXPECT_EQ(left[i], 0);
}

TEST(SecretTest, IsEqualOnlyToTheSameBytes) {
  const auto a = Secret16::filled(fixed_random(1));
  EXPECT_TRUE(a == Secret16::filled(fixed_random(1)));
  EXPECT_FALSE(a == Secret16::filled(fixed_random(2)));
}

TEST(SecretTest, ComparesLengthsToo) {
  EXPECT_TRUE(equal_in_constant_time("same", "same"));
  EXPECT_FALSE(equal_in_constant_time("same", "same!"));
  EXPECT_FALSE(equal_in_constant_time("same", "sane"));
}

}  // namespace
}  // namespace stile::crypto
