#include "agents/cli/directory.h"
#include "tests/support/built_from.h"
#include "tests/unit/agents/cli/files_fixture.h"

namespace stile::agent {
namespace {

constexpr char kTeam[] = "spiffe://stile.example/authority/E10000091/agent";

// In working hours the desk, otherwise the emergency duty team; a Christmas of 2026.
constexpr char kDuty[] =
    "contact { code: \"desk\" mailbox: \"desk@testshire.example\" telephone: \"01632 960021\" }\n"
    "contact { code: \"manager\" mailbox: \"manager@testshire.example\"\n"
    "  telephone: \"01632 960022\" }\n"
    "contact { code: \"edt\" mailbox: \"edt@testshire.example\" telephone: \"01632 960023\" }\n"
    "duty {\n"
    "  bank_holiday: \"2026-12-25\"\n"
    "  period { day: MONDAY day: TUESDAY day: WEDNESDAY day: THURSDAY day: FRIDAY\n"
    "    from: \"09:00\" to: \"17:00\" contact: \"desk\" contact: \"manager\" contact: \"edt\" }\n"
    "  otherwise: \"edt\" otherwise: \"manager\"\n"
    "}\n";

class DirectoryDutyTest : public FilesFixture {
 protected:
  DirectoryDutyTest() { scheme_.directory.agencies.push_back(authority()); }

  static support::AgencyDraft authority() {
    return {.id = kTeam,
            .name = "Testshire",
            .signing_key = kTeam,
            .signatories = support::signatories_of(kTeam),
            .areas = {"E10000091"},
            .contact = {},
            .regulates = {},
            .duty = kDuty};
  }
  std::string& duty() { return scheme_.agency(kTeam).duty; }
  std::string file() const { return write("directory.note", note("directory.note")); }

