#include "gateway/store/hash_cache.h"

#include <gtest/gtest.h>

namespace stile::gateway {
namespace {

Hash hash_of(std::uint64_t index) {
  Hash hash{};
  for (std::size_t i = 0; i < 8; ++i) hash[i] = static_cast<std::uint8_t>(index >> (8 * i));
  return hash;
}

TEST(HashCacheTest, FindsWhatItKeepsAndNothingElse) {
  HashCache cache;
  EXPECT_FALSE(cache.find(0).has_value());
  cache.keep(0, hash_of(0));
  EXPECT_EQ(cache.find(0), hash_of(0));
  EXPECT_FALSE(cache.find(4096).has_value());
}

TEST(HashCacheTest, NeverMistakesOneIndexForAnother) {
  HashCache cache;
  for (std::uint64_t index = 0; index < 10'000; ++index) cache.keep(index, hash_of(index));
  for (std::uint64_t index = 0; index < 10'000; ++index) {
    const auto found = cache.find(index);
    EXPECT_EQ(found.value_or(hash_of(index)), hash_of(index));
  }
  EXPECT_TRUE(cache.find(9'999).has_value());
  EXPECT_FALSE(cache.find(0).has_value());
}

}  // namespace
}  // namespace stile::gateway
