#include "core/agreement/homes.h"

#include <gtest/gtest.h>

#include "tests/support/scheme.h"

namespace stile::agreement {
namespace {

using support::home;

const DocumentSet& documents() {
  static const auto set = support::Scheme().document_set();
  return *set;
}

TEST(HomesTest, AReRegisteredHomeIsFoundUnderTheNumberOfItsDay) {
  const Day last = to_day({2026, 10, 15});
  EXPECT_NE(documents().home(home(support::kClosedHome), last), nullptr);
  EXPECT_EQ(documents().home(home(support::kSuccessorHome), last), nullptr);
  EXPECT_EQ(documents().home(home(support::kClosedHome), last + 1), nullptr);
  const auto* successor = documents().home(home(support::kSuccessorHome), last + 1);
  ASSERT_NE(successor, nullptr);
  EXPECT_EQ(successor->predecessor, home(support::kClosedHome));
}

TEST(HomesTest, FindsHomesOfEveryRegulator) {
  EXPECT_NE(documents().home(home(support::kWelshHome), to_day({2026, 10, 1})), nullptr);
  EXPECT_EQ(documents().home(home("ofsted:SC999999"), to_day({2026, 10, 1})), nullptr);
}

TEST(HomesTest, ALastInspectionIsTheLatestUnderAnyOfTheHomesNumbers) {
  const auto last = [](const char* before, const char* after, const char* asked) {
    support::Scheme scheme;
    scheme.homes.front().serial = 7;
    scheme.homes.front().homes[4].inspected = before;  // the closed home
    scheme.homes.front().homes[5].inspected = after;   // which is this one since
    return scheme.document_set()->last_inspected(home(asked));
  };
  const auto now = last("2026-03-02", "2026-10-20", support::kSuccessorHome);
  ASSERT_TRUE(now.has_value());
  EXPECT_EQ(now->day, to_day({2026, 10, 20}));
  EXPECT_EQ(now->home, home(support::kSuccessorHome));
  EXPECT_EQ(now->regulator, support::agency(support::kOfsted));
  EXPECT_EQ(now->serial, 7U);
  const auto before = last("2026-03-02", "", support::kSuccessorHome);
  ASSERT_TRUE(before.has_value());
  EXPECT_EQ(before->day, to_day({2026, 3, 2}));
  EXPECT_EQ(before->home, home(support::kClosedHome));
  EXPECT_EQ(last("2026-03-02", "2025-10-20", support::kSuccessorHome)->day, to_day({2026, 3, 2}));
  EXPECT_EQ(last("2026-03-02", "2026-10-20", support::kClosedHome)->day, to_day({2026, 3, 2}));
  EXPECT_FALSE(last("", "", support::kSuccessorHome));
  EXPECT_FALSE(last("2026-03-02", "2026-10-20", support::kHome));
}

}  // namespace
}  // namespace stile::agreement
