#include <gtest/gtest.h>
#include <stile/v1/documents.pb.h>

#include <algorithm>
#include <map>
#include <set>

#include "agents/homes/authorities.h"
#include "agents/homes/folded_name.h"
#include "core/base/civil_time.h"
#include "core/base/ids.h"
#include "core/wire/document_codec.h"
#include "core/wire/strict.h"
#include "tests/unit/agents/homes/published_files.h"

namespace stile {
namespace {

using agent::areas_text;
using agent::folded_name;

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
    EXPECT_TRUE(authority.valid_to().empty() || authority.valid_from() <= authority.valid_to());
    EXPECT_NE(authority.valid_to().empty(), authority.successor_size() > 0) << authority.code();
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
  EXPECT_EQ(in_force("2019-03-31"), 174);
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

TEST(AreasTest, NoNameOrAliasIsOfTwoAuthoritiesOnOneDay) {
  const v1::Areas all = areas();
  std::multimap<std::string, const v1::Authority*> by_name;
  for (const auto& authority : all.authority()) {
    std::set<std::string> names = {folded_name(authority.name())};
    for (const auto& alias : authority.alias()) {
      EXPECT_TRUE(names.insert(folded_name(alias)).second) << alias << " needs no entry";
    }
    for (const auto& name : names) by_name.emplace(name, &authority);
  }
  for (auto one = by_name.begin(); one != by_name.end(); ++one) {
    for (auto two = std::next(one); two != by_name.upper_bound(one->first); ++two) {
      EXPECT_FALSE(overlap(*one->second, *two->second)) << one->first;
    }
  }
}

record::PlacingDistance distance(const char* home, const char* placing, const CivilDay& date) {
  static const auto table = wire::read_areas(areas_text(), "areas.textproto");
  EXPECT_TRUE(table.ok()) << table.error().detail;
  const auto area = [](const char* code) { return AreaCode::parse(code).value(); };
  return table->distance(area(home), area(placing), to_day(date));
}

// code() is the code under which a register's name is found on a day; empty where none is.
std::string code(std::string_view name, const CivilDay& date,
                 HomeScheme scheme = HomeScheme::kOfsted) {
  static const auto read = agent::Authorities::read(areas_text(), "areas.textproto");
  EXPECT_TRUE(read.ok()) << read.error().detail;
  const auto place = read->place(name, scheme, to_day(date));
  const auto* found = std::get_if<agent::Place>(&place);
  return found == nullptr ? std::string() : found->authority.text();
}

TEST(AreasTest, KnowsWhatRegistersCallAnAuthority) {
  const CivilDay day{2026, 10, 1};
  EXPECT_EQ(code("Bristol", day), "E06000023");
  EXPECT_EQ(code("Durham", day), "E06000047");
  EXPECT_EQ(code("Herefordshire", day), "E06000019");
  EXPECT_EQ(code("Kingston upon Hull", day), "E06000010");
  EXPECT_EQ(code("Southend on Sea", day), "E06000033");
  EXPECT_EQ(code("St Helens", day), "E08000013");
  EXPECT_EQ(code("Ynys Môn", day, HomeScheme::kCiw), "W06000001");
  EXPECT_EQ(code("Rhondda Cynon Taff", day, HomeScheme::kCiw), "W06000016");
}

TEST(AreasTest, KnowsWhatANameMeantOnADay) {
  const CivilDay before{2019, 3, 31};
  const CivilDay after{2019, 4, 1};
  EXPECT_EQ(code("Bournemouth", before), "E06000028");
  EXPECT_EQ(code("Bournemouth", after), "E06000058");
  EXPECT_EQ(code("Poole", before), "E06000029");
  EXPECT_EQ(code("Poole", after), "E06000058");
  EXPECT_EQ(code("Dorset", before), "E10000009");
  EXPECT_EQ(code("Dorset", after), "E06000059");
  EXPECT_EQ(code("Barnsley", {2025, 3, 31}), "E08000016");
  EXPECT_EQ(code("Barnsley", {2025, 4, 1}), "E08000038");
  EXPECT_EQ(code("Cumbria", {2023, 4, 1}), "");  // which half of the county?
}

TEST(AreasTest, TellsNextDoorFromFarAway) {
  using enum record::PlacingDistance;
  const CivilDay day{2026, 10, 1};
  EXPECT_EQ(distance("E10000011", "E10000011", day), kInArea);
  EXPECT_EQ(distance("E10000011", "E10000016", day), kAdjoining);  // Kent
  EXPECT_EQ(distance("E10000016", "E10000011", day), kAdjoining);
  EXPECT_EQ(distance("E10000011", "E08000003", day), kDistant);  // Manchester
  EXPECT_EQ(distance("E10000011", "W06000015", day), kDistant);  // Cardiff
}

TEST(AreasTest, AReissuedCodeIsTheSameAuthority) {
  using enum record::PlacingDistance;
  const CivilDay before{2025, 3, 31};
  const CivilDay after{2025, 4, 1};
  for (const CivilDay& day : {before, after}) {
    EXPECT_EQ(distance("E08000016", "E08000038", day), kInArea);     // Barnsley
    EXPECT_EQ(distance("E08000038", "E08000019", day), kAdjoining);  // and Sheffield's old code
  }
  EXPECT_EQ(distance("E06000028", "E06000058", after), kInArea);     // Bournemouth is in BCP
  EXPECT_EQ(distance("E10000027", "E06000066", after), kInArea);     // Somerset
  EXPECT_EQ(distance("E10000021", "E06000062", after), kNotKnown);   // which half of the county?
  EXPECT_EQ(distance("E10000021", "E06000060", before), kNotKnown);  // only West adjoins
}

}  // namespace
}  // namespace stile
