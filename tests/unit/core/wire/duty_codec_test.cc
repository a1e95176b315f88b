#include "core/wire/duty_codec.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>

#include "core/wire/document_codec.h"
#include "tests/support/scheme.h"

namespace stile::wire {
namespace {

using agreement::DutyDay;
using support::replaced;
using support::Scheme;

constexpr char kDuty[] =
    "contact { code: \"control-room\" mailbox: \"control-room@testshire.example\"\n"
    "  telephone: \"+44 1632 960002\" }\n"
    "control_room: \"control-room\"\n"
    "duty {\n"
    "  bank_holiday: \"2026-12-28\" bank_holiday: \"2026-12-25\"\n"
    "  period { day: FRIDAY day: BANK_HOLIDAY from: \"22:30\" to: \"06:00\"\n"
    "    contact: \"testshire-data\" contact: \"control-room\" }\n"
    "  otherwise: \"control-room\" otherwise: \"testshire-data\"\n"
    "}\n";

std::string directory_text() {
  Scheme scheme;
  scheme.agency(support::kTestshire).duty = kDuty;
  return text_of(scheme.directory, {}, Hash{});
}

Result<agreement::Directory> read(const std::string& text) {
  return directory_of_text(text, "directory.text");
}

Error refusal_of_changed(std::string_view from, std::string_view to) {
  const auto changed = read(replaced(directory_text(), from, to));
  EXPECT_FALSE(changed.ok()) << to;
  return changed.ok() ? Error{Reason::kNotFound, {}} : changed.error();
}

TEST(DutyTextTest, ReadsEveryPart) {
  const auto directory = read(directory_text()).value();
  const agreement::Agency& agency = *directory.find(support::agency(support::kTestshire));
  EXPECT_EQ(agency.contact("control-room")->telephone, "+44 1632 960002");
  EXPECT_EQ(agency.control_room, "control-room");
  const agreement::DutyCalendar expected{{to_day({2026, 12, 25}), to_day({2026, 12, 28})},
                                         {{{DutyDay::kFriday, DutyDay::kBankHoliday},
                                           22 * 60 + 30,
                                           6 * 60,
                                           {"testshire-data", "control-room"}}},
                                         {"control-room", "testshire-data"}};
  EXPECT_EQ(agency.duty_calendar, expected);
  EXPECT_EQ(directory.find(support::agency(support::kOthershire))->duty_calendar, std::nullopt);
}

TEST(DutyTextTest, EveryDayIsItsOwn) {
  const std::array<const char*, 8> names = {"MONDAY", "TUESDAY",  "WEDNESDAY", "THURSDAY",
                                            "FRIDAY", "SATURDAY", "SUNDAY",    "BANK_HOLIDAY"};
  for (std::size_t i = 0; i < names.size(); ++i) {
    const auto directory = read(replaced(directory_text(), "day: FRIDAY day: BANK_HOLIDAY",
                                         std::string("day: ") + names[i]));
    const auto& agency = *directory->find(support::agency(support::kTestshire));
    EXPECT_EQ(agency.duty_calendar->periods[0].days,
              std::set<DutyDay>{static_cast<DutyDay>(i + 1)});
  }
}

TEST(DutyTextTest, RefusesAnUnknownFieldOrValueWithItsPlace) {
  const Error field = refusal_of_changed("otherwise: \"control-room\"", "overnight: \"edt\"");
  EXPECT_EQ(field.reason, Reason::kUnknownField);
  const std::string text = directory_text();
  const auto before = text.substr(0, text.find("otherwise:"));
  const auto line = std::count(before.begin(), before.end(), '\n') + 1;
  EXPECT_NE(field.detail.find("directory.text:" + std::to_string(line) + ":"), std::string::npos)
      << field.detail;
  for (const char* day : {"day: FERIAL", "day: 0", "day: 9"}) {
    EXPECT_EQ(refusal_of_changed("day: FRIDAY", day).reason, Reason::kUnknownValue) << day;
  }
  EXPECT_EQ(refusal_of_changed("from: \"22:30\"", "from: \"22:30\" from: \"22:30\"").reason,
            Reason::kMalformed);
}

TEST(DutyTextTest, ABankHolidayIsADateAndThereOnce) {
  for (const char* date : {"2026-02-30", "25/12/2026", "Christmas", ""}) {
    const Error refused = refusal_of_changed("2026-12-25", date);
    EXPECT_EQ(refused.reason, Reason::kMalformed) << date;
    EXPECT_NE(refused.detail.find("directory.text: force/testshire: duty: bank_holiday: "),
              std::string::npos)
        << refused.detail;
    EXPECT_NE(refused.detail.find("mend with: a date such as"), std::string::npos);
  }
  EXPECT_NE(refusal_of_changed("2026-12-25", "2026-12-28").detail.find("2026-12-28 is there twice"),
            std::string::npos);
}

TEST(DutyTextTest, APeriodHasADayAndTwoTimes) {
  EXPECT_EQ(refusal_of_changed("day: FRIDAY day: BANK_HOLIDAY", "").reason, Reason::kMissingField);
  EXPECT_EQ(refusal_of_changed("from: \"22:30\"", "").reason, Reason::kMissingField);
  EXPECT_EQ(refusal_of_changed("to: \"06:00\"", "").reason, Reason::kMissingField);
  EXPECT_EQ(refusal_of_changed("day: BANK_HOLIDAY", "day: FRIDAY").reason, Reason::kMalformed);
  for (const char* time : {"24:00", "6:00", "06:60", "06.00", "noon"}) {
    const Error refused = refusal_of_changed("to: \"06:00\"", std::string("to: \"") + time + "\"");
    EXPECT_EQ(refused.reason, Reason::kMalformed) << time;
    EXPECT_NE(refused.detail.find("period.to: a time of day is not of the form 23:59; mend with: "
                                  "09:00, and 00:00 for midnight"),
              std::string::npos)
        << refused.detail;
  }
}

// What the roots sign is held against check_duty() before anybody believes it.
TEST(DutyTextTest, ADirectoryThatLeavesAGapIsNotBelievedThoughTheRootsSignedIt) {
  Scheme scheme;
  scheme.agency(support::kTestshire).duty = kDuty;
  EXPECT_TRUE(scheme.verified().ok());
  scheme.agency(support::kTestshire).duty =
      replaced(kDuty, "otherwise: \"control-room\" otherwise: \"testshire-data\"\n", "");
  const auto refused = scheme.verified();
  EXPECT_EQ(refused.reason(), Reason::kMalformed);
  EXPECT_NE(refused.error().detail.find("force/testshire: duty: nobody on Mon from 00:00"),
            std::string::npos);
}

TEST(DutyTextTest, AnAlteredCalendarIsABadSignature) {
  Scheme scheme;
  scheme.agency(support::kTestshire).duty = kDuty;
  scheme.directory.signing.tamper = [](std::string& note) {
    note = replaced(note, "to: \"06:00\"", "to: \"07:00\"");
  };
  EXPECT_EQ(scheme.verified().reason(), Reason::kBadSignature);
}

}  // namespace
}  // namespace stile::wire
