#include "core/agreement/duty.h"

#include <gtest/gtest.h>

#include "core/base/limits.h"
#include "tests/support/keys.h"
#include "tests/support/scheme.h"

namespace stile::agreement {
namespace {

using Codes = std::vector<std::string>;

const std::set<DutyDay> kWorkingDays = {DutyDay::kMonday, DutyDay::kTuesday, DutyDay::kWednesday,
                                        DutyDay::kThursday, DutyDay::kFriday};

// An authority whose desk answers in working hours, and its emergency duty team otherwise.
// 25 December 2026 is a Friday, and a bank holiday; Monday 28 December is one too.
class DutyTest : public ::testing::Test {
 protected:
  DutyTest()
      : agency_{.id = support::agency("spiffe://stile.example/authority/E10000091/agent"),
                .name = "Testshire",
                .valid_from = 0,
                .valid_to = {},
                .signing_key = support::signer_named("testshire").verifier(),
                .signatories = {},
                .signatures_needed = 2,
                .data_officer_keys = {},
                .contacts = {contact("desk"), contact("manager"), contact("edt"),
                             contact("edt-manager"), contact("director")},
                .areas = {},
                .regulates = {},
                .duty_calendar =
                    DutyCalendar{{to_day({2026, 12, 25}), to_day({2026, 12, 28})},
                                 {{kWorkingDays, 9 * 60, 17 * 60, {"desk", "manager", "director"}}},
                                 {"edt", "edt-manager"}},
                .control_room = {}} {}

  static Contact contact(const std::string& code) {
    return {code, code + "@testshire.example", "01632 960001"};
  }
  DutyCalendar& calendar() { return *agency_.duty_calendar; }
  DutyPeriod& hours() { return calendar().periods.front(); }

  Codes codes(Instant at) const {
    Codes codes;
    for (const Contact* one : duty(agency_, at)) codes.push_back(one->code);
    return codes;
  }
  Codes at(std::string_view local) const { return codes(parse_local_minute(local).value()); }
  Codes at_utc(std::string_view utc) const { return codes(parse_utc_minute(utc).value()); }

  // refused() is what check_duty() says of the agency as it stands; empty when it passes.
  std::string refused() const {
    const Status checked = check_duty(agency_);
    if (checked.ok()) return {};
    EXPECT_EQ(checked.reason(), Reason::kMalformed);
    EXPECT_NE(checked.error().detail.find("directory: authority/E10000091: "), std::string::npos);
    EXPECT_NE(checked.error().detail.find("; mend with: "), std::string::npos);
    return checked.error().detail;
  }
  void expect_refused(std::string_view what) const {
    EXPECT_NE(refused().find(what), std::string::npos) << "says: " << refused();
  }

