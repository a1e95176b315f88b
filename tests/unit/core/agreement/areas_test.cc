#include "core/agreement/areas.h"

#include <gtest/gtest.h>

#include "tests/support/scheme.h"

namespace stile::agreement {
namespace {

using record::PlacingDistance;
using support::area;

const Areas& scheme_areas() {
  static const auto set = support::Scheme().document_set();
  return set->areas();
}

constexpr Day kAnyDay = 20000;

// An invented county: Oldham Vale was split on day 100 into North and South, whose neighbour
// Merton was given another code on day 200.
const AreaCode kVale = area("E10000081");
const AreaCode kNorth = area("E06000082");
const AreaCode kSouth = area("E06000083");
const AreaCode kMerton = area("E08000084");
const AreaCode kMertonAfter = area("E08000085");
const AreaCode kFar = area("E09000086");

std::vector<Authority> invented() {
  return {{kVale, 0, 99, {kMerton}, {kNorth, kSouth}},
          {kNorth, 100, {}, {kSouth, kMerton, kMertonAfter}, {}},
          {kSouth, 100, {}, {kNorth}, {}},
          {kMerton, 0, 199, {kVale, kNorth}, {kMertonAfter}},
          {kMertonAfter, 200, {}, {kNorth}, {}},
          {kFar, 0, {}, {}, {}}};
}

Areas made() { return Areas::make(invented()).value(); }

TEST(AreasTest, TellsTheDistanceOfAPlacement) {
  const Areas& areas = scheme_areas();
  const auto own = area(support::kOwnAuthority);
  const auto to = [&](const char* code) { return areas.distance(own, area(code), kAnyDay); };
  EXPECT_EQ(to(support::kOwnAuthority), PlacingDistance::kInArea);
  EXPECT_EQ(to(support::kAdjoiningAuthority), PlacingDistance::kAdjoining);
  EXPECT_EQ(to(support::kWelshAuthority), PlacingDistance::kAdjoining);
  EXPECT_EQ(to(support::kDistantAuthority), PlacingDistance::kDistant);
}

TEST(AreasTest, WhatItDoesNotKnowIsNotKnown) {
  const Areas& areas = scheme_areas();
  const auto own = area(support::kOwnAuthority);
  const auto nowhere = area("E10000099");
  EXPECT_EQ(areas.distance(own, std::nullopt, kAnyDay), PlacingDistance::kNotKnown);
  EXPECT_EQ(areas.distance(own, nowhere, kAnyDay), PlacingDistance::kNotKnown);
  EXPECT_EQ(areas.distance(nowhere, own, kAnyDay), PlacingDistance::kNotKnown);
  EXPECT_EQ(areas.distance(nowhere, nowhere, kAnyDay), PlacingDistance::kNotKnown);
}

TEST(AreasTest, BothCodesOfAReissueAreTheSameAuthorityOnEveryDay) {
  const Areas areas = made();
  for (const Day day : {199, 200, 500}) {
    EXPECT_EQ(areas.distance(kMerton, kMertonAfter, day), PlacingDistance::kInArea) << day;
    EXPECT_EQ(areas.distance(kMertonAfter, kMerton, day), PlacingDistance::kInArea) << day;
  }
}

TEST(AreasTest, NeighboursStayNeighboursAcrossAReissue) {
  const Areas areas = made();
  EXPECT_EQ(areas.distance(kMerton, kNorth, 500), PlacingDistance::kAdjoining);
  EXPECT_EQ(areas.distance(kNorth, kMerton, 500), PlacingDistance::kAdjoining);
  EXPECT_EQ(areas.distance(kMertonAfter, kVale, 50), PlacingDistance::kAdjoining);
  EXPECT_EQ(areas.distance(kMertonAfter, kSouth, 150), PlacingDistance::kDistant);
}

TEST(AreasTest, OfASplitAuthorityItSaysOnlyWhatHoldsForEveryPart) {
  const Areas areas = made();
  EXPECT_EQ(areas.distance(kVale, kFar, 150), PlacingDistance::kDistant);
  EXPECT_EQ(areas.distance(kVale, kNorth, 150), PlacingDistance::kNotKnown);
  EXPECT_EQ(areas.distance(kVale, kMerton, 150), PlacingDistance::kNotKnown);
  EXPECT_EQ(areas.distance(kVale, kMerton, 99), PlacingDistance::kAdjoining);
  EXPECT_EQ(areas.distance(kNorth, kVale, 99), PlacingDistance::kInArea);
}

TEST(AreasTest, KnowsACodeOnTheDaysOnWhichItStandsForSomeone) {
  const Areas areas = made();
  EXPECT_TRUE(areas.knows(kVale, 0));
  EXPECT_TRUE(areas.knows(kVale, 100));
  EXPECT_TRUE(areas.knows(kMertonAfter, 0));
  EXPECT_FALSE(areas.knows(kVale, -1));
  EXPECT_FALSE(areas.knows(area("E10000099"), 0));
  EXPECT_FALSE(Areas().knows(kVale, 0));
}

TEST(AreasTest, ACodeThatEndedWithoutASuccessorIsNotKnownAfterwards) {
  auto authorities = invented();
  authorities.back().valid_to = 300;
  const Areas areas = Areas::make(authorities).value();
  EXPECT_TRUE(areas.knows(kFar, 300));
  EXPECT_FALSE(areas.knows(kFar, 301));
  EXPECT_EQ(areas.distance(kNorth, kFar, 301), PlacingDistance::kNotKnown);
}

TEST(AreasTest, RefusesATableThatContradictsItself) {
  const auto refused = [](const auto& spoil) {
    auto authorities = invented();
    spoil(authorities);
    const auto made = Areas::make(authorities);
    return made.ok() ? std::string() : made.error().detail;
  };
  EXPECT_EQ(refused([](auto&) {}), "");
  EXPECT_NE(refused([](auto& a) { a.push_back(a[5]); }).find("listed twice"), std::string::npos);
  EXPECT_NE(refused([](auto& a) { a[0].valid_to = -1; }).find("ends before"), std::string::npos);
  EXPECT_NE(refused([](auto& a) { a[2].adjoining.clear(); }).find("adjoins E06000083"),
            std::string::npos);
  EXPECT_NE(refused([](auto& a) { a[5].adjoining = {kFar}; }).find("adjoins"), std::string::npos);
  EXPECT_NE(refused([](auto& a) { a[5].adjoining = {area("E10000099")}; }).find("adjoins"),
            std::string::npos);
  EXPECT_NE(refused([](auto& a) { a[0].successors = {kMertonAfter}; }).find("successor"),
            std::string::npos);
  EXPECT_NE(refused([](auto& a) { a[5].successors = {kNorth}; }).find("successor"),
            std::string::npos);
}

}  // namespace
}  // namespace stile::agreement