  Result<ExitCode> ask(const std::string& agency, const std::string& at) {
    said_ = {};
    return directory_duty({file(), agency, at}, support::kNow, said_);
  }
  // check() holds the next directory against the one that there was before `change`.
  template <typename Change>
  Result<ExitCode> check_after(const Change& change) {
    const std::string previous = write("previous.note", note("directory.note"));
    change();
    scheme_.directory.serial += 1;
    said_ = {};
    return directory_check(file(), previous,
                           {support::vkey_of("root/one"), support::vkey_of("root/two"),
                            support::vkey_of("root/three")},
                           said_);
  }
};

TEST_F(DirectoryDutyTest, SaysWhoIsFirstAndSecondAndHowToRingThem) {
  EXPECT_EQ(ask("authority/E10000091", "2026-12-24T16:59").value(), ExitCode::kOk);
  EXPECT_EQ(said_.text(),
            "first         01632 960021  desk  desk@testshire.example\n"
            "second        01632 960022  manager  manager@testshire.example\n"
            "deputy        01632 960023  edt  edt@testshire.example\n");
  EXPECT_EQ(ask(kTeam, "2026-12-25T12:00").value(), ExitCode::kOk);
  EXPECT_EQ(said_.text(),
            "first         01632 960023  edt  edt@testshire.example\n"
            "second        01632 960022  manager  manager@testshire.example\n");
}

// The page's example is a calendar, and its command means what the page says.
TEST_F(DirectoryDutyTest, TheExampleOfThePageIsOne) {
  const std::string page = read(support::source_dir() + "/policies/README.md");
  const auto from = page.find("contact { code: \"duty-desk\"");
  ASSERT_NE(from, std::string::npos);
  duty() = page.substr(from, page.find("```", from) - from);
  ASSERT_EQ(ask("authority/E10000091", "2026-12-25T02:00").value(), ExitCode::kOk);
  EXPECT_EQ(said_.text().substr(0, said_.text().find('\n')),
            "first         01632 960003  edt  edt@authority.example");
}

TEST_F(DirectoryDutyTest, SaysItToPrograms) {
  ASSERT_TRUE(ask("authority/E10000091", "2026-07-01T08:30").ok());
  const std::string first = said_.json().substr(0, said_.json().find('\n'));
  EXPECT_EQ(first, std::string("{\"agency\":\"") + kTeam +
                       "\",\"at\":\"2026-07-01T07:30Z\",\"place\":\"first\",\"contact\":\"edt\","
                       "\"telephone\":\"01632 960023\",\"mailbox\":\"edt@testshire.example\"}");
}

TEST_F(DirectoryDutyTest, TakesLocalTimeOrUtcOrNow) {
  const auto first = [&](const std::string& at) {
    EXPECT_TRUE(ask("authority/E10000091", at).ok()) << at;
    return said_.text().starts_with("first         01632 960021  desk");
  };
  EXPECT_TRUE(first("2026-07-01T09:00"));
  EXPECT_TRUE(first("2026-07-01T08:00Z"));
  EXPECT_TRUE(first("")) << "a Tuesday at nine";
  EXPECT_NE(said_.messages().find("at 2026-11-03T09:00 by London's clocks"), std::string::npos);
  EXPECT_FALSE(first("2026-07-01T07:59Z"));
}

TEST_F(DirectoryDutyTest, RefusesATimeThatIsNone) {
  for (const char* at : {"tonight", "2026-12-25", "2026-02-30T02:00", "2026-03-29T01:30"}) {
    EXPECT_EQ(ask("authority/E10000091", at).reason(), Reason::kMalformed) << at;
  }
}

TEST_F(DirectoryDutyTest, AnAgencyThatIsNotThereOnThatDayIsNotFound) {
  EXPECT_EQ(ask("authority/E10000099", "").reason(), Reason::kNotFound);
  EXPECT_EQ(ask("authority/E10000091", "2025-12-25T12:00").reason(), Reason::kNotFound);
  scheme_.agency(kTeam).valid_to = "2026-11-30";
  EXPECT_TRUE(ask("authority/E10000091", "2026-11-30T23:59").ok());
  EXPECT_EQ(ask("authority/E10000091", "2026-12-01T00:00").reason(), Reason::kNotFound);
}

TEST_F(DirectoryDutyTest, WithoutACalendarItNamesTheContactsAndTheControlRoom) {
  scheme_.agency(support::kTestshire).duty =
      "contact { code: \"control-room\" mailbox: \"control-room@testshire.example\"\n"
      "  telephone: \"01632 960002\" }\ncontrol_room: \"control-room\"\n";
  EXPECT_EQ(ask("force/testshire", "2026-12-25T02:00").value(), ExitCode::kOk);
  EXPECT_EQ(said_.text(),
            "first         01632 960001  testshire-data  role@agency.example\n"
            "second        01632 960002  control-room  control-room@testshire.example\n"
            "control-room  01632 960002  control-room  control-room@testshire.example\n");
  EXPECT_NE(said_.messages().find("without a calendar"), std::string::npos);
}

TEST_F(DirectoryDutyTest, AnAgencyWithNobodyToTellIsAFault) {
  EXPECT_EQ(ask("regulator/ofsted", "").value(), ExitCode::kFaults);
  EXPECT_EQ(said_.text(), "");
  EXPECT_NE(said_.messages().find("mend with: a `contact`"), std::string::npos);
}

TEST_F(DirectoryDutyTest, AsksNothingOfACalendarWithAGap) {
  duty() = support::replaced(duty(), "otherwise: \"edt\" otherwise: \"manager\"", "");
  const auto refused = ask("authority/E10000091", "2026-12-24T12:00");
  EXPECT_EQ(refused.reason(), Reason::kMalformed);
  EXPECT_NE(refused.error().detail.find("nobody on Mon from 00:00 to 09:00; mend with"),
            std::string::npos);
}

TEST_F(DirectoryDutyTest, CheckShowsACalendarThatIsNewOrHasChanged) {
  scheme_.directory.agencies.pop_back();
  EXPECT_EQ(check_after([&] { scheme_.directory.agencies.push_back(authority()); }).value(),
            ExitCode::kOk);
  EXPECT_EQ(
      said_.text(),
      "joins  authority/E10000091\n"
      "duty  authority/E10000091: Mon, Tue, Wed, Thu, Fri 09:00 to 17:00: desk, then manager, "
      "then edt\n"
      "duty  authority/E10000091: otherwise: edt, then manager\n"
      "duty  authority/E10000091: bank holidays: 2026-12-25\n");
  EXPECT_EQ(check_after([&] {
              duty() = support::replaced(duty(), "to: \"17:00\"", "to: \"16:30\"");
            }).value(),
            ExitCode::kOk);
  EXPECT_NE(said_.text().find("09:00 to 16:30"), std::string::npos) << said_.text();
  EXPECT_TRUE(check_after([] {}).ok());
  EXPECT_EQ(said_.text(), "");
}

// Whoever changes a mailbox changes who is told.
TEST_F(DirectoryDutyTest, CheckShowsWhoIsToldInstead) {
  ASSERT_TRUE(check_after([&] {
                duty() = support::replaced(duty(), "edt@testshire", "edt@elsewhere");
                scheme_.agency(support::kTestshire).duty = "control_room: \"testshire-data\"\n";
              }).ok());
  EXPECT_EQ(said_.text(),
            "control room  force/testshire: testshire-data\n"
            "contact  authority/E10000091: edt, edt@elsewhere.example, 01632 960023\n"
            "no contact  authority/E10000091: edt, edt@testshire.example, 01632 960023\n");
}

TEST_F(DirectoryDutyTest, CheckFindsAGapAndSaysHowToMendIt) {
  EXPECT_EQ(check_after([&] {
              duty() = support::replaced(duty(), "otherwise: \"edt\" otherwise: \"manager\"", "");
            }).value(),
            ExitCode::kFaults);
  EXPECT_NE(said_.text().find("fault  directory: authority/E10000091: duty: nobody on Mon from "
                              "00:00 to 09:00; mend with: "),
            std::string::npos)
      << said_.text();
}

TEST_F(DirectoryDutyTest, CheckRemindsOfBankHolidaysThatAreStillToBeEntered) {
  ASSERT_TRUE(check_after([] {}).ok());
  EXPECT_EQ(said_.messages().find("no bank holiday"), std::string::npos);
  ASSERT_TRUE(
      check_after([&] { duty() = support::replaced(duty(), "2026-12-25", "2026-08-31"); }).ok());
  EXPECT_NE(said_.messages().find("authority/E10000091: no bank holiday after this directory"),
            std::string::npos);
}

}  // namespace
}  // namespace stile::agent
