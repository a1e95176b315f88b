#include "agents/cli/event_prompt.h"

#include <gmock/gmock.h>

#include <sstream>

#include "agents/cli/remote.h"
#include "agents/ingest/column_map_file.h"
#include "tests/support/built_from.h"
#include "tests/support/said.h"

namespace stile::agent {
namespace {

using enum EventField;
using testing::HasSubstr;
using testing::Not;

// What a person types of a call, by field; what is not here is left empty.
using Typed = std::map<EventField, std::string>;

ColumnMap map_named(const std::string& name) {
  return load_column_map_file(support::source_dir() + "/policies/column-maps/" + name +
                              ".textproto")
      .value();
}

Typed call() {
  return {{kReference, "CC-7"},
          {kPerson, "P, \"7\""},
          {kHome, "SC900001"},
          {kTime, "02/11/2026 23:50"},
          {kLookedAfter, "Yes"},
          {kCareHome, "Y"},
          {kChildInvolved, "Y"},
          {kCategory, "Disorder"},
          {kChannel, "999"},
          {kChildRole, "Victim"},
          {kChildSurname, "Invented-Wynne"}};
}

class EventPromptTest : public ::testing::Test {
 protected:
  // lines_of() are the answers in the order in which the fields are asked for.
  std::string lines_of(const Typed& typed) const {
    std::string lines;
    for (int number = 1; number <= kEventFieldCount; ++number) {
      const auto field = static_cast<EventField>(number);
      // The map reads the incident's number for two fields, and it is asked for once.
      if (map_.rule(field).headers.empty() || field == kIncidentReference) continue;
      const auto found = typed.find(field);
      lines += (found == typed.end() ? "" : found->second) + "\n";
    }
    return lines;
  }
  std::optional<Bytes> ask(const std::string& lines) {
    std::istringstream from(lines);
    screen_.str({});
    EventPrompt prompt(map_, from, screen_);
    return prompt.ask();
  }
  std::string screen() const { return screen_.str(); }

  ColumnMap map_ = map_named("command-and-control");
  std::ostringstream screen_;
};

TEST_F(EventPromptTest, MakesTheExportThatItsMapReads) {
  const auto events = ask(lines_of(call()));
  ASSERT_TRUE(events) << screen();
  std::istringstream from(*events);
  auto rows = EventRows::open(from, map_, ReadFor::kIdentity);
  ASSERT_TRUE(rows.ok()) << rows.error().detail;
  auto outcome = rows->next();
  ASSERT_TRUE(outcome.ok() && *outcome);
  const auto& event = std::get<ReadEvent>(**outcome).event;
  EXPECT_EQ(event.origin.reference, "CC-7");
  EXPECT_EQ(event.origin.child, "P, \"7\"");
  EXPECT_EQ(event.child_role, record::ChildRole::kVictim);
  EXPECT_EQ(event.identity.surname, "Invented-Wynne");
  EXPECT_FALSE(rows->next().value());
}

TEST_F(EventPromptTest, SaysHowEachFieldIsWritten) {
  ask(lines_of(call()));
  EXPECT_THAT(screen(), HasSubstr("Date/Time Reported ("));
  EXPECT_THAT(screen(), HasSubstr("31/10/2026 23:59"));
  EXPECT_THAT(screen(), HasSubstr("Child's Role ("));
  EXPECT_THAT(screen(), HasSubstr("\"Suspect\""));
  EXPECT_THAT(screen(), HasSubstr("ONS code"));
  EXPECT_THAT(screen(), HasSubstr("Child DOB ("));
  EXPECT_THAT(screen(), HasSubstr("may be empty"));
}

TEST_F(EventPromptTest, AsksAgainForWhatCannotBeRead) {
  auto typed = call();
  typed[kReference] = "\nCC-7";                  // empty first
  typed[kTime] = "yesterday\n02/11/2026 23:50";  // no date
  typed[kChildRole] = "Wizard\nVictim";          // no code
  ASSERT_TRUE(ask(lines_of(typed))) << screen();
  EXPECT_THAT(screen(), HasSubstr("it may not be empty"));
  EXPECT_THAT(screen(), HasSubstr("  expected "));
  EXPECT_THAT(screen(), HasSubstr("none of the texts of this field"));
}

TEST_F(EventPromptTest, AsksAgainForWhatTheWholeEventShowsToBeWrong) {
  auto typed = call();
  typed[kPerson] = "";
  typed[kHome] = "=SC900001";
  const auto events = ask(lines_of(typed) + "SC900001\nP-8\n");
  ASSERT_TRUE(events) << screen();
  EXPECT_THAT(screen(), HasSubstr("Ofsted URN: the cell begins with = + - or @"));
  EXPECT_THAT(screen(), HasSubstr("Nominal Ref: a child is involved and has no reference"));
  EXPECT_THAT(*events, HasSubstr("\"P-8\""));
}

TEST_F(EventPromptTest, MakesNothingWhereThePersonEndsItOrNobodyMayBeTold) {
  EXPECT_FALSE(ask("CC-7\nP-7\n"));
  auto typed = call();
  typed[kCareHome] = "N";
  EXPECT_FALSE(ask(lines_of(typed)));
  EXPECT_THAT(screen(), HasSubstr("not a children's home"));
}

TEST_F(EventPromptTest, AsksForTheFieldsOfTheTypeAlone) {
  map_ = map_named("records-management");
  ask("Custody Record\nOCC-1\n");
  EXPECT_THAT(screen(), HasSubstr("Record Type ("));
  std::string lines = "Custody Record\n";
  for (int i = 0; i < 40; ++i) lines += "x\n";
  ask(lines);
  EXPECT_THAT(screen(), Not(HasSubstr("Subject Role"))) << "whoever is arrested is alleged";
}

TEST_F(EventPromptTest, TakesNothingButYesForYes) {
  for (const auto* answer : {"y\n", "YES\n", "\n", ""}) {
    std::istringstream from(answer);
    EXPECT_FALSE(EventPrompt(map_, from, screen_).confirm("Tell those named above?")) << answer;
  }
  std::istringstream from("yes\n");
  EXPECT_TRUE(EventPrompt(map_, from, screen_).confirm("Tell those named above?"));
}

TEST_F(EventPromptTest, TellsNobodyWhereNothingWasEntered) {
  std::istringstream from;
  Said said;
  const auto done = notify_enter(
      {"/nowhere"}, support::source_dir() + "/policies/column-maps/command-and-control.textproto",
      from, screen_, said);
  EXPECT_EQ(done.value(), ExitCode::kFaults);
  EXPECT_THAT(said.messages(), HasSubstr("nobody is told"));
}

}  // namespace
}  // namespace stile::agent
