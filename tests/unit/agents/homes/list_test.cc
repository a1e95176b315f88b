#include "agents/homes/list.h"

#include <gtest/gtest.h>

#include "core/wire/document_codec.h"
#include "tests/unit/agents/homes/register_text.h"

namespace stile::agent {
namespace {

constexpr char kRegulator[] = "spiffe://test.example/regulator/ofsted/agent";

ListOrder order(std::uint64_t serial, std::string_view as_at) {
  return {AgencyId::parse(kRegulator).value(), HomeScheme::kOfsted, serial, day(as_at)};
}

Result<HomesList> listed(const ListOrder& what, const std::vector<RegisterRow>& rows,
                         const std::optional<agreement::Homes>& previous = {}) {
  return next_list(what, read_text(ofsted_text(rows), what.as_at), previous);
}

agreement::Homes first(const std::vector<RegisterRow>& rows) {
  return listed(order(1, "2026-09-30"), rows).value().homes;
}

// entries() are what the list says of a home, as it is written.
std::string entries(const agreement::Homes& homes, std::string_view urn) {
  std::string all;
  for (const auto& one : homes.entries.at(ofsted(urn))) {
    all += one.authority.text() + " " + std::to_string(one.places) + " " +
           to_text(to_civil(one.valid_from)) + ".." +
           (one.valid_to ? to_text(to_civil(*one.valid_to)) : "") + "\n";
  }
  return all;
}

TEST(HomesListTest, TheFirstListBeginsOnTheRegistersDay) {
  const auto list = listed(order(1, "2026-09-30"),
                           {{.urn = "SC999002"}, {.urn = "SC999001", .registered = "01/02/2020"}});
  ASSERT_TRUE(list.ok());
  EXPECT_EQ(list->added, 2);
  EXPECT_EQ(entries(list->homes, "SC999002"), "E10000091 4 2026-09-30..\n");
  EXPECT_EQ(entries(list->homes, "SC999001"), "E10000091 4 2020-02-01..\n");
}

TEST(HomesListTest, TheSameRegisterGivesTheSameText) {
  const std::vector<RegisterRow> rows = {{.urn = "SC999002"}, {.urn = "SC999001"}};
  const std::vector<RegisterRow> turned = {rows[1], rows[0]};
  EXPECT_EQ(wire::homes_text(first(rows)), wire::homes_text(first(turned)));
}

TEST(HomesListTest, WhatDidNotChangeKeepsItsEntry) {
  const auto before = first({{.urn = "SC999001"}});
  const auto list = listed(order(2, "2026-10-31"), {{.urn = "SC999001"}}, before).value();
  EXPECT_EQ(list.unchanged, 1);
  EXPECT_EQ(entries(list.homes, "SC999001"), "E10000091 4 2026-09-30..\n");
}

TEST(HomesListTest, AChangeClosesTheEntryAndBeginsAnother) {
  const auto before = first({{.urn = "SC999001"}, {.urn = "SC999002"}});
  const auto list =
      listed(order(2, "2026-10-31"),
             {{.urn = "SC999001", .places = "5"}, {.urn = "SC999002", .authority = "Oldby-on-Sea"}},
             before)
          .value();
  EXPECT_EQ(list.changed, 2);
  EXPECT_EQ(entries(list.homes, "SC999001"),
            "E10000091 4 2026-09-30..2026-10-30\nE10000091 5 2026-10-31..\n");
  EXPECT_EQ(entries(list.homes, "SC999002"),
            "E10000091 4 2026-09-30..2026-10-30\nE08000092 4 2026-10-31..\n");
}

TEST(HomesListTest, AHomeThatHasGoneStaysListedForEarlierEvents) {
  const auto before = first({{.urn = "SC999001"}, {.urn = "SC999002"}});
  const auto list = listed(order(2, "2026-10-31"), {{.urn = "SC999002"}}, before).value();
  EXPECT_EQ(list.closed, 1);
  EXPECT_NE(list.homes.find(ofsted("SC999001"), day("2026-10-30")), nullptr);
  EXPECT_EQ(list.homes.find(ofsted("SC999001"), day("2026-10-31")), nullptr);
  const auto third = listed(order(3, "2026-11-30"), {{.urn = "SC999002"}}, list.homes).value();
  EXPECT_EQ(third.closed, 0);
  EXPECT_EQ(entries(third.homes, "SC999001"), "E10000091 4 2026-09-30..2026-10-30\n");
}

TEST(HomesListTest, AHomeThatIsNoLongerActiveHasGone) {
  const auto before = first({{.urn = "SC999001"}, {.urn = "SC999002"}});
  const auto list = listed(order(2, "2026-10-31"),
                           {{.urn = "SC999001", .status = "Resigned"}, {.urn = "SC999002"}}, before)
                        .value();
  EXPECT_EQ(entries(list.homes, "SC999001"), "E10000091 4 2026-09-30..2026-10-30\n");
}

TEST(HomesListTest, AHomeThatCannotBePlacedThisTimeIsNotClosed) {
  const auto before = first({{.urn = "SC999001"}, {.urn = "SC999002"}});
  const auto list = listed(order(2, "2026-10-31"),
                           {{.urn = "SC999001", .authority = "Atlantis"},
                            {.urn = "SC999002"},
                            {.urn = "SC999003", .authority = "Atlantis"}},
                           before)
                        .value();
  EXPECT_EQ(list.kept, std::set{ofsted("SC999001")});
  EXPECT_EQ(entries(list.homes, "SC999001"), "E10000091 4 2026-09-30..\n");
  EXPECT_FALSE(list.homes.entries.contains(ofsted("SC999003")));
}

TEST(HomesListTest, AHomeThatComesBackBeginsAfterItEnded) {
  const auto before = first({{.urn = "SC999001"}, {.urn = "SC999002"}});
  const auto gone = listed(order(2, "2026-10-31"), {{.urn = "SC999002"}}, before).value().homes;
  const auto back = [&](const char* registered) {
    return entries(
        listed(order(3, "2026-11-30"),
               {{.urn = "SC999001", .registered = registered}, {.urn = "SC999002"}}, gone)
            .value()
            .homes,
        "SC999001");
  };
  EXPECT_EQ(back(""), "E10000091 4 2026-09-30..2026-10-30\nE10000091 4 2026-11-30..\n");
  EXPECT_EQ(back("01/02/2020"), "E10000091 4 2026-09-30..2026-10-30\nE10000091 4 2026-10-31..\n");
}

TEST(HomesListTest, ACorrectionOnTheSameDayReplacesTheEntry) {
  const auto before = first({{.urn = "SC999001"}, {.urn = "SC999002"}});
  const auto list =
      listed(order(2, "2026-09-30"), {{.urn = "SC999001", .places = "2"}}, before).value();
  EXPECT_EQ(entries(list.homes, "SC999001"), "E10000091 2 2026-09-30..\n");
  EXPECT_FALSE(list.homes.entries.contains(ofsted("SC999002")));
}

TEST(HomesListTest, RefusesALowerSerialAnOlderRegisterAndAnotherRegulator) {
  const auto before = first({{.urn = "SC999001"}, {.urn = "SC999002"}});
  const std::vector<RegisterRow> rows = {{.urn = "SC999002"}};
  EXPECT_EQ(listed(order(1, "2026-10-31"), rows, before).reason(), Reason::kRolledBack);
  const auto second = listed(order(2, "2026-10-31"), rows, before).value().homes;
  EXPECT_TRUE(listed(order(3, "2026-10-31"), rows, second).ok());
  EXPECT_EQ(listed(order(3, "2026-10-30"), rows, second).reason(), Reason::kRolledBack);
  auto other = order(3, "2026-10-31");
  other.regulator = AgencyId::parse("spiffe://test.example/regulator/ciw/agent").value();
  EXPECT_EQ(listed(other, rows, second).reason(), Reason::kWrongParty);
  other.regulator = AgencyId::parse("spiffe://test.example/force/testshire/agent").value();
  EXPECT_EQ(listed(other, rows).reason(), Reason::kWrongParty);
  auto welsh = order(3, "2026-10-31");
  welsh.scheme = HomeScheme::kCiw;
  const Register read = read_text(ofsted_text(rows), welsh.as_at);
  EXPECT_EQ(next_list(welsh, read, second).reason(), Reason::kWrongParty);
}

TEST(HomesListTest, ARegisterWithoutAHomeClosesNothing) {
  const auto before = first({{.urn = "SC999001"}});
  EXPECT_EQ(listed(order(2, "2026-10-31"), {}, before).reason(), Reason::kMissingField);
}

}  // namespace
}  // namespace stile::agent
