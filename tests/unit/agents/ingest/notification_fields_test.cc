#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <sstream>

#include "agents/ingest/event_rows.h"
#include "tests/unit/agents/ingest/map_text.h"

namespace stile::agent {
namespace {

using testing::HasSubstr;
using testing::Not;

// A map that names every field of a notification, and one row of its export.
constexpr std::string_view kMap = R"(
system: "records-management"
record: CONCERN
header_rows: 1
separator: ","
not_asked: [LOOKED_AFTER, CARE_HOME, EXPLOITATION, HARM, CHILD_VIEW, DISPUTED, HOLD]
column { field: REFERENCE header: "Ref" }
column { field: PERSON header: "Child" }
column { field: HOME header: "URN" scheme: OFSTED }
column { field: TIME header: "Time" form: "iso-8601" }
column { field: DATE_OF_BIRTH header: "Born" form: "iso-8601" }
column { field: PLACING_AUTHORITY header: "ONS" empty: "not-known" }
column { field: CHILD_ROLE constant: "victim" }
column { field: KIND constant: "other" }
column { field: CHILD_SURNAME header: "Surname" value { text: "N/K" text: "REDACTED" code: "not-known" } }
column { field: CHILD_FORENAMES header: "Forenames" }
column { field: CHILD_KNOWN_AS header: "Alias" }
column { field: INCIDENT_REFERENCE header: "Ref" }
column { field: PAC_REFERENCE header: "PAC" }
column { field: AUTHORITY_REFERENCE header: "LA" value { text: "none held" code: "not-known" } }
column { field: CHILD_NOW header: "Now" value { text: "Cells" code: "in-custody" } }
column { field: CONTACT header: "Team" }
)";

constexpr std::string_view kHeader =
    "Ref,Child,URN,Time,Born,ONS,Surname,Forenames,Alias,PAC,LA,Now,Team\n";

struct Line {
  std::string reference = "RM/7";
  std::string born = "2012-05-07";
  std::string surname = "Tywyll-\u0174ynne";
  std::string forenames = "Zz\u00e9 O'Example";
  std::string alias = "Z. Example";
  std::string pac = "PAC/1";
  std::string authority = "LA-2";
  std::string now = "Cells";
  std::string team = "north-team";
  std::string text() const {
    return reference + ",N77,SC900001,2026-10-03 21:15," + born + ",E10000030," + surname + "," +
           forenames + "," + alias + "," + pac + "," + authority + "," + now + "," + team + "\n";
  }
};

ColumnMap map_of(std::string_view text = kMap) { return load_column_map(text, "m").value(); }

RowOutcome outcome(const Line& line, ReadFor read_for = ReadFor::kIdentity) {
  const ColumnMap map = map_of();
  std::istringstream from(std::string(kHeader) + line.text());
  auto rows = EventRows::open(from, map, read_for);
  EXPECT_TRUE(rows.ok()) << rows.error().detail;
  auto row = rows->next();
  EXPECT_TRUE(row.ok() && *row);
  return **std::move(row);
}

record::Event event(const Line& line, ReadFor read_for = ReadFor::kIdentity) {
  const RowOutcome all = outcome(line, read_for);
  if (const auto* fault = std::get_if<RowFault>(&all)) {
    ADD_FAILURE() << fault->column << ": " << fault->what;
    return {};
  }
  return std::get<ReadEvent>(all).event;
}

RowFault fault(const Line& line, ReadFor read_for = ReadFor::kIdentity) {
  const RowOutcome all = outcome(line, read_for);
  const auto* found = std::get_if<RowFault>(&all);
  EXPECT_NE(found, nullptr);
  return found == nullptr ? RowFault{} : *found;
}

TEST(NotificationFieldsTest, AreReadWhereTheyAreAskedFor) {
  const record::Event read = event({});
  EXPECT_EQ(read.identity,
            (record::Identity{"Tywyll-\u0174ynne", "Zz\u00e9 O'Example", "Z. Example",
                              to_day({2012, 5, 7}), "RM/7", "PAC/1", "LA-2"}));
  EXPECT_EQ(read.child_now, record::ChildNow::kInCustody);
  EXPECT_EQ(read.contact, "north-team");
}

TEST(NotificationFieldsTest, NoIdentityIsReadForANotificationThatGrantsNone) {
  const record::Event read = event({}, ReadFor::kNotification);
  EXPECT_EQ(read.identity, record::Identity{});
  EXPECT_TRUE(read.date_of_birth);
  EXPECT_EQ(read.child_now, record::ChildNow::kInCustody);
  EXPECT_EQ(read.contact, "north-team");
}

TEST(NotificationFieldsTest, NoneOfThemIsReadForAReturn) {
  const record::Event read = event({}, ReadFor::kReturn);
  EXPECT_EQ(read.identity, record::Identity{});
  EXPECT_EQ(read.child_now, record::ChildNow::kNotKnown);
  EXPECT_TRUE(read.contact.empty());
}

// What a return does not read stops none of its rows.
TEST(NotificationFieldsTest, AFaultInOneOfThemIsNoneOfAReturns) {
  Line line;
  line.surname = "A1";
  line.now = "on the moon";
  line.team = "PC Example";
  line.pac = "=1+1";
  EXPECT_EQ(event(line, ReadFor::kReturn).origin.reference, "RM/7");
  EXPECT_EQ(fault(line, ReadFor::kNotification).column, "Now");
}

TEST(NotificationFieldsTest, AReturnsExportNeedNotHaveTheirColumns) {
  const ColumnMap map = map_of();
  const std::string file =
      "Ref,Child,URN,Time,Born,ONS\nRM/7,N77,SC900001,2026-10-03 21:15,2012-05-07,E10000030\n";
  std::istringstream from(file);
  auto rows = EventRows::open(from, map);
  ASSERT_TRUE(rows.ok()) << rows.error().detail;
  EXPECT_TRUE(std::holds_alternative<ReadEvent>(**rows->next()));
  // A notification without the name that its map promises would tell nobody who the child is.
  std::istringstream again(file);
  const auto refused = EventRows::open(again, map, ReadFor::kIdentity);
  ASSERT_FALSE(refused.ok());
  EXPECT_THAT(refused.error().detail, HasSubstr("CHILD_SURNAME: no column \"Surname\""));
}

TEST(NotificationFieldsTest, WhatIsNotReadCountsAsIgnored) {
  const ColumnMap map = map_of();
  const auto ignored = [&](ReadFor read_for) {
    std::istringstream from{std::string(kHeader)};
    return EventRows::open(from, map, read_for)->ignored_headers();
  };
  EXPECT_EQ(ignored(ReadFor::kReturn).size(), 7U);
  EXPECT_EQ(ignored(ReadFor::kNotification).size(), 5U);
  EXPECT_TRUE(ignored(ReadFor::kIdentity).empty());
}

TEST(NotificationFieldsTest, WhatIsNotKnownIsAbsent) {
  const record::Event read = event({.born = "",
                                    .surname = "n/k",
                                    .forenames = "",
                                    .alias = "not-known",
                                    .pac = "",
                                    .authority = "None Held",
                                    .now = "",
                                    .team = ""});
  EXPECT_EQ(read.identity, record::Identity{.police_reference = "RM/7"});
  EXPECT_EQ(read.child_now, record::ChildNow::kNotKnown);
  EXPECT_TRUE(read.contact.empty());
}

TEST(NotificationFieldsTest, ACellThatIsNoNameIsAFaultThatDoesNotRepeatIt) {
  const auto refused = [](const Line& line, std::string_view column) {
    const RowFault found = fault(line);
    EXPECT_EQ(found.line, 2);
    EXPECT_EQ(found.column, column);
    EXPECT_EQ(found.reason, Reason::kMalformed);
    EXPECT_FALSE(found.mend.empty());
    EXPECT_THAT(found.what + found.mend, Not(HasSubstr("Zq")));
  };
  refused({.surname = "Zq1"}, "Surname");
  refused({.forenames = std::string(63, 'a') + "Zq"}, "Forenames");
  refused({.forenames = "\"Zq, a\""}, "Forenames");
  refused({.alias = "\"Zq\nb\""}, "Alias");
  refused({.alias = "Zq (Zqa)"}, "Alias");
  refused({.alias = "@Zq"}, "Alias");
  refused({.reference = "Zq 1"}, "Ref");
  refused({.pac = "Zq\u0175"}, "PAC");
  refused({.authority = "Zq" + std::string(39, '1')}, "LA");
  refused({.team = "PC Zq"}, "Team");
  refused({.team = std::string(33, 'a')}, "Team");
  refused({.born = "1812-05-07"}, "Born");
}

TEST(NotificationFieldsTest, AnAgeFromAnotherCenturyStopsNoReturn) {
  EXPECT_TRUE(event({.born = "1812-05-07"}, ReadFor::kReturn).date_of_birth);
}

TEST(NotificationFieldsTest, ACallWithoutAChildHasNoIdentity) {
  std::string text(kMap);
  text = replaced(text, "record: CONCERN", "record: CALL_OUT");
  text = replaced(text, "column { field: KIND constant: \"other\" }", R"(
not_asked: [CHILD_INVOLVED, INCIDENT, OFFENCE_GROUP, ARRESTED, OUTCOME, APPROPRIATENESS, HOME_TOLD]
not_asked: [LEVEL, LEVEL_SET_BY]
column { field: CATEGORY constant: "other" }
column { field: CHANNEL constant: "101" }
column { field: DEPLOYMENT constant: "deployed" }
column { field: CALLER_ROLE constant: "staff" })");
  text = replaced(text, "constant: \"victim\"", "constant: \"none\"");
  const ColumnMap map = map_of(text);
  std::string row = Line().text();
  std::istringstream with(std::string(kHeader) + row);
  const auto child = **EventRows::open(with, map, ReadFor::kIdentity)->next();
  EXPECT_EQ(std::get<ReadEvent>(child).event.identity.surname, "Tywyll-\u0174ynne");
  row.erase(row.find("N77"), 3);
  std::istringstream without(std::string(kHeader) + row);
  const auto nobody = **EventRows::open(without, map, ReadFor::kIdentity)->next();
  EXPECT_EQ(std::get<ReadEvent>(nobody).event.identity, record::Identity{});
}

TEST(NotificationMapTest, NeedsNoneOfThem) {
  std::string text(kMap);
  text.erase(text.find("column { field: CHILD_SURNAME"));
  EXPECT_TRUE(load_column_map(text, "m").ok());
  EXPECT_TRUE(load_column_map(text + "not_asked: [CHILD_SURNAME, CHILD_NOW]\n", "m").ok());
}

Reason refusal(std::string_view part, std::string_view by) {
  const auto map = load_column_map(replaced(std::string(kMap), part, by), "m");
  return map.ok() ? Reason::kUsage : map.reason();
}

TEST(NotificationMapTest, RefusesWhatAnIdentityCannotHave) {
  EXPECT_EQ(refusal("header: \"Forenames\"", "constant: \"Zz\""), Reason::kMalformed);
  EXPECT_EQ(refusal("header: \"Forenames\"", "header: \"Forenames\" form: \"iso-8601\""),
            Reason::kMalformed);
  EXPECT_EQ(refusal("code: \"not-known\"", "code: \"Zz\""), Reason::kUnknownValue);
  EXPECT_EQ(refusal("code: \"in-custody\"", "code: \"in-cells\""), Reason::kUnknownValue);
  EXPECT_EQ(refusal("header: \"Team\"", "header: \"Team\" empty: \"x\""), Reason::kMalformed);
  EXPECT_EQ(refusal("CHILD_KNOWN_AS", "CHILD_FORENAMES"), Reason::kAmbiguous);
}

// The incident's reference alone may be another field's column.
TEST(NotificationMapTest, OneColumnIsNotTwoNames) {
  EXPECT_EQ(refusal("header: \"Alias\"", "header: \"Surname\""), Reason::kAmbiguous);
  EXPECT_EQ(refusal("header: \"PAC\"", "header: \"Child\""), Reason::kAmbiguous);
}

}  // namespace
}  // namespace stile::agent
