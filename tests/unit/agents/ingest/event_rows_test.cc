#include "agents/ingest/event_rows.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <array>
#include <random>
#include <sstream>

#include "tests/unit/agents/ingest/map_text.h"

namespace stile::agent {
namespace {

using std::string_literals::operator""s;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;

constexpr std::string_view kHeader =
    "Incident Ref,Nominal Ref,Ofsted URN,Date/Time Reported,Child DOB,Looked After?,Care Home?,"
    "Child Involved?,Incident Type,Police Deployed?,Home Told?,How Received,Caller Type,"
    "Appropriate Use?,Level,Level Set By,Child's Role,Placing Authority,Narrative,Incident No,"
    "Exploitation Concern?,Offence Group,Outcome,Do Not Share\n";

// Line is a good row; a test changes one cell of it.
struct Line {
  std::array<std::string, 24> cells = {"CC-20261003-000412",
                                       "P7000103",
                                       "SC900001",
                                       "03/10/2026 14:05",
                                       "14/06/2012",
                                       "Yes",
                                       "Y",
                                       "Y",
                                       "Missing Person",
                                       "Deployed",
                                       "N/A",
                                       "101",
                                       "Home Staff",
                                       "Appropriate",
                                       "Level 1",
                                       "Police",
                                       "Missing Person",
                                       "Surrey",
                                       "Zqanarive told it all",
                                       "2026/000412",
                                       "N",
                                       "",
                                       "",
                                       ""};
  Line with(std::size_t at, std::string text) const {
    Line changed = *this;
    changed.cells[at] = std::move(text);
    return changed;
  }
  std::string text() const {
    std::string line = cells[0];
    for (std::size_t i = 1; i < cells.size(); ++i) line += "," + cells[i];
    return line + "\n";
  }
};

enum Cell : std::size_t {
  kReference,
  kPerson,
  kHome,
  kTime,
  kBirth,
  kLookedAfter,
  kCareHome,
  kInvolved,
  kCategory,
  kDeployed,
  kHomeTold,
  kChannel,
  kCaller,
  kUse,
  kLevel,
  kLevelSetBy,
  kRole,
  kPlacedBy,
  kNarrative,
  kIncident,
  kExploitation,
  kOffence,
  kOutcome,
  kHold,
};

struct Read {
  std::vector<RowOutcome> outcomes;
  std::vector<std::string> ignored;
  std::string error;
};

Read read(const std::string& file, const ColumnMap& map) {
  std::istringstream from(file);
  Read all;
  auto rows = EventRows::open(from, map);
  if (!rows.ok()) {
    all.error = rows.error().detail;
    return all;
  }
  all.ignored = rows->ignored_headers();
  while (true) {
    auto outcome = rows->next();
    if (!outcome.ok()) all.error = outcome.error().detail;
    if (!outcome.ok() || !*outcome) return all;
    all.outcomes.push_back(std::move(**outcome));
  }
}

Read read(const std::string& rows) { return read(std::string(kHeader) + rows, shipped_map()); }

record::Event call_out(const Line& line) {
  const Read all = read(line.text());
  EXPECT_EQ(all.outcomes.size(), 1U) << all.error;
  const auto* row = std::get_if<ReadEvent>(&all.outcomes.at(0));
  if (row == nullptr) ADD_FAILURE() << std::get<RowFault>(all.outcomes[0]).what;
  return row == nullptr ? record::Event{} : row->event;
}

RowFault fault(const Line& line) {
  const Read all = read(line.text());
  EXPECT_EQ(all.outcomes.size(), 1U) << all.error;
  const auto* found = std::get_if<RowFault>(&all.outcomes.at(0));
  EXPECT_NE(found, nullptr);
  return found == nullptr ? RowFault{} : *found;
}

TEST(EventRowsTest, ReadsEveryField) {
  const record::Event read = call_out({});
  EXPECT_EQ(read.origin.system, "command-and-control");
  EXPECT_EQ(read.origin.reference, "CC-20261003-000412");
  EXPECT_EQ(read.origin.child, "P7000103");
  EXPECT_EQ(read.home->text(), "ofsted:SC900001");
  EXPECT_EQ(utc_minute_text(read.time), "2026-10-03T13:05Z");
  EXPECT_TRUE(read.child_involved);
  EXPECT_EQ(to_text(to_civil(*read.date_of_birth)), "2012-06-14");
  EXPECT_EQ(read.looked_after, record::LookedAfter::kYes);
  EXPECT_EQ(read.care_home, record::CareHome::kYes);
  EXPECT_EQ(read.category, record::Category::kMissing);
  EXPECT_EQ(read.deployment, record::Deployment::kDeployed);
  EXPECT_EQ(read.home_told, record::HomeTold::kNotApplicable);
  EXPECT_EQ(read.channel, record::Channel::k101);
  EXPECT_EQ(read.caller_role, record::CallerRole::kStaff);
  EXPECT_EQ(read.appropriateness, record::Appropriateness::kAppropriate);
  EXPECT_EQ(read.level, record::Level::k1);
  EXPECT_EQ(read.level_set_by, record::LevelSetBy::kForce);
  EXPECT_EQ(read.child_role, record::ChildRole::kMissing);
  EXPECT_EQ(read.placing_authority->text(), "E10000030");
  EXPECT_EQ(read.type, record::RecordType::kCallOut);
  EXPECT_EQ(read.incident, "2026/000412");
  EXPECT_EQ(read.exploitation, record::Answer::kNo);
  EXPECT_EQ(read.harm, record::Answer::kNotAsked);
  EXPECT_EQ(read.offence, record::OffenceGroup::kNone);
  EXPECT_EQ(read.outcome, record::Outcome::kNoCrime);
  EXPECT_EQ(read.hold, record::Hold::kNone);
}

TEST(EventRowsTest, HoldsARecordForAReasonOfTheListAndRejectsAnyOther) {
  EXPECT_EQ(call_out(Line().with(kHold, "live investigation")).hold,
            record::Hold::kPrejudiceToInvestigation);
  EXPECT_EQ(call_out(Line().with(kHold, "secrecy-order")).hold, record::Hold::kSecrecyOrder);
  const RowFault found = fault(Line().with(kHold, "please hold"));
  EXPECT_EQ(found.reason, Reason::kUnknownValue);
  EXPECT_EQ(found.column, "Do Not Share");
}

TEST(EventRowsTest, TakesACodeItselfForItsText) {
  EXPECT_EQ(call_out(Line().with(kOutcome, "22")).outcome, record::Outcome::k22);
  EXPECT_EQ(call_out(Line().with(kOffence, "public-order")).offence,
            record::OffenceGroup::kPublicOrder);
  EXPECT_EQ(call_out(Line().with(kDeployed, "not-known")).deployment,
            record::Deployment::kNotKnown);
  EXPECT_EQ(fault(Line().with(kOutcome, "23")).reason, Reason::kUnknownValue);
}

TEST(EventRowsTest, ListsTheColumnsThatNothingReads) {
  EXPECT_THAT(read("").ignored, ElementsAre("Narrative"));
}

TEST(EventRowsTest, ForgivesCaseAndSpaceInTexts) {
  EXPECT_EQ(call_out(Line().with(kLookedAfter, "\" yES \"")).looked_after,
            record::LookedAfter::kYes);
}

TEST(EventRowsTest, TakesAnOnsCodeForThePlacingAuthorityAndAnEmptyCellForNotKnown) {
  EXPECT_EQ(call_out(Line().with(kPlacedBy, "W06000023")).placing_authority->text(), "W06000023");
  EXPECT_FALSE(call_out(Line().with(kPlacedBy, "")).placing_authority);
  EXPECT_FALSE(call_out(Line().with(kPlacedBy, "Not known")).placing_authority);
}

TEST(EventRowsTest, RefusesAnEmptyMandatoryCell) {
  for (const Cell cell : {kReference, kHome, kTime, kLookedAfter, kCareHome, kPerson, kCategory}) {
    const RowFault found = fault(Line().with(cell, ""));
    EXPECT_EQ(found.reason, Reason::kMissingField) << cell;
    EXPECT_EQ(found.line, 2);
    EXPECT_EQ(found.kind, RowFault::Kind::kRejected);
    EXPECT_FALSE(found.column.empty());
  }
}

TEST(EventRowsTest, WithholdsAPlaceThatIsNoChildrensHome) {
  const RowFault found = fault(Line().with(kCareHome, "N").with(kHome, ""));
  EXPECT_EQ(found.reason, Reason::kOutOfScope);
  EXPECT_EQ(found.kind, RowFault::Kind::kWithheld);
}

TEST(EventRowsTest, KeepsNotAskedAsItIs) {
  EXPECT_EQ(call_out(Line().with(kCareHome, "Not Asked")).care_home, record::CareHome::kNotAsked);
}

TEST(EventRowsTest, ListsTheTextsItKnowsAndNeverTheCell) {
  const RowFault found = fault(Line().with(kChannel, "Zqpigeon"));
  EXPECT_EQ(found.reason, Reason::kUnknownValue);
  EXPECT_EQ(found.column, "How Received");
  EXPECT_THAT(found.mend, HasSubstr(R"("999", "101", "Online")"));
  EXPECT_THAT(found.what + found.mend, Not(HasSubstr("Zqpigeon")));
}

TEST(EventRowsTest, NeverRepeatsACellInAFault) {
  for (std::size_t cell = 0; cell <= kHold; ++cell) {
    for (const std::string text : {"Zqcanary", "=Zqcanary", "\"Zq\ncanary\""}) {
      const Read all = read(Line().with(cell, text).text());
      ASSERT_EQ(all.outcomes.size(), 1U);
      const auto* found = std::get_if<RowFault>(&all.outcomes[0]);
      if (found == nullptr) continue;
      EXPECT_THAT(found->what + found->mend + found->column, Not(HasSubstr("canary"))) << cell;
    }
  }
}

TEST(EventRowsTest, RefusesFormulasInColumnsItReadsOnly) {
  for (const std::string text : {"=1+1", "+44", "-1", "@x", "\" =1\""}) {
    EXPECT_EQ(fault(Line().with(kPerson, text)).reason, Reason::kMalformed) << text;
  }
  call_out(Line().with(kNarrative, "=cmd|x"));
}

TEST(EventRowsTest, RefusesPlaceholdersForAHome) {
  for (const std::string text : {"XXXXXXX", "REDACTED", "SC90001", "sc900001"}) {
    EXPECT_EQ(fault(Line().with(kHome, text)).reason, Reason::kMalformed) << text;
  }
}

TEST(EventRowsTest, RefusesTimesThatNeverWere) {
  EXPECT_EQ(fault(Line().with(kTime, "31/02/2026 10:00")).reason, Reason::kMalformed);
  EXPECT_EQ(fault(Line().with(kTime, "10/13/2026 10:00")).reason, Reason::kMalformed);
  EXPECT_EQ(fault(Line().with(kTime, "2026-13-01T10:00Z")).reason, Reason::kMalformed);
  EXPECT_THAT(fault(Line().with(kTime, "29/03/2026 01:30")).what, HasSubstr("skipped"));
  EXPECT_EQ(fault(Line().with(kBirth, "30/02/2012")).reason, Reason::kMalformed);
}

TEST(EventRowsTest, TakesTheFirstOfARepeatedHourUnlessTheOffsetSaysOtherwise) {
  const auto text = [](const std::string& time) {
    return utc_minute_text(call_out(Line().with(kTime, time)).time);
  };
  EXPECT_EQ(text("25/10/2026 01:30"), "2026-10-25T00:30Z");
  EXPECT_EQ(text("2026-10-25T01:30+00:00"), "2026-10-25T01:30Z");
}

TEST(EventRowsTest, ACallWithoutAChildHasNoChild) {
  const Line none = Line().with(kInvolved, "N").with(kPerson, "").with(kRole, "None");
  const record::Event read = call_out(none);
  EXPECT_FALSE(read.child_involved);
  EXPECT_FALSE(read.date_of_birth);
  EXPECT_EQ(fault(none.with(kRole, "Suspect")).reason, Reason::kMalformed);
  EXPECT_EQ(fault(none.with(kPerson, "P1")).reason, Reason::kMalformed);
}

TEST(EventRowsTest, RefusesARowOfAnotherWidthAndGoesOn) {
  const Read all = read("a,b\n" + Line().text() + Line().with(kNarrative, "a,b").text());
  ASSERT_EQ(all.outcomes.size(), 3U);
  EXPECT_EQ(std::get<RowFault>(all.outcomes[0]).what, "the row has 2 cells, the header 24");
  EXPECT_EQ(std::get<ReadEvent>(all.outcomes[1]).line, 3);
  EXPECT_EQ(std::get<RowFault>(all.outcomes[2]).line, 4);
}

TEST(EventRowsTest, NamesAMissingOrDoubledColumnAndNothingOfTheFile) {
  const std::string without = replaced(std::string(kHeader), "Ofsted URN", "Zqname");
  const Read missing = read(without + Line().text(), shipped_map());
  EXPECT_THAT(missing.error, HasSubstr(R"(HOME: no column "Ofsted URN" or "URN")"));
  EXPECT_THAT(missing.error, Not(HasSubstr("Zqname")));
  const std::string doubled = replaced(std::string(kHeader), "Narrative", "URN");
  EXPECT_THAT(read(doubled, shipped_map()).error, HasSubstr("HOME: more than one column"));
  EXPECT_THAT(read("", shipped_map()).error, HasSubstr("no header row"));
}

TEST(EventRowsTest, TellsColumnsApartByTheGroupAboveThem) {
  auto map = replaced(map_text(), "header_rows: 1", "header_rows: 2");
  map = replaced(map, "header: \"Child's Role\"", "header: \"Child / Role\"");
  const std::string groups = "Call,,,,,,,,,,,,,,,Caller,Child,,,,,,,\n";
  const auto header = replaced(std::string(kHeader), "Child's Role", "Role");
  const Read all = read(groups + header + Line().text(), load_column_map(map, "m").value());
  ASSERT_EQ(all.outcomes.size(), 1U) << all.error;
  EXPECT_EQ(std::get<ReadEvent>(all.outcomes[0]).line, 3);
}

TEST(EventRowsTest, EveryRowOfAnyBytesIsARecordOrAFault) {
  std::mt19937 random(11);
  const std::string letters = "aY1,,,,\"\r\n\0\xE9=; "s;
  const ColumnMap map = shipped_map();
  for (int round = 0; round < 500; ++round) {
    std::string rows;
    for (int row = 0; row < 5; ++row) {
      std::string text = Line().text();
      for (auto change = random() % 4; change > 0; --change) {
        text[random() % text.size()] = letters[random() % letters.size()];
      }
      rows += text;
    }
    const Read all = read(std::string(kHeader) + rows, map);
    EXPECT_TRUE(!all.error.empty() || !all.outcomes.empty());
    std::int64_t line = 1;
    for (const RowOutcome& outcome : all.outcomes) {
      const std::int64_t at = std::visit([](const auto& row) { return row.line; }, outcome);
      EXPECT_GT(at, line);
      line = at;
    }
  }
}

}  // namespace
}  // namespace stile::agent
