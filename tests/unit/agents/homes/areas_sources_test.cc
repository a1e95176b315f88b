#include <gtest/gtest.h>
#include <stile/v1/documents.pb.h>

#include <map>
#include <set>

#include "core/wire/strict.h"
#include "tests/unit/agents/homes/published_files.h"

// Holds the product's table of areas against the ONS files that it was made from.
namespace stile::agent {
namespace {

using Pairs = std::map<std::string, std::string>;

constexpr char kSkipped[] = "needs ../shared/data, which this checkout does not have";
constexpr char kDayOfTheFiles[] = "2019-12-31";

v1::Areas table() {
  v1::Areas read;
  EXPECT_TRUE(wire::parse_text(areas_text(), "areas", read).ok());
  return read;
}

// The files list the rest of the United Kingdom too.
bool is_here(const std::string& code) {
  return code.starts_with("E") || code.starts_with("W");
}

bool on_the_day(const v1::Authority& one) {
  return one.valid_from() <= kDayOfTheFiles &&
         (one.valid_to().empty() || kDayOfTheFiles <= one.valid_to());
}

// names() are the codes in force on the day of the files, and their names; forces() their forces.
Pairs names() {
  Pairs all;
  const v1::Areas areas = table();
  for (const auto& one : areas.authority()) {
    if (on_the_day(one)) all[one.code()] = one.name();
  }
  return all;
}

Pairs forces() {
  Pairs all;
  const v1::Areas areas = table();
  for (const auto& one : areas.authority()) {
    if (on_the_day(one)) all[one.code()] = one.police_area();
  }
  return all;
}

TEST(AreasSourcesTest, HasEveryUpperTierAuthorityOfTheOnsUnderItsName) {
  const auto path = published_path("ons-ltla19-utla19.csv");
  if (!path) GTEST_SKIP() << kSkipped;
  Pairs published;
  for (const auto& row : published_rows(*path)) {
    if (is_here(row.at("UTLA19CD"))) {
      published[row.at("UTLA19CD")] = row.at("UTLA19NM");
    }
  }
  EXPECT_EQ(published.size(), 173U);
  EXPECT_EQ(names(), published);
}

TEST(AreasSourcesTest, HasEveryPoliceForceAreaOfTheOnsUnderItsName) {
  const auto path = published_path("ons-pfa19.csv");
  if (!path) GTEST_SKIP() << kSkipped;
  Pairs published;
  for (const auto& row : published_rows(*path)) {
    if (is_here(row.at("PFA19CD"))) published[row.at("PFA19CD")] = row.at("PFA19NM");
  }
  Pairs ours;
  const v1::Areas areas = table();
  for (const auto& area : areas.police_area()) ours[area.code()] = area.name();
  EXPECT_EQ(ours.size(), 43U);
  EXPECT_EQ(ours, published);
}

TEST(AreasSourcesTest, PutsEveryAuthorityIntoThePoliceForceAreaOfAllItsDistricts) {
  const auto upper = published_path("ons-ltla19-utla19.csv");
  const auto police = published_path("ons-lad19-csp19-pfa19.csv");
  if (!upper || !police) GTEST_SKIP() << kSkipped;
  Pairs authority_of;
  for (const auto& row : published_rows(*upper)) {
    authority_of[row.at("LTLA19CD")] = row.at("UTLA19CD");
  }
  const Pairs ours = forces();
  std::set<std::string> seen;
  for (const auto& row : published_rows(*police)) {
    const std::string& authority = authority_of.at(row.at("LAD19CD"));
    EXPECT_EQ(ours.at(authority), row.at("PFA19CD")) << row.at("LAD19NM");
    seen.insert(authority);
  }
  EXPECT_EQ(seen.size(), ours.size());
}

}  // namespace
}  // namespace stile::agent
