#include "agents/report/leaf_counters.h"

#include <gtest/gtest.h>

#include <utility>
#include <vector>

namespace stile::agent {
namespace {

LeafCounters counters_of(const std::vector<std::pair<std::uint64_t, std::uint64_t>>& held) {
  LeafCounters counters;
  for (const auto& [counter, index] : held) counters.hold(counter, index);
  return counters;
}

TEST(LeafCountersTest, HasNothingMissingWhereAllAreHeld) {
  const auto counters = counters_of({{1, 4}, {2, 5}, {3, 9}});
  EXPECT_EQ(counters.last(), 3U);
  EXPECT_TRUE(counters.missing().empty());
  EXPECT_EQ(counters.unknown(), 0U);
  EXPECT_EQ(counters.fault(), "");
  EXPECT_EQ(LeafCounters().last(), 0U);
  EXPECT_EQ(LeafCounters().fault(), "");
}

// The other party's words have the numbers between: that is no alteration.
TEST(LeafCountersTest, NamesWhatIsMissingAndWhatWordsAccountForIt) {
  auto counters = counters_of({{2, 5}, {3, 6}, {7, 20}, {9, 22}});
  EXPECT_EQ(range_list(counters.missing(), 8), "1, 4-6, 8");
  EXPECT_EQ(range_list(counters.missing(), 1), "1, …");
  EXPECT_EQ(counters.missing_count(), 5U);
  EXPECT_EQ(counters.unknown(), 5U);
  counters.add_words(4);
  EXPECT_EQ(counters.unknown(), 1U);
  counters.add_words(9);
  EXPECT_EQ(counters.unknown(), 0U);
  EXPECT_EQ(counters.fault(), "");
}

TEST(LeafCountersTest, FindsWhatNoHonestLedgerHas) {
  EXPECT_NE(counters_of({{1, 4}, {1, 5}}).fault(), "") << "two leaves with one number";
  EXPECT_NE(counters_of({{1, 5}, {2, 4}}).fault(), "") << "a later number before";
  EXPECT_NE(counters_of({{1, 4}, {4, 6}}).fault(), "") << "three numbers, two places";
  EXPECT_NE(counters_of({{6, 4}}).fault(), "") << "six numbers, five places";
  EXPECT_NE(counters_of({{0, 4}}).fault(), "");
  EXPECT_EQ(counters_of({{1, 4}, {1, 4}}).fault(), "") << "one leaf, twice";
  EXPECT_EQ(counters_of({{5, 4}, {7, 6}}).fault(), "");
}

}  // namespace
}  // namespace stile::agent
