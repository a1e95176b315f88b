#include <gtest/gtest.h>

#include "core/wire/document_codec.h"
#include "tests/support/drafts.h"
#include "tests/support/scheme.h"

namespace stile::wire {
namespace {

using support::area;
using support::replaced;

constexpr char kReissued[] =
    "authority { code: \"E08000091\" name: \"Oldby\" police_area: \"E23000091\"\n"
    "  successor: \"E08000092\" valid_from: \"2013-04-01\" valid_to: \"2025-03-31\" }\n"
    "authority { code: \"E08000092\" name: \"Oldby\" police_area: \"E23000091\"\n"
    "  alias: \"Oldby Town\" valid_from: \"2025-04-01\" }\n";

TEST(AreasTextTest, ReadsNeighbours) {
  const auto areas = read_areas(support::Scheme().areas, "areas").value();
  const Day day = to_day({2026, 10, 1});
  EXPECT_TRUE(areas.knows(area(support::kDistantAuthority), day));
  EXPECT_EQ(areas.distance(area(support::kOwnAuthority), area(support::kAdjoiningAuthority), day),
            record::PlacingDistance::kAdjoining);
}

TEST(AreasTextTest, ReadsDatesAndSuccessors) {
  const auto areas = read_areas(kReissued, "areas").value();
  EXPECT_EQ(areas.distance(area("E08000091"), area("E08000092"), to_day({2026, 10, 1})),
            record::PlacingDistance::kInArea);
  EXPECT_FALSE(areas.knows(area("E08000091"), to_day({2013, 3, 31})));
}

TEST(AreasTextTest, RefusesWhatIsNoTableOfAreas) {
  const auto reason = [](const std::string& text) { return read_areas(text, "areas").reason(); };
  EXPECT_EQ(reason("authority { code: \"Testshire\" }\n"), Reason::kMalformed);
  EXPECT_EQ(reason("authority { mayor: \"x\" }\n"), Reason::kUnknownField);
  EXPECT_EQ(reason(replaced(kReissued, " valid_from: \"2025-04-01\"", "")), Reason::kMalformed);
  EXPECT_EQ(reason(replaced(kReissued, "\"2025-04-01\"", "\"2025-04-02\"")), Reason::kMalformed);
  EXPECT_EQ(reason(replaced(kReissued, "\"2025-03-31\"", "\"2012-03-31\"")), Reason::kMalformed);
}

TEST(AreasTextTest, AFaultNamesFileAndCode) {
  const auto read = read_areas(replaced(kReissued, "\"2025-04-01\"", "\"April\""), "areas.text");
  ASSERT_FALSE(read.ok());
  EXPECT_EQ(read.error().detail.find("areas.text: authority E08000092: "), 0U)
      << read.error().detail;
}

}  // namespace
}  // namespace stile::wire
