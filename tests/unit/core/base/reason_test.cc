#include "core/base/reason.h"

#include <gtest/gtest.h>

#include <set>
#include <string>

namespace stile {
namespace {

constexpr int kLast = static_cast<int>(Reason::kUsage);

TEST(ReasonTest, EveryNameIsItsOwnAndReadsBack) {
  std::set<std::string> names;
  for (int i = 0; i <= kLast; ++i) {
    const auto reason = static_cast<Reason>(i);
    const std::string text(name(reason));
    EXPECT_TRUE(names.insert(text).second) << text;
    EXPECT_EQ(reason_named(text), reason);
    EXPECT_EQ(text.find_first_not_of("ABCDEFGHIJKLMNOPQRSTUVWXYZ_"), std::string::npos) << text;
  }
}

TEST(ReasonTest, RefusesWhatIsNoName) {
  EXPECT_FALSE(reason_named("").has_value());
  EXPECT_FALSE(reason_named("malformed").has_value());
  EXPECT_FALSE(reason_named("AGREEMENT_ENDED ").has_value());
}

}  // namespace
}  // namespace stile
