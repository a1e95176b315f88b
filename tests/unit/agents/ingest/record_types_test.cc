#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <sstream>

#include "agents/ingest/event_rows.h"

namespace stile::agent {
namespace {

using record::RecordType;
using testing::ElementsAre;
using testing::HasSubstr;

constexpr char kEpisodes[] = R"(
system: "missing-persons"
record: MISSING_EPISODE
header_rows: 1
separator: ","
not_asked: [DATE_OF_BIRTH, LOOKED_AFTER, CARE_HOME, PLACING_AUTHORITY, EXPLOITATION, HARM, CHILD_VIEW]
not_asked: [DISPUTED, POLICE_RESPONSE, HOME_ENQUIRED, INTERVIEW_OFFERED, INTERVIEW_ACCEPTED]
column { field: REFERENCE header: "ref" }
column { field: PERSON header: "child" }
column { field: HOME header: "home" scheme: OFSTED }
column { field: TIME header: "from" form: "iso-8601" }
column { field: END_TIME header: "to" form: "iso-8601" }
column { field: ABSENCE constant: "missing" }
column { field: RISK header: "risk" value { text: "absent" code: "no-apparent-risk" } }
column { field: INTERVIEW_DUE header: "due" }
column { field: HOLD header: "hold" }
)";

constexpr char kBoth[] = R"(
system: "records"
header_rows: 1
separator: ","
not_asked: [DATE_OF_BIRTH, LOOKED_AFTER, CARE_HOME, PLACING_AUTHORITY, EXPLOITATION, HARM, CHILD_VIEW]
not_asked: [DISPUTED, OUTCOME, HOLD]
column { field: TYPE header: "type" value { text: "Custody" code: "arrest" } }
column { field: REFERENCE header: "ref" }
column { field: PERSON header: "child" }
column { field: HOME header: "home" scheme: OFSTED }
column { field: TIME header: "when" form: "iso-8601" }
column { field: KIND header: "kind" }
column { field: CHILD_ROLE header: "role" }
column { field: OFFENCE_GROUP header: "offence" }
)";

struct Read {
  std::vector<record::Event> events;
  std::vector<RowFault> faults;
};

Read read(const char* map_text, const std::string& file) {
  const auto map = load_column_map(map_text, "map");
  EXPECT_TRUE(map.ok()) << map.error().detail;
  std::istringstream from(file);
  auto rows = EventRows::open(from, *map);
  EXPECT_TRUE(rows.ok()) << rows.error().detail;
  Read all;
  for (;;) {
    auto outcome = rows->next();
    if (!outcome.ok() || !*outcome) return all;
    if (auto* row = std::get_if<ReadEvent>(&**outcome)) all.events.push_back(row->event);
    if (auto* fault = std::get_if<RowFault>(&**outcome)) all.faults.push_back(*fault);
  }
}

Read episode(const std::string& row) {
  return read(kEpisodes, "ref,child,home,from,to,risk,due,hold\n" + row + "\n");
}

Read of_both(const std::string& row) {
  return read(kBoth, "type,ref,child,home,when,kind,role,offence\n" + row + "\n");
}

TEST(RecordTypesTest, ReadsAMissingEpisode) {
  const Read all =
      episode("M1,P1,SC900001,2026-10-03T18:00,2026-10-04T01:30,high,yes,detrimental-to-child");
  ASSERT_EQ(all.events.size(), 1U) << all.faults.at(0).what;
  const record::Event& event = all.events[0];
  EXPECT_EQ(event.type, RecordType::kMissingEpisode);
  EXPECT_EQ(event.child_role, record::ChildRole::kMissing);
  EXPECT_TRUE(event.child_involved);
  EXPECT_EQ(*event.end - event.time, 7 * 3600 + 1800);
  EXPECT_EQ(event.absence, record::Absence::kMissing);
  EXPECT_EQ(event.risk, record::MissingRisk::kHigh);
  EXPECT_EQ(event.interview_due, record::Answer::kYes);
  EXPECT_EQ(event.interview_offered, record::Answer::kNotAsked);
  EXPECT_EQ(event.police_response, record::PoliceResponse::kNotKnown);
  EXPECT_EQ(event.hold, record::Hold::kDetrimentalToChild);
}

