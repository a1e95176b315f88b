#include "core/base/ids.h"

#include <gtest/gtest.h>

#include <array>

namespace stile {
namespace {

TEST(AgencyIdTest, ReadsAnAgency) {
  const auto id = AgencyId::parse("spiffe://stile.example/force/testshire/agent").value();
  EXPECT_EQ(id.kind(), AgencyKind::kForce);
  EXPECT_EQ(id.trust_domain(), "stile.example");
  EXPECT_EQ(id.code(), "testshire");
  EXPECT_EQ(id.short_text(), "force/testshire");
}

TEST(AgencyIdTest, ReadsEveryKind) {
  for (const auto kind : {AgencyKind::kForce, AgencyKind::kRegulator, AgencyKind::kAuthority,
                          AgencyKind::kYjs, AgencyKind::kAuditor}) {
    const std::string text =
        "spiffe://stile.example/" + std::string(name(kind)) + "/E10000011/agent";
    EXPECT_EQ(AgencyId::parse(text)->kind(), kind);
  }
  const auto gateway = AgencyId::parse("spiffe://stile.example/gateway").value();
  EXPECT_EQ(gateway.kind(), AgencyKind::kGateway);
  EXPECT_EQ(gateway.code(), "");
  EXPECT_EQ(gateway.short_text(), "gateway");
}

TEST(AgencyIdTest, RefusesEveryOtherShape) {
  constexpr std::array kWrong = {
      "",
      "spiffe://",
      "spiffe:///gateway",
      "spiffe://stile.example",
      "spiffe://stile.example/",
      "spiffe://stile.example/gateway/",
      "spiffe://stile.example/gateway/agent",
      "spiffe://stile.example/force/testshire",
      "spiffe://stile.example/force/testshire/",
      "spiffe://stile.example/force/testshire/agent/",
      "spiffe://stile.example/force/testshire/agent?x=1",
      "spiffe://stile.example/force/testshire/agent#x",
      "spiffe://stile.example/force//agent",
      "spiffe://stile.example/police/testshire/agent",
      "spiffe://stile.example/force/test shire/agent",
      "spiffe://stile.example/force/../agent",
      "spiffe://stile.example:443/force/testshire/agent",
      "spiffe://Stile.example/force/testshire/agent",
      "spiffe://user@stile.example/force/testshire/agent",
      "SPIFFE://stile.example/force/testshire/agent",
      "https://stile.example/force/testshire/agent",
      "spiffe://stile.example/force/a-code-of-more-than-thirty-two-letters/agent"};
  for (const auto* text : kWrong) {
    EXPECT_EQ(AgencyId::parse(text).reason(), Reason::kMalformed) << text;
  }
}

TEST(HomeIdTest, ReadsBothSchemes) {
  EXPECT_EQ(HomeId::parse("ofsted:SC123456")->number(), "SC123456");
  EXPECT_EQ(HomeId::parse("ofsted:1234567")->scheme(), HomeScheme::kOfsted);
  EXPECT_EQ(HomeId::parse("ciw:W-0001/2")->scheme(), HomeScheme::kCiw);
  EXPECT_EQ(HomeId::parse("ciw:W-0001")->text(), "ciw:W-0001");
}

TEST(HomeIdTest, KeepsTheSchemesApart) {
  EXPECT_NE(HomeId::parse("ofsted:1234567").value(), HomeId::parse("ciw:1234567").value());
}

TEST(HomeIdTest, RefusesWhatIsNoNumber) {
  for (const auto* text : {"", "SC123456", "ofsted:", "ofsted:SC12345", "ofsted:SC1234567",
                           "ofsted:sc123456", "ofsted:123456", "ofsted:12345678", "ofsted: 1234567",
                           "ciw:", "ciw:W 1", "ciw:0123456789012345678901234", "cssiw:W-1"}) {
    EXPECT_EQ(HomeId::parse(text).reason(), Reason::kMalformed) << text;
  }
}

TEST(AreaCodeTest, IsALetterAndEightDigits) {
  EXPECT_EQ(AreaCode::parse("E10000011")->text(), "E10000011");
  EXPECT_TRUE(AreaCode::parse("W06000015").ok());
  for (const auto* text : {"", "E1000001", "E100000111", "S10000011", "e10000011", "E1000001x"}) {
    EXPECT_EQ(AreaCode::parse(text).reason(), Reason::kMalformed) << text;
  }
}

TEST(AgreementIdTest, IsLowerCaseAndBounded) {
  EXPECT_TRUE(AgreementId::parse("testshire-ofsted-2026").ok());
  EXPECT_TRUE(AgreementId::parse(std::string(64, 'a')).ok());
  for (const std::string& text : {std::string(), std::string("1a"), std::string("-a"),
                                  std::string("A"), std::string("a b"), std::string(65, 'a')}) {
    EXPECT_EQ(AgreementId::parse(text).reason(), Reason::kMalformed) << text;
  }
}

}  // namespace
}  // namespace stile
