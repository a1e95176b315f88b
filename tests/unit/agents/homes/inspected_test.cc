// When a home was inspected in full, from a register to the list of homes.
#include <gtest/gtest.h>

#include <utility>

#include "agents/homes/list.h"
#include "agents/homes/register.h"
#include "core/wire/document_codec.h"
#include "tests/unit/agents/homes/register_text.h"

namespace stile::agent {
namespace {

using Names = std::vector<std::string>;

constexpr char kRegulator[] = "spiffe://test.example/regulator/ofsted/agent";
constexpr char kFirst[] = "SC999001";

// Inspection is what the columns of a row say of the last one.
struct Inspection {
  std::string type = "Full inspection";
  std::string date = {};
  std::string places = "4";
};

// register_text() has kFirst with that and SC999002 without any.
std::string register_text(const Inspection& last, const std::string& column = "Inspection date") {
  return ",,,,,Latest Full Inspection\r\n"
         "URN,Provision type,Registration status,Local authority,Places,Event type," +
         column + "\r\n" + kFirst + ",Children's home,Active,Testshire," + last.places + "," +
         last.type + "," + last.date + "\r\nSC999002,Children's home,Active,Testshire,4,,\r\n";
}

Register read(const Inspection& last, const std::string& column = "Inspection date") {
  return read_text(register_text(last, column), day("2026-10-31"));
}

TEST(InspectedTest, ADateIsThatOfTheLastFullInspection) {
  for (const char* text : {"05/04/2026", "2026-04-05", " 5/4/2026 "}) {
    const Register found = read({.date = text});
    EXPECT_EQ(found.homes.at(0).inspected, day("2026-04-05")) << text;
    EXPECT_EQ(findings(found.remarks), Names{"4:no-full-inspection"}) << text;
  }
  EXPECT_EQ(read({.date = "31/10/2026"}).homes.at(0).inspected, day("2026-10-31"));
}

// A register may have a later visit of another kind in the same column, as Ofsted's of 2018 has.
TEST(InspectedTest, AnotherKindOfInspectionIsNoFullOne) {
  for (const char* type : {"Monitoring inspection", "Interim", "Not a full inspection", ""}) {
    const Register found = read({.type = type, .date = "05/04/2026"});
    EXPECT_FALSE(found.homes.at(0).inspected) << type;
    EXPECT_EQ(findings(found.remarks), (Names{"3:no-full-inspection", "4:no-full-inspection"}));
  }
}

TEST(InspectedTest, AColumnThatNamesAFullInspectionNeedsNoTypeBesideIt) {
  for (const char* column : {"Last full inspection date", "LATEST FULL INSPECTION DATE"}) {
    const Register found = read({.type = "", .date = "05/04/2026"}, column);
    EXPECT_EQ(found.homes.at(0).inspected, day("2026-04-05")) << column;
  }
}

TEST(InspectedTest, WhatIsNoDateOfAnInspectionIsAFaultAndTheHomeIsListed) {
  const std::vector<std::pair<std::string, std::string>> odd{
      {"31/02/2026", "3:unreadable-inspection"}, {"last spring", "3:unreadable-inspection"},
      {"05/04/26", "3:unreadable-inspection"},   {"46117", "3:unreadable-inspection"},
      {"01/11/2026", "3:inspection-to-come"},    {"2062-04-05", "3:inspection-to-come"}};
  for (const auto& [text, finding] : odd) {
    const Register found = read({.date = text});
    ASSERT_EQ(found.homes.size(), 2U) << text;
    EXPECT_FALSE(found.homes.at(0).inspected) << text;
    EXPECT_EQ(findings(found.remarks), (Names{finding, "4:no-full-inspection"})) << text;
    EXPECT_TRUE(is_fault(found.remarks.at(0).finding)) << text;
    EXPECT_EQ(found.remarks.at(0).outcome, Outcome::kListed) << text;
  }
}

TEST(InspectedTest, ABlankOrRedactedDateIsNoneAndNoFault) {
  for (const char* text : {"", "  ", "REDACTED", "redacted"}) {
    const Register found = read({.date = text});
    EXPECT_FALSE(found.homes.at(0).inspected) << text;
    EXPECT_EQ(findings(found.remarks), (Names{"3:no-full-inspection", "4:no-full-inspection"}));
    EXPECT_FALSE(is_fault(found.remarks.at(0).finding));
  }
}

TEST(InspectedTest, ARegisterWithoutTheColumnSaysNothingOfEachHome) {
  const Register found = read_text(ofsted_text({{.urn = kFirst}}), day("2026-10-31"));
  EXPECT_FALSE(found.homes.at(0).inspected);
  EXPECT_TRUE(found.remarks.empty());
}

TEST(InspectedTest, AWelshRegisterHasItToo) {
  const Register found = read_text(
      "CIW Number,Local Authority,Places,Status,Inspection type,Last inspection date\r\n"
      "W-0001,Ynys M\u00f4r,3,Registered,Full,05/04/2026\r\n"
      "W-0002,Ynys M\u00f4r,3,Registered,Focused,05/04/2026\r\n",
      day("2026-10-31"), HomeScheme::kCiw);
  ASSERT_EQ(found.homes.size(), 2U);
  EXPECT_EQ(found.homes.at(0).inspected, day("2026-04-05"));
  EXPECT_FALSE(found.homes.at(1).inspected);
}

Result<HomesList> listed(std::uint64_t serial, std::string_view as_at, const Inspection& last,
                         const std::optional<agreement::Homes>& previous = {}) {
  const ListOrder order{AgencyId::parse(kRegulator).value(), HomeScheme::kOfsted, serial,
                        day(as_at)};
  return next_list(order, read_text(register_text(last), order.as_at), previous);
}

// said() is the list's line or lines of kFirst, from its first day on.
std::string said(const HomesList& list) {
  std::string lines;
  const std::string text = wire::homes_text(list.homes);
  for (std::size_t at = 0; (at = text.find("SC999001", at)) != std::string::npos;) {
    at = text.find("valid_from", at);
    lines += text.substr(at, text.find('\n', at) + 1 - at);
  }
  return lines;
}

TEST(InspectedTest, AListSaysWhenAndCountsTheHomesOfWhichItIsNotKnown) {
  const auto list = listed(1, "2026-09-30", {.date = "05/04/2026"}).value();
  EXPECT_EQ(said(list), "valid_from: \"2026-09-30\" inspected: \"2026-04-05\" }\n");
  EXPECT_EQ(list.newly_inspected, 1);
  EXPECT_EQ(list.without_inspection, 1);
}

TEST(InspectedTest, ALaterInspectionBeginsNoEntry) {
  const auto first = listed(1, "2026-09-30", {.date = "05/04/2026"}).value();
  const auto list = listed(2, "2026-10-31", {.date = "20/10/2026"}, first.homes).value();
  EXPECT_EQ(said(list), "valid_from: \"2026-09-30\" inspected: \"2026-10-20\" }\n");
  EXPECT_EQ(list.unchanged, 2);
  EXPECT_EQ(list.newly_inspected, 1);
}

TEST(InspectedTest, WhatARegisterDoesNotSayIsAsThePreviousListHasIt) {
  const auto first = listed(1, "2026-09-30", {.date = "05/04/2026"}).value();
  for (const Inspection& silent :
       {Inspection{}, Inspection{.type = "Monitoring inspection", .date = "20/10/2026"}}) {
    const auto list = listed(2, "2026-10-31", silent, first.homes).value();
    EXPECT_EQ(said(list), "valid_from: \"2026-09-30\" inspected: \"2026-04-05\" }\n");
    EXPECT_EQ(list.newly_inspected, 0);
    EXPECT_EQ(list.without_inspection, 1);
  }
}

TEST(InspectedTest, AnEarlierDateCorrectsALaterOneAlsoWhereAnEntryEnds) {
  const auto first = listed(1, "2026-09-30", {.date = "05/04/2026"}).value();
  const auto list =
      listed(2, "2026-10-31", {.date = "04/05/2025", .places = "5"}, first.homes).value();
  EXPECT_EQ(said(list),
            "valid_from: \"2026-09-30\" valid_to: \"2026-10-30\" }\n"
            "valid_from: \"2026-10-31\" inspected: \"2025-05-04\" }\n");
  const auto again = listed(2, "2026-09-30", {.places = "5"}, first.homes).value();
  EXPECT_EQ(said(again), "valid_from: \"2026-09-30\" inspected: \"2026-04-05\" }\n");
}

TEST(InspectedTest, ARegisterFromBeforeAnInspectionThatIsKnownIsRefused) {
  const auto first = listed(1, "2026-10-31", {.date = "20/10/2026"}).value();
  EXPECT_EQ(listed(2, "2026-10-19", {}, first.homes).reason(), Reason::kRolledBack);
  EXPECT_TRUE(listed(2, "2026-10-31", {}, first.homes).ok());
}

}  // namespace
}  // namespace stile::agent
