#include "agents/homes/register.h"

#include <gtest/gtest.h>

#include <set>
#include <sstream>

#include "agents/homes/report.h"
#include "tests/unit/agents/homes/register_text.h"

namespace stile::agent {
namespace {

using Names = std::vector<std::string>;

const Day kDay = day("2026-10-31");

TEST(RegisterTest, PlacesAHomeInItsAuthorityAndForce) {
  const Register read = read_text(ofsted_text({{.urn = "SC999001", .places = "6"}}), kDay);
  ASSERT_EQ(read.homes.size(), 1U);
  const RegisteredHome& home = read.homes.front();
  EXPECT_EQ(home.id, ofsted("SC999001"));
  EXPECT_EQ(home.place.authority, area("E10000091"));
  EXPECT_EQ(home.place.force, area("E23000091"));
  EXPECT_EQ(home.places, 6U);
  EXPECT_EQ(home.line, 3);
  EXPECT_FALSE(home.registered);
  EXPECT_TRUE(read.remarks.empty());
}

TEST(RegisterTest, EveryRowEndsAsAHomeAnotherProvisionOrARemark) {
  const Register read = read_text(ofsted_text({{.urn = "SC999001"},
                                               {.urn = "SC999002", .provision = "Boarding School"},
                                               {.urn = "SC999003", .provision = "Houseboat"},
                                               {.urn = "SC99900"},
                                               {.urn = "SC999001", .authority = "Oldby on Sea"},
                                               {.urn = "SC999004", .status = "Resigned"},
                                               {.urn = "SC999005", .authority = "Atlantis"},
                                               {.urn = "SC999006", .authority = "Lostshire"},
                                               {.urn = "9999999", .authority = "Oldby on Sea"}}),
                                  kDay);
  EXPECT_EQ(findings(read.remarks),
            (Names{"5:unknown-provision-type", "6:malformed-number", "7:duplicate-number",
                   "8:not-active", "9:unknown-authority", "10:no-force"}));
  EXPECT_EQ(read.rows, 9);
  EXPECT_EQ(read.homes.size(), 2U);
  EXPECT_EQ(read.other_provision, 1);
  EXPECT_EQ(read.unplaced,
            (std::vector{ofsted("SC999003"), ofsted("SC999005"), ofsted("SC999006")}));
  ASSERT_EQ(read.former.size(), 1U);
  EXPECT_EQ(read.former.front().id, ofsted("SC999004"));
}

TEST(RegisterTest, PlacesThatAreNotStatedCountAsTheSmallest) {
  for (const char* places : {"", "0", "four", "4.5", "-1", "4 places", "1000"}) {
    const Register read = read_text(ofsted_text({{.urn = "SC999001", .places = places}}), kDay);
    ASSERT_EQ(read.homes.size(), 1U) << places;
    EXPECT_EQ(read.homes.front().places, 0U) << places;
    EXPECT_EQ(findings(read.remarks), Names{"3:places-not-stated"}) << places;
    EXPECT_EQ(read.remarks.front().outcome, Outcome::kListed);
  }
  EXPECT_EQ(read_text(ofsted_text({{.urn = "SC999001", .places = "92"}}), kDay).homes[0].places,
            92U);
}

TEST(RegisterTest, ReadsTheDayOfRegistration) {
  for (const char* text : {"05/04/2020", "2020-04-05"}) {
    const auto read = read_text(ofsted_text({{.urn = "SC999001", .registered = text}}), kDay);
    EXPECT_EQ(read.homes.at(0).registered, day("2020-04-05")) << text;
  }
  for (const char* text : {"31/02/2020", "last year"}) {
    const auto read = read_text(ofsted_text({{.urn = "SC999001", .registered = text}}), kDay);
    EXPECT_FALSE(read.homes.at(0).registered) << text;
    EXPECT_EQ(findings(read.remarks), Names{"3:unreadable-date"}) << text;
  }
}

TEST(RegisterTest, ARowWithOtherCellsThanTheHeaderIsNotGuessedAt) {
  const std::string text = ofsted_text({{.urn = "SC999001"}});
  EXPECT_EQ(findings(read_text(text + "SC999002,Children's home,Active\r\n", kDay).remarks),
            Names{"4:unreadable-row"});
  EXPECT_EQ(findings(read_text(text + "SC999002,,,,,,,,,,,\r\n", kDay).remarks),
            Names{"4:unreadable-row"});
}

TEST(RegisterTest, ReadsWindows1252AndAByteOrderMark) {
  const std::string row = "\"SC999002\",\"Children\x92s home\",Active,,,Testshire,4,,Good\r\n";
  const Register read = read_text(ofsted_text({{.urn = "SC999001"}}) + row, kDay);
  EXPECT_EQ(read.homes.size(), 2U);
  EXPECT_EQ(read_text("\xEF\xBB\xBF" + ofsted_text({{.urn = "SC999001"}}), kDay).homes.size(), 1U);
}

TEST(RegisterTest, ReadsAWelshRegisterUnderItsOwnScheme) {
  const std::string text =
      "Service Reference,Local Authority,Places,Status\n"
      "SIN-00001234-ABCD,Ynys Môr,4,Registered\n"
      "SIN-00001235,Sir Brawf,,Open\n"
      "SIN-00001236,Testshire,4,Registered\n"
      "SIN 7,Sir Brawf,4,Registered\n"
      "SIN-00001238,Sir Brawf,4,Cancelled\n";
  const Register read = read_text(text, kDay, HomeScheme::kCiw);
  ASSERT_EQ(read.homes.size(), 2U);
  EXPECT_EQ(read.homes[0].id.text(), "ciw:SIN-00001234-ABCD");
  EXPECT_EQ(read.homes[0].place.authority, area("W06000091"));
  EXPECT_EQ(read.homes[0].place.force, area("W15000091"));
  EXPECT_EQ(findings(read.remarks), (Names{"3:places-not-stated", "4:unknown-authority",
                                           "5:malformed-number", "6:not-active"}));
}

TEST(RegisterTest, FailsWhereTheFileCanBeReadNoFurther) {
  std::istringstream from(ofsted_text({{.urn = "SC999001"}}) + "\"SC999002,never closed");
  const auto read = read_register(from, HomeScheme::kOfsted, invented_authorities(), kDay);
  ASSERT_FALSE(read.ok());
  EXPECT_EQ(read.reason(), Reason::kMalformed);
}

TEST(ReportTest, HoldsNumbersAndClosedWordsAndNothingElseOfAFile) {
  const Register read =
      read_text(ofsted_text({{.urn = "=HYPERLINK(1)", .name = "Rose Cottage"},
                             {.urn = "SC999005", .authority = "Atlantis", .postcode = "ZZ1 1ZZ"}}),
                kDay);
  const std::string report = report_text(read.remarks);
  EXPECT_EQ(report.substr(0, report.find('\r')), "file,line,home,finding,outcome,other home,mend");
  EXPECT_NE(report.find("register,3,,malformed-number,not listed,,\"a URN"), std::string::npos);
  EXPECT_NE(report.find("register,4,ofsted:SC999005,unknown-authority,not listed,,\"the "),
            std::string::npos);
  for (const char* cell : {"HYPERLINK", "Rose", "Atlantis", "ZZ1"}) {
    EXPECT_EQ(report.find(cell), std::string::npos) << cell;
  }
}

TEST(ReportTest, EveryFindingHasItsOwnNameAndAMend) {
  std::vector<Remark> remarks;
  for (int i = 0; i <= static_cast<int>(Finding::kLikelyReRegistration); ++i) {
    remarks.push_back({.file = "register", .line = i, .finding = static_cast<Finding>(i)});
    EXPECT_FALSE(mend(static_cast<Finding>(i)).empty());
    EXPECT_EQ(mend(static_cast<Finding>(i)).find('"'), std::string_view::npos);
  }
  std::set<std::string_view> names;
  for (const auto& [finding, count] : count_findings(remarks)) names.insert(name(finding));
  EXPECT_EQ(names.size(), remarks.size());
}

}  // namespace
}  // namespace stile::agent
