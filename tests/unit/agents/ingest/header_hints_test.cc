#include "agents/ingest/header_hints.h"

#include <gtest/gtest.h>

namespace stile::agent {
namespace {

std::vector<EventField> every_field() {
  std::vector<EventField> fields;
  for (int i = 1; i <= kEventFieldCount; ++i) fields.push_back(static_cast<EventField>(i));
  return fields;
}

std::string likely(std::string_view header) {
  const auto field = likely_field(header, every_field());
  return field ? std::string(traits(*field).name) : "none";
}

TEST(HeaderHintsTest, KnowsUsualNamesInEnglishAndWelsh) {
  EXPECT_EQ(likely("D.O.B"), "none");
  EXPECT_EQ(likely("DOB"), "DATE_OF_BIRTH");
  EXPECT_EQ(likely("Date-of-Birth:"), "DATE_OF_BIRTH");
  EXPECT_EQ(likely("Dyddiad Geni"), "DATE_OF_BIRTH");
  EXPECT_EQ(likely("Placing Authority"), "PLACING_AUTHORITY");
  EXPECT_EQ(likely("RHI Offered?"), "INTERVIEW_OFFERED");
  EXPECT_EQ(likely("Child's Role"), "CHILD_ROLE");
}

TEST(HeaderHintsTest, ForgivesAFewLettersAndNoMore) {
  EXPECT_EQ(likely("Date of Brith"), "DATE_OF_BIRTH");
  EXPECT_EQ(likely("Placeing Authorty"), "PLACING_AUTHORITY");
  EXPECT_EQ(likely("DUB"), "none");
}

TEST(HeaderHintsTest, SuggestsNothingForWhatNoFieldIsFor) {
  for (const std::string_view header :
       {"Narrative", "Officer", "Caller Name", "Child Name", "Telephone", "", "...", "Collar No"}) {
    EXPECT_EQ(likely(header), "none") << header;
  }
  EXPECT_EQ(likely(std::string(500, 'x')), "none");
}

TEST(HeaderHintsTest, SuggestsOnlyWhatIsWanted) {
  EXPECT_EQ(likely_field("DOB", {EventField::kHome}), std::nullopt);
}

}  // namespace
}  // namespace stile::agent
