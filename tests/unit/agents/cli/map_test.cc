#include <gmock/gmock.h>

#include "agents/cli/map_check.h"
#include "agents/cli/map_try.h"
#include "tests/unit/agents/cli/files_fixture.h"

namespace stile::agent {
namespace {

using testing::HasSubstr;
using testing::Not;

constexpr char kMap[] = R"(system: "missing-persons"
record: MISSING_EPISODE
header_rows: 1
separator: ","
not_asked: [DISPUTED, POLICE_RESPONSE, HOME_ENQUIRED, INTERVIEW_DUE, INTERVIEW_OFFERED]
not_asked: [INTERVIEW_ACCEPTED, EXPLOITATION, HARM, CHILD_VIEW, LOOKED_AFTER]
column { field: REFERENCE header: "Ref" }
column { field: PERSON header: "Child" }
column { field: HOME header: "URN" scheme: OFSTED }
column { field: TIME header: "From" form: "%d/%m/%Y %H:%M" }
column { field: END_TIME header: "To" form: "%d/%m/%Y %H:%M" }
column { field: DATE_OF_BIRTH header: "Born" form: "%d/%m/%Y" }
column { field: CARE_HOME header: "Home?" }
column { field: PLACING_AUTHORITY header: "Placed By" empty: "not-known" }
column { field: ABSENCE constant: "missing" }
column { field: RISK header: "Grading" }
column { field: HOLD header: "Hold" }
)";

constexpr char kHeader[] =
    "Ref,Child,URN,From,To,Born,Home?,Placed By,Grading,Hold,Voise of Child,Notes\n";
constexpr char kGood[] =
    "Zqref,Zqchild,SC900001,03/10/2026 21:00,04/10/2026 09:00,07/05/2012,yes,,high,,no,Zqnote\n";
constexpr char kHeld[] =
    "Zqref,Zqchild,SC900001,03/10/2026 21:00,,07/05/2012,yes,E10000030,low,secrecy-order,,Zqnote\n";
constexpr char kFoster[] = "Zqref,Zqchild,,03/10/2026 21:00,,,no,,low,,,Zqnote\n";
constexpr char kBad[] = "Zqref,Zqchild,SC900001,03/10/2026 21:00,,,yes,,Zqgrade,,,Zqnote\n";

class MapCommandTest : public FilesFixture {
 protected:
  Result<ExitCode> check(const std::string& text) { return map_check(write("map", text), said_); }
  Result<ExitCode> attempt(const std::string& file, const std::string& text = kMap) {
    return map_try(write("map", text), write("export.csv", file), said_);
  }
  std::string replaced(std::string_view part, std::string_view by) {
    std::string text = kMap;
    return text.replace(text.find(part), part.size(), by);
  }
};

TEST_F(MapCommandTest, CheckSaysOfEveryFieldWhereItComesFrom) {
  EXPECT_EQ(check(kMap).value(), ExitCode::kOk) << said_.text();
  EXPECT_THAT(said_.text(), HasSubstr("record of type missing-episode; header rows: 1"));
  EXPECT_THAT(said_.text(), HasSubstr("REFERENCE: column \"Ref\"; stays at the source"));
  EXPECT_THAT(said_.text(), HasSubstr("TIME: column \"From\"; as 31/10/2026 23:59"));
  EXPECT_THAT(said_.text(), HasSubstr("ABSENCE: always missing"));
  EXPECT_THAT(said_.text(), HasSubstr("HARM: not asked"));
  EXPECT_THAT(
      said_.text(),
      HasSubstr(
          "RISK: column \"Grading\"; \"no-apparent-risk\" -> no-apparent-risk, \"low\" -> low"));
  EXPECT_THAT(said_.text(), Not(HasSubstr("CHANNEL")));
  EXPECT_THAT(said_.json(), HasSubstr(R"({"field":"ABSENCE","from":"always missing","how":""})"));
}

TEST_F(MapCommandTest, CheckTellsEveryFaultWithItsPlace) {
  std::string text = replaced("header_rows: 1", "header_rows: 4");
  text.replace(text.find("constant: \"missing\""), 19, "constant: \"gone\"");
  text += "column { field: CHANNEL constant: \"other\" }\n";
  EXPECT_EQ(check(text).value(), ExitCode::kFaults);
  EXPECT_THAT(said_.text(), HasSubstr("map:3:1: header_rows is 1 or 2"));
  EXPECT_THAT(said_.text(), HasSubstr("map:15:25: no code of ABSENCE; use one of missing, "));
  EXPECT_THAT(said_.text(), HasSubstr("map:18:10: CHANNEL is no field of this episode map"));
  EXPECT_THAT(said_.json(), HasSubstr("{\"fault\":\"UNKNOWN_FIELD\""));
}

TEST_F(MapCommandTest, CheckOfAMapThatIsNotThereFails) {
  EXPECT_EQ(map_check(folder_.file("none"), said_).reason(), Reason::kNotFound);
}

TEST_F(MapCommandTest, TryTellsWhatEveryRowBecomes) {
  const auto done = attempt(std::string(kHeader) + kGood + kHeld + kFoster + kBad);
  EXPECT_EQ(done.value(), ExitCode::kFaults);
  EXPECT_THAT(said_.text(),
              HasSubstr("line 2: missing-episode: TIME 2026-10 evening, DATE_OF_BIRTH "
                        "10-15, CARE_HOME yes, PLACING_AUTHORITY not-known, HOLD "
                        "none, END_TIME 8-16-hours, RISK high\n"));
  EXPECT_THAT(said_.text(), HasSubstr("line 3: held missing-episode:"));
  EXPECT_THAT(said_.text(), HasSubstr("line 4: column \"Home?\" withheld: OUT_OF_SCOPE"));
  EXPECT_THAT(said_.text(), HasSubstr("line 5: column \"Grading\" rejected: UNKNOWN_VALUE"));
  EXPECT_THAT(said_.text(), HasSubstr("4 rows: 1 records, 1 held, 1 withheld, 1 rejected\n"));
  EXPECT_THAT(said_.json(),
              HasSubstr(R"({"rows":4,"records":1,"held":1,"withheld":1,"rejected":1})"));
}

TEST_F(MapCommandTest, TryEndsWellWhereNothingIsRejected) {
  EXPECT_EQ(attempt(std::string(kHeader) + kGood + kFoster).value(), ExitCode::kOk);
}

TEST_F(MapCommandTest, TryShowsNoReferenceDateOfBirthOrOtherCell) {
  ASSERT_TRUE(attempt(std::string(kHeader) + kGood + kHeld + kFoster + kBad).ok());
  const std::string all = said_.text() + said_.json() + said_.messages();
  for (const std::string cell : {"Zq", "SC900001", "07/05/2012", "2012", "03/10"}) {
    EXPECT_THAT(all, Not(HasSubstr(cell)));
  }
}

// What a map says of a notification, and what an export has of it.
constexpr char kIdentity[] = R"(column { field: CHILD_SURNAME header: "Surname" }
column { field: PAC_REFERENCE header: "PAC" value { text: "none" code: "not-known" } }
column { field: CHILD_NOW header: "Now" }
column { field: CONTACT header: "Team" }
)";

