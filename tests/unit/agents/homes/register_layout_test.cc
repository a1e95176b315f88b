#include "agents/homes/register_layout.h"

#include <gtest/gtest.h>

#include <sstream>

namespace stile::agent {
namespace {

Result<RegisterHeader> header(const std::string& text, HomeScheme scheme = HomeScheme::kOfsted) {
  std::istringstream from(text);
  CsvReader reader(from, ',');
  return find_register_header(reader, scheme);
}

constexpr char kHeader[] = "URN,Provision type,Registration status,Local authority,Places\n";

TEST(RegisterLayoutTest, FindsTheHeaderByItsNamesWhereverItStands) {
  for (const char* above :
       {"", "Providers,,,,\n", "As at 31 March 2018\n\nProviders,,,,\n", "\xEF\xBB\xBF"}) {
    const auto found = header(above + std::string(kHeader));
    ASSERT_TRUE(found.ok()) << above << found.error().detail;
    EXPECT_EQ(found->width, 5U);
    EXPECT_EQ(found->at[static_cast<std::size_t>(RegisterColumn::kAuthority)], 3U);
    EXPECT_FALSE(found->has(RegisterColumn::kRegistered));
  }
}

TEST(RegisterLayoutTest, KnowsTheNamesOfLaterReleases) {
  const auto found = header(
      "Setting name,UNIQUE REFERENCE NUMBER,Provider type,Setting status,Local authority name,"
      "Number of  places,Date registered\n");
  ASSERT_TRUE(found.ok()) << found.error().detail;
  EXPECT_EQ(found->at[static_cast<std::size_t>(RegisterColumn::kNumber)], 1U);
  EXPECT_EQ(found->at[static_cast<std::size_t>(RegisterColumn::kRegistered)], 6U);
  EXPECT_EQ(found->at[static_cast<std::size_t>(RegisterColumn::kName)], 0U);
}

TEST(RegisterLayoutTest, KnowsEveryNameOfAWelshNumber) {
  for (const char* number :
       {"Service number", "Registration Number", "Service Reference", "CIW Number", "Service ID"}) {
    const auto found =
        header(std::string(number) + ",Local authority,Places,Status\n", HomeScheme::kCiw);
    ASSERT_TRUE(found.ok()) << found.error().detail;
    EXPECT_EQ(found->at[static_cast<std::size_t>(RegisterColumn::kNumber)], 0U);
    EXPECT_FALSE(found->has(RegisterColumn::kProvisionType));
  }
}

TEST(RegisterLayoutTest, SaysWhichColumnIsMissingAndNothingOfTheRows) {
  const auto found = header("URN,Provision type,Registration status,Places\nSC999999,Anna,x,4\n");
  ASSERT_FALSE(found.ok());
  EXPECT_EQ(found.reason(), Reason::kMissingField);
  EXPECT_NE(found.error().detail.find("\"Local authority\""), std::string::npos);
  EXPECT_EQ(found.error().detail.find("Anna"), std::string::npos);
  EXPECT_EQ(header("").reason(), Reason::kMissingField);
  EXPECT_EQ(header(kHeader, HomeScheme::kCiw).reason(), Reason::kMissingField);
}

TEST(RegisterLayoutTest, LooksForTheHeaderNoFurtherThanTenRowsDown) {
  std::string above;
  for (int i = 0; i < 10; ++i) above += "x,y,z\n";
  EXPECT_TRUE(header(above + kHeader).ok());
  EXPECT_EQ(header(above + "x,y,z\n" + kHeader).reason(), Reason::kMissingField);
}

TEST(RegisterLayoutTest, RefusesTwoColumnsOfOneName) {
  EXPECT_EQ(header("URN,URN,Provision type,Registration status,Local authority,Places\n").reason(),
            Reason::kAmbiguous);
  EXPECT_EQ(header("URN,Name,Setting name,Provision type,Status,Local authority,Places\n").reason(),
            Reason::kAmbiguous);
}

TEST(RegisterLayoutTest, SortsProvisionTypesByAClosedList) {
  const auto of = [](const char* type) { return provision_of(type, HomeScheme::kOfsted); };
  EXPECT_EQ(of("Children's home"), Provision::kChildrensHome);
  EXPECT_EQ(of("CHILDREN\u2019S HOME"), Provision::kChildrensHome);
  EXPECT_EQ(of("Secure children's home"), Provision::kChildrensHome);
  EXPECT_EQ(of("Residential special school (registered as a children's home)"),
            Provision::kChildrensHome);
  EXPECT_EQ(of("Residential Special School"), Provision::kOther);
  EXPECT_EQ(of("Residential Holiday Scheme for Disabled Children"), Provision::kOther);
  EXPECT_EQ(of("Secure Training Centre"), Provision::kOther);
  EXPECT_EQ(of("Children's home on wheels"), Provision::kUnknown);
  EXPECT_EQ(of(""), Provision::kUnknown);
  EXPECT_EQ(provision_of("Care home service (children)", HomeScheme::kCiw),
            Provision::kChildrensHome);
  EXPECT_EQ(provision_of("Care home service", HomeScheme::kCiw), Provision::kUnknown);
}

TEST(RegisterLayoutTest, OnlyAnActiveHomeIsListed) {
  EXPECT_TRUE(is_active(" active", HomeScheme::kOfsted));
  EXPECT_TRUE(is_active("Registered", HomeScheme::kCiw));
  for (const char* status : {"Resigned", "Suspended", "Registered", ""}) {
    EXPECT_FALSE(is_active(status, HomeScheme::kOfsted)) << status;
  }
}

}  // namespace
}  // namespace stile::agent