TEST(RecordTypesTest, AnEpisodeWithoutAnEndGoesOn) {
  const Read all = episode("M1,P1,SC900001,2026-10-03T18:00,,absent,not-known,");
  ASSERT_EQ(all.events.size(), 1U) << all.faults.at(0).what;
  EXPECT_FALSE(all.events[0].end);
  EXPECT_EQ(all.events[0].risk, record::MissingRisk::kNoApparent);
}

TEST(RecordTypesTest, RejectsAnEpisodeThatEndsBeforeItBegins) {
  const Read all = episode("M1,P1,SC900001,2026-10-03T18:00,2026-10-03T17:59,low,yes,");
  ASSERT_EQ(all.faults.size(), 1U);
  EXPECT_EQ(all.faults[0].column, "to");
  EXPECT_EQ(all.faults[0].what, "the episode ends before it begins");
}

TEST(RecordTypesTest, RejectsAnEpisodeOfNoChild) {
  const Read all = episode("M1,,SC900001,2026-10-03T18:00,,low,yes,");
  ASSERT_EQ(all.faults.size(), 1U);
  EXPECT_EQ(all.faults[0].what, "the episode names no child");
}

TEST(RecordTypesTest, AColumnTellsArrestsFromConcerns) {
  EXPECT_THAT(load_column_map(kBoth, "map")->types(),
              ElementsAre(RecordType::kArrest, RecordType::kConcern));
  const Read all = of_both(
      "Custody,A1,P1,SC900001,2026-10-03T18:00,arrested,unread,violence\n"
      "concern,K1,P1,SC900001,2026-10-04T18:00,self-harm,victim,unread");
  ASSERT_EQ(all.events.size(), 2U) << all.faults.at(0).what;
  EXPECT_EQ(all.events[0].type, RecordType::kArrest);
  EXPECT_EQ(all.events[0].kind, record::Kind::kArrested);
  EXPECT_EQ(all.events[0].child_role, record::ChildRole::kAlleged);
  EXPECT_EQ(all.events[0].arrested, record::Answer::kYes);
  EXPECT_EQ(all.events[0].offence, record::OffenceGroup::kViolence);
  EXPECT_EQ(all.events[1].type, RecordType::kConcern);
  EXPECT_EQ(all.events[1].child_role, record::ChildRole::kVictim);
  EXPECT_EQ(all.events[1].offence, record::OffenceGroup::kNotKnown);
}

TEST(RecordTypesTest, AVoluntaryInterviewIsNoArrestOfAnybody) {
  const Read all =
      of_both("Custody,A1,P1,SC900001,2026-10-03T18:00,voluntary-interview,,not-known");
  ASSERT_EQ(all.events.size(), 1U) << all.faults.at(0).what;
  EXPECT_EQ(all.events[0].arrested, record::Answer::kNo);
}

TEST(RecordTypesTest, RejectsAKindOfTheOtherType) {
  const Read all = of_both(
      "Custody,A1,P1,SC900001,2026-10-03T18:00,self-harm,,violence\n"
      "concern,K1,P1,SC900001,2026-10-03T18:00,arrested,none,\n"
      "call-out,K1,P1,SC900001,2026-10-03T18:00,arrested,none,\n"
      "Custody,A2,,SC900001,2026-10-03T18:00,other,,violence");
  ASSERT_EQ(all.faults.size(), 4U);
  EXPECT_EQ(all.faults[0].what, "this is no kind of arrest");
  EXPECT_EQ(all.faults[1].what, "this is no kind of concern");
  EXPECT_EQ(all.faults[2].reason, Reason::kUnknownValue);
  EXPECT_THAT(all.faults[3].what, HasSubstr("the arrest names no child"));
}

}  // namespace
}  // namespace stile::agent