std::string with_identity(std::string text, std::string_view cells) {
  text.insert(text.size() - 1, cells);
  return text;
}

TEST_F(MapCommandTest, CheckSaysWhatBecomesOfAnIdentityAndNothingOfWhatIsLeftOut) {
  EXPECT_EQ(check(kMap).value(), ExitCode::kOk);
  EXPECT_THAT(said_.text(), Not(HasSubstr("CHILD_SURNAME")));
  EXPECT_THAT(said_.text(), Not(HasSubstr("CONTACT")));
  EXPECT_EQ(check(std::string(kMap) + kIdentity).value(), ExitCode::kOk) << said_.text();
  EXPECT_THAT(said_.text(), HasSubstr("CHILD_SURNAME: column \"Surname\"; read for notifications "
                                      "only, and sealed"));
  EXPECT_THAT(said_.text(), HasSubstr("\"none\" -> not-known"));
  EXPECT_THAT(said_.text(), HasSubstr("CONTACT: column \"Team\"; a contact's code"));
  EXPECT_THAT(said_.text(), Not(HasSubstr("CHILD_FORENAMES")));
}

TEST_F(MapCommandTest, TryShowsOfAnIdentityOnlyWhetherThereIsOne) {
  const std::string map = std::string(kMap) + kIdentity;
  const std::string header = with_identity(kHeader, ",Surname,PAC,Now,Team");
  const auto done =
      attempt(header + with_identity(kGood, ",Zqname,Zqpac,in-custody,zqteam") +
                  with_identity(kHeld, ",,NONE,,") + with_identity(kGood, ",Zqname 2,,,") +
                  with_identity(kGood, ",,,,PC Zqname"),
              map);
  EXPECT_EQ(done.value(), ExitCode::kFaults);
  EXPECT_THAT(said_.text(), HasSubstr("RISK high, CHILD_SURNAME given, PAC_REFERENCE given, "
                                      "CHILD_NOW in-custody, CONTACT given\n"));
  EXPECT_THAT(said_.text(), HasSubstr("RISK low, CHILD_NOW not-known\n"));
  EXPECT_THAT(said_.text(),
              HasSubstr("line 4: column \"Surname\" rejected: MALFORMED: not a name"));
  EXPECT_THAT(said_.text(), HasSubstr("line 5: column \"Team\" rejected: MALFORMED"));
  const std::string all = said_.text() + said_.json() + said_.messages();
  for (const std::string cell : {"Zq", "zq", "NONE"}) EXPECT_THAT(all, Not(HasSubstr(cell)));
}

