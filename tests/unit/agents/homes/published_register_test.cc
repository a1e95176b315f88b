#include <gtest/gtest.h>

#include <fstream>
#include <iostream>
#include <map>

#include "agents/homes/list.h"
#include "agents/homes/report.h"
#include "core/wire/document_codec.h"
#include "tests/unit/agents/homes/published_files.h"
#include "tests/unit/agents/homes/register_text.h"

// Holds the tool against the register that Ofsted published as at 31 March 2018.
namespace stile::agent {
namespace {

constexpr char kAsAt[] = "2018-03-31";

const Authorities& authorities() {
  static const Authorities read = Authorities::read(areas_text(), "areas").value();
  return read;
}

class PublishedRegisterTest : public ::testing::Test {
 protected:
  void SetUp() override {
    path_ = published_path("ofsted-providers-2018-03-31.csv");
    if (!path_) GTEST_SKIP() << "needs ../shared/data, which this checkout does not have";
  }

  Register read(std::string_view as_at) const {
    std::ifstream file(*path_, std::ios::binary);
    return read_register(file, HomeScheme::kOfsted, authorities(), day(as_at)).value();
  }

  std::optional<std::string> path_;
};

std::map<std::string, int> per_authority(const Register& of) {
  std::map<std::string, int> counts;
  for (const auto& home : of.homes) ++counts[home.place.authority.text()];
  return counts;
}

std::map<std::string, int> per_force(const Register& of) {
  std::map<std::string, int> counts;
  for (const auto& home : of.homes) ++counts[home.place.force.text()];
  return counts;
}

TEST_F(PublishedRegisterTest, PlacesEveryChildrensHomeInAnAuthorityAndAForce) {
  const Register all = read(kAsAt);
  std::cout << all.rows << " rows: " << all.homes.size() << " placed in "
            << per_authority(all).size() << " authorities and " << per_force(all).size()
            << " police force areas, " << all.other_provision << " of other provision\n";
  for (const auto& [finding, count] : count_findings(all.remarks)) {
    std::cout << count << " " << name(finding) << "\n";
  }
  EXPECT_EQ(all.rows, 2797);
  EXPECT_EQ(all.homes.size(), 2123U);
  EXPECT_EQ(all.other_provision, 674);
  EXPECT_TRUE(all.unplaced.empty());
  EXPECT_TRUE(all.former.empty());
}

TEST_F(PublishedRegisterTest, CountsTheHomesOfEachPlaceAsThePublishedTablesDo) {
  const Register all = read(kAsAt);
  auto authority = per_authority(all);
  EXPECT_EQ(authority["E10000017"], 115);  // Lancashire
  EXPECT_EQ(authority["E10000028"], 96);   // Staffordshire
  EXPECT_EQ(authority["E10000016"], 76);   // Kent
  auto force = per_force(all);
  EXPECT_EQ(force["E23000033"], 60);  // Sussex: as many as `stile sample` invents
  EXPECT_EQ(force.size(), 38U);       // every one of England but the City of London
  int homes = 0;
  for (const auto& [code, count] : force) homes += count;
  EXPECT_EQ(homes, 2123);
}

// Three homes of the release have a monitoring visit where the others have a full inspection.
TEST_F(PublishedRegisterTest, KnowsWhenEachHomeWasInspectedInFull) {
  const Register all = read(kAsAt);
  std::int64_t known = 0;
  for (const auto& home : all.homes) known += home.inspected ? 1 : 0;
  EXPECT_EQ(known, 2120);
  EXPECT_EQ(count_findings(all.remarks)[Finding::kNoFullInspection], 3);
  EXPECT_EQ(count_findings(all.remarks)[Finding::kUnreadableInspection], 0);
  EXPECT_EQ(count_findings(all.remarks)[Finding::kInspectionToCome], 0);
  EXPECT_GT(count_findings(read("2018-01-31").remarks)[Finding::kInspectionToCome], 0);
}

TEST_F(PublishedRegisterTest, OfALaterDayListsWhatIsInNoAuthorityOfThatDay) {
  const Register all = read("2026-10-31");
  EXPECT_EQ(all.homes.size() + all.unplaced.size(), 2123U);
  for (const auto& remark : all.remarks) {
    if (remark.outcome == Outcome::kListed) continue;
    EXPECT_EQ(remark.finding, Finding::kUnknownAuthority);
    EXPECT_TRUE(remark.home.has_value());
  }
  auto authority = per_authority(all);
  auto earlier = per_authority(read(kAsAt));
  EXPECT_EQ(authority["E06000058"], earlier["E06000028"] + earlier["E06000029"]);
  EXPECT_EQ(all.unplaced.size(),
            static_cast<std::size_t>(earlier["E10000006"] + earlier["E10000021"]));
}

TEST_F(PublishedRegisterTest, MakesAListThatReadsAsADocumentAndHoldsNoCellButNumbers) {
  const ListOrder order{AgencyId::parse("spiffe://test.example/regulator/ofsted/agent").value(),
                        HomeScheme::kOfsted, 1, day(kAsAt)};
  const auto list = next_list(order, read(kAsAt), {}).value();
  const std::string text = wire::homes_text(list.homes);
  EXPECT_EQ(list.added, 2123);
  EXPECT_EQ(list.homes.entries.size(), 2123U);
  EXPECT_EQ(text.find("REDACTED"), std::string::npos);
  const auto again =
      next_list({order.regulator, order.scheme, 2, day("2018-04-30")}, read(kAsAt), list.homes);
  EXPECT_EQ(again->unchanged, 2123);
}

}  // namespace
}  // namespace stile::agent
