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

}  // namespace
}  // namespace stile::agreement