TEST_F(MapCommandTest, TryOfAnExportForAReturnSaysWhatANotificationWouldLack) {
  EXPECT_EQ(attempt(std::string(kHeader) + kGood, std::string(kMap) + kIdentity).value(),
            ExitCode::kOk);
  EXPECT_THAT(said_.text(), HasSubstr("CHILD_SURNAME: no column \"Surname\""));
  EXPECT_THAT(said_.text(), HasSubstr("a return goes without it, a notification does not"));
  EXPECT_THAT(said_.text(), HasSubstr("1 rows: 1 records"));
  EXPECT_THAT(said_.text(), Not(HasSubstr("CHILD_NOW not-known")));
}

TEST_F(MapCommandTest, TrySuggestsAFieldForAHeaderThatNothingReads) {
  ASSERT_TRUE(attempt(std::string(kHeader) + kGood).ok());
  EXPECT_THAT(said_.text(),
              HasSubstr("column \"Voise of Child\" is never read; is it CHILD_VIEW?"));
  EXPECT_THAT(said_.text(), HasSubstr("column \"Notes\" is never read\n"));
}

TEST_F(MapCommandTest, TryTellsOfAllMissingHeadersAtOnceAndNothingThatCouldBeData) {
  std::string file = std::string(kHeader) + kGood;
  file.replace(file.find("Grading"), 7, "Risk Grade");
  file.replace(file.find("Born"), 4, "Zqname");
  EXPECT_EQ(attempt(file).value(), ExitCode::kFaults);
  EXPECT_THAT(said_.text(), HasSubstr("RISK: no column \"Grading\""));
  EXPECT_THAT(said_.text(), HasSubstr("DATE_OF_BIRTH: no column \"Born\""));
  EXPECT_THAT(said_.text(), HasSubstr("column \"Risk Grade\" is never read; is it RISK?"));
  EXPECT_THAT(said_.text(), HasSubstr("2 other columns resemble no field"));
  EXPECT_THAT(said_.text() + said_.json(), Not(HasSubstr("Zq")));
}

TEST_F(MapCommandTest, TryOfAFaultyMapListsItsFaults) {
  EXPECT_EQ(attempt(kHeader, replaced("header_rows: 1", "header_rows: 4")).value(),
            ExitCode::kFaults);
  EXPECT_THAT(said_.text(), HasSubstr("header_rows is 1 or 2"));
}

TEST_F(MapCommandTest, TryOfAnUnfinishedMapShowsWhatTheExportOffersForWhatIsMissing) {
  std::string map = kMap;
  const auto from = map.find("column { field: RISK");
  ASSERT_NE(from, map.npos);
  map.erase(from, map.find("column { field:", from + 1) - from);
  std::string file = std::string(kHeader) + kGood;
  file.replace(file.find("Grading"), 7, "Risk Level");
  EXPECT_EQ(attempt(file, map).value(), ExitCode::kFaults);
  EXPECT_THAT(said_.text(), HasSubstr("RISK"));
  EXPECT_THAT(said_.text(), HasSubstr("column \"Risk Level\" is never read; is it RISK?"));
  EXPECT_THAT(said_.text(), HasSubstr("column \"Notes\" is never read\n"));
  EXPECT_THAT(said_.text(), Not(HasSubstr("line 2")));
}

TEST_F(MapCommandTest, TryOfAFileThatBreaksOffTellsHowFarItCame) {
  const auto done = attempt(std::string(kHeader) + kGood + "Zqref,\"Zqchild");
  EXPECT_EQ(done.reason(), Reason::kMalformed);
  EXPECT_THAT(said_.text(), HasSubstr("1 rows: 1 records"));
  EXPECT_EQ(map_try(write("map", kMap), folder_.file("none"), said_).reason(), Reason::kNotFound);
}

}  // namespace
}  // namespace stile::agent
