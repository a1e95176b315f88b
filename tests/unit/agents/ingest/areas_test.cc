#include <gtest/gtest.h>
#include <stile/v1/documents.pb.h>

#include <algorithm>
#include <fstream>
#include <map>
#include <set>
#include <sstream>

#include "core/base/civil_time.h"
#include "core/base/ids.h"
#include "core/wire/document_codec.h"
#include "core/wire/strict.h"

namespace stile {
namespace {

std::string areas_text() {
  std::ifstream file(STILE_SOURCE_DIR "/policies/areas/areas.textproto");
  std::stringstream text;
  text << file.rdbuf();
  return text.str();
}

v1::Areas areas() {
  v1::Areas read;
  const Status status = wire::parse_text(areas_text(), "areas.textproto", read);
  EXPECT_TRUE(status.ok()) << status.error().detail;
  return read;
}

std::map<std::string, v1::Authority> authorities() {
  std::map<std::string, v1::Authority> by_code;
  const v1::Areas all = areas();
  for (const auto& authority : all.authority()) by_code[authority.code()] = authority;
  return by_code;
}

bool overlap(const v1::Authority& a, const v1::Authority& b) {
  return (b.valid_to().empty() || a.valid_from() <= b.valid_to()) &&
         (a.valid_to().empty() || b.valid_from() <= a.valid_to());
}

TEST(AreasTest, HasThe43PoliceAreasOfEnglandAndWales) {
  std::set<std::string> codes;
  const v1::Areas all = areas();
  for (const auto& area : all.police_area()) {
    EXPECT_TRUE(AreaCode::parse(area.code()).ok());
    EXPECT_FALSE(area.name().empty());
    codes.insert(area.code());
  }
  EXPECT_EQ(codes.size(), 43U);
}

TEST(AreasTest, EveryAuthorityIsWellFormedAndInAKnownPoliceArea) {
  const v1::Areas all = areas();
  std::set<std::string> police;
  for (const auto& area : all.police_area()) police.insert(area.code());
  std::set<std::string> seen;
  for (const auto& authority : all.authority()) {
    EXPECT_TRUE(AreaCode::parse(authority.code()).ok()) << authority.code();
    EXPECT_TRUE(seen.insert(authority.code()).second) << authority.code();
    const std::string kind = authority.code().substr(0, 3);
    EXPECT_TRUE((std::set<std::string>{"E06", "E08", "E09", "E10", "W06"}.contains(kind))) << kind;
    EXPECT_TRUE(police.contains(authority.police_area())) << authority.name();
    EXPECT_TRUE(parse_day(authority.valid_from()).ok()) << authority.name();
    EXPECT_TRUE(authority.valid_to().empty() || parse_day(authority.valid_to()).ok());
  }
}

TEST(AreasTest, HasEveryUpperTierAuthorityOfEachYear) {
  const auto in_force = [](const std::string& day) {
    int count = 0;
    const auto all = authorities();
    for (const auto& [code, a] : all) {
      count += a.valid_from() <= day && (a.valid_to().empty() || day <= a.valid_to()) ? 1 : 0;
    }
    return count;
  };
  EXPECT_EQ(in_force("2013-04-01"), 174);
  EXPECT_EQ(in_force("2019-12-31"), 173);
  EXPECT_EQ(in_force("2021-04-01"), 174);
  EXPECT_EQ(in_force("2023-04-01"), 175);
  EXPECT_EQ(in_force("2025-04-01"), 175);
}

TEST(AreasTest, EveryPoliceAreaHasAnAuthority) {
  std::set<std::string> covered;
  for (const auto& [code, authority] : authorities()) covered.insert(authority.police_area());
  EXPECT_EQ(covered.size(), 43U);
}

TEST(AreasTest, NeighboursAreSymmetricAndOfTheSameTime) {
  const auto all = authorities();
  for (const auto& [code, authority] : all) {
    for (const auto& other : authority.adjoining()) {
      ASSERT_TRUE(all.contains(other)) << other;
      const auto& back = all.at(other).adjoining();
      EXPECT_NE(other, code);
      EXPECT_NE(std::find(back.begin(), back.end(), code), back.end()) << code << " " << other;
      EXPECT_TRUE(overlap(authority, all.at(other))) << code << " " << other;
    }
  }
}

TEST(AreasTest, OnlyIslandsHaveNoNeighbour) {
  std::set<std::string> alone;
  for (const auto& [code, authority] : authorities()) {
    if (authority.adjoining_size() == 0) alone.insert(authority.name());
  }
  EXPECT_EQ(alone, (std::set<std::string>{"Isle of Wight", "Isles of Scilly"}));
}

TEST(AreasTest, TellsNextDoorFromFarAway) {
  const auto table = wire::read_areas(areas_text(), "areas.textproto");
  ASSERT_TRUE(table.ok()) << table.error().detail;
  const auto area = [](const char* code) { return AreaCode::parse(code).value(); };
  const AreaCode east_sussex = area("E10000011");
  const Day day = to_day({2026, 10, 1});
  using enum record::PlacingDistance;
  EXPECT_EQ(table->distance(east_sussex, east_sussex, day), kInArea);
  EXPECT_EQ(table->distance(east_sussex, area("E10000016"), day), kAdjoining);  // Kent
  EXPECT_EQ(table->distance(area("E10000016"), east_sussex, day), kAdjoining);
  EXPECT_EQ(table->distance(east_sussex, area("E08000003"), day), kDistant);  // Manchester
  EXPECT_EQ(table->distance(east_sussex, area("W06000015"), day), kDistant);  // Cardiff
}

}  // namespace
}  // namespace stile
