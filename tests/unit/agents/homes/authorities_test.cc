#include "agents/homes/authorities.h"

#include <gtest/gtest.h>

#include "agents/homes/folded_name.h"
#include "tests/unit/agents/homes/register_text.h"

namespace stile::agent {
namespace {

std::string placed(std::string_view name, std::string_view on,
                   HomeScheme scheme = HomeScheme::kOfsted) {
  const auto place = invented_authorities().place(name, scheme, day(on));
  if (const auto* why = std::get_if<Finding>(&place)) return std::string(agent::name(*why));
  return std::get<Place>(place).authority.text() + " " + std::get<Place>(place).force.text();
}

TEST(FoldedNameTest, LeavesOutWhatRegistersWriteDifferently) {
  EXPECT_EQ(folded_name(" Southend-on-Sea "), "southend on sea");
  EXPECT_EQ(folded_name("Brighton & Hove"), folded_name("Brighton  and Hove"));
  EXPECT_EQ(folded_name("St. Helens"), folded_name("ST HELENS"));
  EXPECT_EQ(folded_name("King\u2019s Lynn"), folded_name("King's Lynn"));
  EXPECT_EQ(folded_name("Ynys Môn"), "ynys môn");
  EXPECT_EQ(folded_name(""), "");
}

TEST(AuthoritiesTest, FindsAnAuthorityByItsNameOrAnAliasOfIt) {
  EXPECT_EQ(placed("Testshire, County of", "2026-10-01"), "E10000091 E23000091");
  EXPECT_EQ(placed("TESTSHIRE", "2026-10-01"), "E10000091 E23000091");
  EXPECT_EQ(placed("Testshore", "2026-10-01"), "unknown-authority");
  EXPECT_EQ(placed("", "2026-10-01"), "unknown-authority");
}

TEST(AuthoritiesTest, FindsTheCodeOfTheDay) {
  EXPECT_EQ(placed("Oldby on Sea", "2025-03-31"), "E08000091 E23000091");
  EXPECT_EQ(placed("Oldby on Sea", "2025-04-01"), "E08000092 E23000091");
  EXPECT_EQ(placed("Newby and Oldby", "2025-03-31"), "unknown-authority");
  EXPECT_EQ(placed("Halfshire", "2021-03-31"), "E10000093 E23000091");
  EXPECT_EQ(placed("Halfshire", "2021-04-01"), "unknown-authority");
}

TEST(AuthoritiesTest, KeepsTheCountriesApart) {
  EXPECT_EQ(placed("Ynys Môr", "2026-10-01", HomeScheme::kCiw), "W06000091 W15000091");
  EXPECT_EQ(placed("Ynys Môr", "2026-10-01"), "unknown-authority");
  EXPECT_EQ(placed("Testshire", "2026-10-01", HomeScheme::kCiw), "unknown-authority");
}

TEST(AuthoritiesTest, SaysWhereTheTableHasNoForce) {
  EXPECT_EQ(placed("Lostshire", "2026-10-01"), "no-force");
}

TEST(AuthoritiesTest, RefusesATableThatTheGatewayWouldRefuse) {
  const auto read = Authorities::read("authority { code: \"Testshire\" }\n", "areas");
  EXPECT_EQ(read.reason(), Reason::kMalformed);
}

}  // namespace
}  // namespace stile::agent
