#include "agents/cli/place.h"

#include <gtest/gtest.h>

namespace stile::agent {
namespace {

constexpr char kText[] = "first\n# until is a comment\nfrom_until: 1\n  until: \"x\"\n";

TEST(PlaceTest, FindsAWholeWordOutsideComments) {
  EXPECT_EQ(place_of("until", kText, "f"), "f:4:3");
  EXPECT_EQ(place_of("\"x\"", kText, "f"), "f:4:10");
}

TEST(PlaceTest, IsTheTextsStartForWhatIsNotThere) {
  EXPECT_EQ(place_of("absent", kText, "f"), "f:1:1");
  EXPECT_EQ(place_of("", kText, "f"), "f:1:1");
}

TEST(PlaceTest, PlacesAnErrorByTheFieldItBeginsWith) {
  const Error error{Reason::kMissingField, "f: part.until: is required"};
  EXPECT_EQ(placed(error, kText, "f").detail, "f:4:3: part.until: is required");
  const Error has_place{Reason::kMalformed, "f:2:2: wrong"};
  EXPECT_EQ(placed(has_place, kText, "f").detail, "f:2:2: wrong");
}

}  // namespace
}  // namespace stile::agent
