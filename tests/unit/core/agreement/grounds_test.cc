#include "core/agreement/grounds.h"

#include <gtest/gtest.h>

#include "tests/support/scheme.h"

namespace stile::agreement {
namespace {

using support::kCiw;
using support::kOfsted;
using support::kTestshire;
using support::Scheme;

const std::set<AgencyKind> kForce = {AgencyKind::kForce};
const std::set<AgencyKind> kRegulator = {AgencyKind::kRegulator};
const std::set<Country> kBothCountries = {Country::kEngland, Country::kWales};

Grounds table() {
  Grounds grounds;
  for (const Ground& ground :
       {Ground{"police", "Police", {Side::kSource}, kForce, kBothCountries},
        {"england", "E", {Side::kRecipient}, kRegulator, {Country::kEngland}},
        {"wales", "W", {Side::kRecipient}, kRegulator, {Country::kWales}},
        {"task", "T", {Side::kRecipient}, kRegulator, kBothCountries},
        Ground{"anyone",
               "A",
               {Side::kRecipient},
               {AgencyKind::kForce, AgencyKind::kRegulator},
               kBothCountries}}) {
    EXPECT_TRUE(grounds.add(ground).ok());
  }
  return grounds;
}

// unfit() are the codes that do not fit, of the agreement of testshire with a regulator.
std::vector<std::string> unfit(std::vector<std::string> source, std::vector<std::string> recipient,
                               const char* regulator = kOfsted, bool with_directory = true) {
  Scheme scheme;
  const auto documents = scheme.document_set();
  Agreement agreement = *documents->agreement(scheme.agreement_hash()).value();
  agreement.source.legal_grounds = std::move(source);
  agreement.recipient = {support::agency(regulator), std::move(recipient)};
  std::vector<std::string> codes;
  for (const UnfitGround& found :
       unfit_grounds(agreement, table(), with_directory ? &documents->directory() : nullptr)) {
    EXPECT_EQ(found.error.reason, Reason::kGroundUnfit);
    EXPECT_NE(found.error.detail.find(found.code), std::string::npos);
    codes.push_back(found.code);
  }
  return codes;
}

using Codes = std::vector<std::string>;

TEST(GroundsTest, TakesWhatFitsBothSides) { EXPECT_EQ(unfit({"police"}, {"task"}), Codes{}); }

TEST(GroundsTest, RefusesAGroundThatNobodyKnows) {
  EXPECT_EQ(unfit({"police", "custom"}, {"task"}), Codes{"custom"});
}

TEST(GroundsTest, RefusesAGroundOfTheOtherSide) {
  EXPECT_EQ(unfit({"anyone"}, {"anyone"}), Codes{"anyone"});
  EXPECT_EQ(unfit({"task"}, {"police"}), (Codes{"task", "police"}));
}

TEST(GroundsTest, RefusesAGroundOfAnotherKindOfAgency) {
  Grounds grounds;
  ASSERT_TRUE(
      grounds.add({"councils", "", {Side::kRecipient}, {AgencyKind::kAuthority}, kBothCountries})
          .ok());
  Scheme scheme;
  const auto documents = scheme.document_set();
  Agreement agreement = *documents->agreement(scheme.agreement_hash()).value();
  agreement.source.legal_grounds = {};
  agreement.recipient.legal_grounds = {"councils"};
  EXPECT_EQ(unfit_grounds(agreement, grounds, nullptr).size(), 1U);
}

TEST(GroundsTest, HoldsEachRegulatorToItsOwnCountry) {
  EXPECT_EQ(unfit({"police"}, {"england"}, kOfsted), Codes{});
  EXPECT_EQ(unfit({"police"}, {"wales"}, kOfsted), Codes{"wales"});
  EXPECT_EQ(unfit({"police"}, {"wales"}, kCiw), Codes{});
  EXPECT_EQ(unfit({"police"}, {"england"}, kCiw), Codes{"england"});
}

TEST(GroundsTest, AsksNoCountryWithoutADirectory) {
  EXPECT_EQ(unfit({"police"}, {"wales"}, kOfsted, false), Codes{});
}

TEST(GroundsTest, TakesTheCountryFromAreasAndFromWhatIsRegulated) {
  Agency agency = *Scheme().document_set()->agency(support::agency(kTestshire));
  EXPECT_EQ(countries_of(agency), std::set{Country::kEngland});
  agency.areas = {support::area("W15000002")};
  EXPECT_EQ(countries_of(agency), std::set{Country::kWales});
  agency.areas.clear();
  EXPECT_TRUE(countries_of(agency).empty());
  agency.regulates = HomeScheme::kCiw;
  EXPECT_EQ(countries_of(agency), std::set{Country::kWales});
}

TEST(GroundsTest, AnAgencyWithoutACountryReliesOnWhatHoldsEverywhere) {
  Scheme scheme;
  auto directory = scheme.document_set()->directory();
  const auto documents = scheme.document_set();
  Agreement agreement = *documents->agreement(scheme.agreement_hash()).value();
  agreement.source.legal_grounds = {"police"};
  agreement.recipient.legal_grounds = {"task", "england"};
  for (Agency& agency : directory.agencies) agency.regulates.reset();
  const auto found = unfit_grounds(agreement, table(), &directory);
  ASSERT_EQ(found.size(), 1U);
  EXPECT_EQ(found[0].code, "england");
}

TEST(GroundsTest, RefusesACodeTwiceAndAGroundThatFitsNobody) {
  Grounds grounds = table();
  EXPECT_EQ(grounds.add({"task", "", {Side::kSource}, kForce, kBothCountries}).reason(),
            Reason::kMalformed);
  EXPECT_EQ(grounds.add({"new", "", {}, kForce, kBothCountries}).reason(), Reason::kMalformed);
  EXPECT_EQ(grounds.add({"new", "", {Side::kSource}, kForce, {}}).reason(), Reason::kMalformed);
}

}  // namespace
}  // namespace stile::agreement
