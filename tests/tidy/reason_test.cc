#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/tidy/reasons.h"

namespace stile::tidy {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

TEST(ReasonTest, EveryReasonIsNamedByATest) {
  const std::vector<SourceFile> files = repository();
  std::vector<std::string> reasons;
  for (const SourceFile& file : files) {
    if (file.path == "core/base/reason.h") reasons = reasons_of(file.text);
  }
  ASSERT_FALSE(reasons.empty());
  EXPECT_THAT(untested_reasons(reasons, files), IsEmpty());
}

TEST(ReasonTest, ReadsTheList) {
  EXPECT_THAT(reasons_of("enum class Reason {\n  kA,  // not kB\n  kLate,\n};\nint kC;"),
              ElementsAre("kA", "kLate"));
}

TEST(ReasonTest, FindsAReasonThatNoTestNames) {
  const std::vector<SourceFile> files = {{"tests/unit/core/record/a_test.cc", "Reason::kA"},
                                         {"tests/tidy/a_test.cc", "Reason::kB"},
                                         {"core/record/a.cc", "Reason::kB"}};
  EXPECT_THAT(untested_reasons({"kA", "kB"}, files), ElementsAre("kB"));
}

TEST(ReasonTest, DoesNotTakeALongerNameForAMention) {
  EXPECT_THAT(untested_reasons({"kEnd"}, {{"tests/unit/a_test.cc", "Reason::kEnded"}}),
              ElementsAre("kEnd"));
}

}  // namespace
}  // namespace stile::tidy
