#include "core/record/change.h"
#include "core/record/code_texts.h"

#include <gtest/gtest.h>

#include <set>
#include <string>

namespace stile::record {
namespace {

template <typename Enum>
class CodeListTest : public ::testing::Test {};

using CodeLists =
    ::testing::Types<RecordType, Field, Treatment, PartOfDay, AgeBand, Category, Channel,
                     CallerRole, Deployment, HomeTold, Appropriateness, Level, LevelSetBy,
                     ChildRole, PlacingDistance, LookedAfter, CareHome, ChangeKind, ChangeReason>;
TYPED_TEST_SUITE(CodeListTest, CodeLists);

TYPED_TEST(CodeListTest, EveryCodeReadsBackFromItsName) {
  std::set<std::string> names;
  for (int i = 1; i <= count<TypeParam>; ++i) {
    const auto code = static_cast<TypeParam>(i);
    const std::string text(name(code));
    EXPECT_EQ(named<TypeParam>(text), code);
    EXPECT_TRUE(names.insert(text).second) << text;
    EXPECT_EQ(text.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789-"), std::string::npos);
  }
}

TYPED_TEST(CodeListTest, RefusesATextOutsideTheList) {
  EXPECT_FALSE(named<TypeParam>("").has_value());
  EXPECT_FALSE(named<TypeParam>("offender").has_value());
  const std::string first(name(static_cast<TypeParam>(1)));
  EXPECT_FALSE(named<TypeParam>(first + " ").has_value());
}

TEST(CodesTest, NoRoleMakesAChildAnOffender) {
  for (int i = 1; i <= count<ChildRole>; ++i) {
    EXPECT_NE(name(static_cast<ChildRole>(i)), "offender");
    EXPECT_NE(name(static_cast<ChildRole>(i)), "suspect");
  }
}

}  // namespace
}  // namespace stile::record