  const Codes kDesk{"desk", "manager", "director"};
  const Codes kTeam{"edt", "edt-manager"};
  Agency agency_;
};

TEST_F(DutyTest, TheDeskAnswersInItsHoursFirstSecondAndDeputies) {
  EXPECT_EQ(refused(), "");
  EXPECT_EQ(at("2026-12-24T08:59"), kTeam);
  EXPECT_EQ(at("2026-12-24T09:00"), kDesk);
  EXPECT_EQ(at("2026-12-24T16:59"), kDesk);
  EXPECT_EQ(at("2026-12-24T17:00"), kTeam);
  EXPECT_EQ(at("2026-12-26T12:00"), kTeam) << "a Saturday";
}

TEST_F(DutyTest, OnTheCalendarIsWhoeverIsEverOnDutyOnce) {
  const auto codes = [&] {
    Codes all;
    for (const Contact* one : on_calendar(agency_)) all.push_back(one->code);
    return all;
  };
  agency_.contacts.push_back(contact("press-office"));
  hours().contacts = {"desk", "edt"};
  EXPECT_EQ(codes(), (Codes{"desk", "edt", "edt-manager"}));
  agency_.duty_calendar.reset();
  EXPECT_EQ(codes().size(), agency_.contacts.size());
}

TEST_F(DutyTest, OnABankHolidayTheHoursOfItsDayOfTheWeekDoNotHold) {
  EXPECT_EQ(at("2026-12-25T12:00"), kTeam);
  EXPECT_EQ(at("2026-12-28T12:00"), kTeam);
  EXPECT_EQ(at("2026-12-29T12:00"), kDesk);
  calendar().bank_holidays.clear();
  EXPECT_EQ(at("2026-12-25T12:00"), kDesk);
}

TEST_F(DutyTest, ABankHolidayHasHoursOfItsOwnWhereThePeriodSaysSo) {
  calendar().periods.push_back(
      {{DutyDay::kBankHoliday}, 10 * 60, 12 * 60, {"director", "manager"}});
  EXPECT_EQ(refused(), "");
  EXPECT_EQ(at("2026-12-25T10:00"), (Codes{"director", "manager"}));
  EXPECT_EQ(at("2026-12-25T12:00"), kTeam);
  EXPECT_EQ(at("2026-12-18T10:00"), kDesk);
}

TEST_F(DutyTest, APeriodOverMidnightEndsOnTheDayAfterWhateverDayThatIs) {
  calendar().periods = {{{DutyDay::kThursday}, 22 * 60, 6 * 60, {"manager", "desk"}}};
  EXPECT_EQ(refused(), "");
  const Codes night{"manager", "desk"};
  EXPECT_EQ(at("2026-12-24T05:59"), kTeam) << "Wednesday's night, which is nobody's";
  EXPECT_EQ(at("2026-12-24T21:59"), kTeam);
  EXPECT_EQ(at("2026-12-24T22:00"), night);
  EXPECT_EQ(at("2026-12-25T00:00"), night) << "into a bank holiday";
  EXPECT_EQ(at("2026-12-25T05:59"), night);
  EXPECT_EQ(at("2026-12-25T06:00"), kTeam);
  EXPECT_EQ(at("2026-12-25T22:00"), kTeam);
}

TEST_F(DutyTest, WhatWouldBeginOnABankHolidayDoesNotReachTheDayAfter) {
  calendar().periods = {{{DutyDay::kFriday}, 22 * 60, 6 * 60, {"manager", "desk"}}};
  EXPECT_EQ(at("2026-12-26T02:00"), kTeam);
  EXPECT_EQ(at("2026-12-19T02:00"), (Codes{"manager", "desk"}));
}

TEST_F(DutyTest, PassesTheEndOfTheMonthAndOfTheYear) {
  calendar().periods = {{{DutyDay::kThursday}, 22 * 60, 6 * 60, {"manager", "desk"}}};
  const Codes night{"manager", "desk"};
  EXPECT_EQ(at("2026-12-31T23:59"), night);
  EXPECT_EQ(at("2027-01-01T00:00"), night);
  EXPECT_EQ(at("2027-01-01T05:59"), night);
  EXPECT_EQ(at("2027-01-01T06:00"), kTeam);
  EXPECT_EQ(at("2026-04-30T23:30"), night);
  EXPECT_EQ(at("2026-05-01T00:30"), night);
}

TEST_F(DutyTest, GoesByLondonsClocksInSummer) {
  EXPECT_EQ(at_utc("2026-07-01T07:59Z"), kTeam);
  EXPECT_EQ(at_utc("2026-07-01T08:00Z"), kDesk);
  EXPECT_EQ(at_utc("2026-07-01T16:00Z"), kTeam);
  EXPECT_EQ(at_utc("2026-06-30T23:30Z"), kTeam);
}

TEST_F(DutyTest, OnTheNightsOfAClockChangeAPeriodIsAnHourShorterOrLonger) {
  calendar().periods = {{{DutyDay::kSunday}, 60, 2 * 60, {"manager", "desk"}}};
  EXPECT_EQ(refused(), "");
  const Codes hour{"manager", "desk"};
  EXPECT_EQ(at_utc("2026-03-22T01:30Z"), hour);
  EXPECT_EQ(at_utc("2026-03-29T00:59Z"), kTeam);
  EXPECT_EQ(at_utc("2026-03-29T01:00Z"), kTeam) << "the clocks show 02:00";
  EXPECT_EQ(at_utc("2026-10-24T23:59Z"), kTeam);
  EXPECT_EQ(at_utc("2026-10-25T00:00Z"), hour);
  EXPECT_EQ(at_utc("2026-10-25T01:59Z"), hour) << "the clocks show 01:59 a second time";
  EXPECT_EQ(at_utc("2026-10-25T02:00Z"), kTeam);
}

TEST_F(DutyTest, AWholeDayIsFromMidnightToMidnight) {
  calendar().periods = {{{DutyDay::kSaturday}, 0, 0, {"manager", "desk"}}};
  EXPECT_EQ(refused(), "");
  EXPECT_EQ(at("2026-12-25T23:59"), kTeam);
  EXPECT_EQ(at("2026-12-26T00:00"), (Codes{"manager", "desk"}));
  EXPECT_EQ(at("2026-12-26T23:59"), (Codes{"manager", "desk"}));
  EXPECT_EQ(at("2026-12-27T00:00"), kTeam);
}

TEST_F(DutyTest, AnAgencyWithoutACalendarHasItsContactsInOrder) {
  agency_.duty_calendar.reset();
  EXPECT_EQ(at("2026-12-25T02:00"), (Codes{"desk", "manager", "edt", "edt-manager", "director"}));
  agency_.contacts.clear();
  EXPECT_EQ(at("2026-12-25T02:00"), Codes{});
}

TEST_F(DutyTest, OnlyAnAuthorityAndAYjsMustHaveACalendar) {
  agency_.duty_calendar.reset();
  expect_refused("has no duty calendar; mend with: `duty { otherwise:");
  agency_.id = support::agency("spiffe://stile.example/yjs/dorset-combined/agent");
  EXPECT_FALSE(check_duty(agency_).ok());
  for (const char* id : {support::kTestshire, support::kOfsted}) {
    agency_.id = support::agency(id);
    EXPECT_TRUE(check_duty(agency_).ok()) << id;
  }
}

TEST_F(DutyTest, SaysWhenNobodyWouldBeThere) {
  calendar().otherwise.clear();
  expect_refused("nobody on Mon from 00:00 to 09:00; mend with: a period for that time");
  hours().from_minute = 0;
  expect_refused("nobody on Mon from 17:00 to 00:00");
  hours().to_minute = 0;
  expect_refused("nobody on Sat from 00:00 to 00:00");
  hours().days.insert({DutyDay::kSaturday, DutyDay::kSunday});
  expect_refused("nobody on 2026-12-25, a bank holiday, from 00:00 to 00:00");
  hours().days.insert(DutyDay::kBankHoliday);
  EXPECT_EQ(refused(), "");
  calendar().periods.clear();
  expect_refused("nobody on Mon from 00:00 to 00:00");
}

TEST_F(DutyTest, SeesTheGapAfterABankHolidayWhoseNightNobodyBegins) {
  std::set<DutyDay> week = kWorkingDays;
  week.insert({DutyDay::kSaturday, DutyDay::kSunday});
  calendar().otherwise.clear();
  calendar().periods = {{week, 9 * 60, 9 * 60, {"desk", "manager"}},
                        {{DutyDay::kBankHoliday}, 9 * 60, 0, {"edt", "manager"}}};
  expect_refused("nobody on 2026-12-26, the day after a bank holiday, from 00:00 to 09:00");
  calendar().periods[1].to_minute = 9 * 60;
  EXPECT_EQ(refused(), "");
}

TEST_F(DutyTest, RefusesTwoPeriodsAtOnce) {
  calendar().periods.push_back({{DutyDay::kFriday}, 16 * 60 + 59, 18 * 60, {"edt", "manager"}});
  expect_refused("two periods hold on Fri at 16:59; mend with: end one when the other begins");
  calendar().periods[1].from_minute = 17 * 60;
  EXPECT_EQ(refused(), "");
  calendar().periods[1] = {{DutyDay::kThursday}, 17 * 60, 9 * 60 + 1, {"edt", "manager"}};
  expect_refused("two periods hold on Fri at 09:00");
}

TEST_F(DutyTest, RefusesANightThatRunsIntoABankHolidaysOwnHours) {
  calendar().periods = {{{DutyDay::kThursday}, 22 * 60, 6 * 60, {"manager", "desk"}},
                        {{DutyDay::kBankHoliday}, 0, 0, {"edt", "edt-manager"}}};
  expect_refused("two periods hold on 2026-12-25, a bank holiday, at 00:00");
}

TEST_F(DutyTest, RefusesAContactThatIsNotThereOrIsThereTwice) {
  hours().contacts = {"desk", "nobody"};
  expect_refused("duty: period 1: no contact is called nobody; mend with: a `contact`");
  hours().contacts = {"desk", "\x1b[2J"};
  EXPECT_EQ(refused().find('\x1b'), std::string::npos) << "it would reach a terminal";
  hours().contacts = {"desk", "desk"};
  expect_refused("duty: period 1: desk is there twice");
  hours().contacts = {"desk", "manager", "desk"};
  expect_refused("desk is there twice");
  hours().contacts = {"desk", "manager"};
  calendar().otherwise = {"edt", "edt"};
  expect_refused("duty: otherwise: edt is there twice");
  calendar().otherwise = {"edt", "team"};
  expect_refused("duty: otherwise: no contact is called team");
}

TEST_F(DutyTest, RefusesFewerThanTwoContacts) {
  hours().contacts = {"desk"};
  expect_refused("duty: period 1: fewer than two contacts; mend with: a first and a second");
  hours().contacts.clear();
  expect_refused("duty: period 1: fewer than two contacts");
  hours().contacts = {"desk", "manager"};
  calendar().otherwise = {"edt"};
  expect_refused("duty: otherwise: fewer than two contacts");
}

TEST_F(DutyTest, RefusesContactsThatNothingReaches) {
  const auto with = [&](const Contact& contact) {
    agency_.contacts.back() = contact;
    return refused();
  };
  EXPECT_NE(with({"edt", "a@b.example", "01632 960001"}).find("is there twice"), std::string::npos);
  for (const char* code : {"", "Director", "the director", "-\n"}) {
    EXPECT_NE(with({code, "a@b.example", "01632 960001"}).find("a code is"), std::string::npos);
  }
  for (const char* mailbox :
       {"", "director", "@b.example", "a@", "a@localhost", "a@b.example\r\nRCPT TO:<c@d.example>",
        "a b@c.example", "-oProxy@b.example", "a@b@c.example", "a@.example", "a@example."}) {
    EXPECT_NE(with({"director", mailbox, "01632 960001"}).find("has no mailbox"), std::string::npos)
        << mailbox;
  }
  for (const char* telephone : {"", "999", "01632 9600", "01632-960001", "+1234567890123456",
                                "01632 960001 ext 2", "0 0 0 0 0 0 0 0 0 0 0 0 0 "}) {
    EXPECT_NE(with({"director", "a@b.example", telephone}).find("has no telephone"),
              std::string::npos)
        << telephone;
  }
  EXPECT_EQ(with({"director", "a.b+c_d@e-f.example", "+44 1632 960001"}), "");
}

TEST_F(DutyTest, AControlRoomIsOneOfTheContacts) {
  agency_.control_room = "edt";
  EXPECT_EQ(refused(), "");
  EXPECT_EQ(agency_.contact(agency_.control_room)->mailbox, "edt@testshire.example");
  agency_.control_room = "switchboard";
  expect_refused("control_room: no contact has this code");
  agency_.control_room.clear();
  EXPECT_EQ(agency_.contact(agency_.control_room), nullptr);
}

TEST_F(DutyTest, ACalendarHasItsBounds) {
  for (Day day = 0; calendar().bank_holidays.size() < limits::kBankHolidays; ++day) {
    calendar().bank_holidays.insert(day);
  }
  EXPECT_TRUE(check_duty(agency_).ok());
  calendar().bank_holidays.insert(to_day({2030, 1, 1}));
  EXPECT_EQ(check_duty(agency_).reason(), Reason::kTooLarge);
  calendar().bank_holidays.clear();
  calendar().periods.resize(limits::kDutyPeriods + 1, hours());
  EXPECT_EQ(check_duty(agency_).reason(), Reason::kTooLarge);
}

TEST_F(DutyTest, SaysItForPeople) {
  EXPECT_EQ(duty_words(calendar()),
            (Codes{"Mon, Tue, Wed, Thu, Fri 09:00 to 17:00: desk, then manager, then director",
                   "otherwise: edt, then edt-manager", "bank holidays: 2026-12-25, 2026-12-28"}));
}

}  // namespace
}  // namespace stile::agreement
