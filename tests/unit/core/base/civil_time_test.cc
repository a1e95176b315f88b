#include "core/base/civil_time.h"

#include <gtest/gtest.h>

#include <array>

namespace stile {
namespace {

Instant utc(std::string_view text) { return parse_utc_minute(text).value(); }
std::string local_date(std::string_view utc_text) {
  return to_text(to_civil(local_day(utc(utc_text))));
}

TEST(CivilTimeTest, CountsDaysFrom1970) {
  EXPECT_EQ(to_day({1970, 1, 1}), 0);
  EXPECT_EQ(to_day({1969, 12, 31}), -1);
  EXPECT_EQ(to_civil(to_day({2028, 2, 29})), (CivilDay{2028, 2, 29}));
}

TEST(CivilTimeTest, ALateEveningOfSummerIsTheNextDay) {
  EXPECT_EQ(local_date("2026-03-31T22:59Z"), "2026-03-31");
  EXPECT_EQ(local_date("2026-03-31T23:30Z"), "2026-04-01");
  EXPECT_EQ(local_date("2026-12-31T23:59Z"), "2026-12-31");
}

TEST(CivilTimeTest, ThatEveningBelongsToTheNextMonthAndQuarter) {
  const Day day = local_day(utc("2026-03-31T23:30Z"));
  EXPECT_EQ(to_text(month_of(day)), "2026-04");
  EXPECT_EQ(to_text(quarter_of(day)), "2026-Q2");
}

TEST(CivilTimeTest, EveryMonthHasItsQuarter) {
  for (int month = 1; month <= 12; ++month) {
    EXPECT_EQ(quarter_of(to_day({2026, month, 1})).quarter, (month + 2) / 3) << month;
  }
}

TEST(CivilTimeTest, TheSpringNightSkipsAnHour) {
  EXPECT_EQ(local_hour(utc("2026-03-29T00:59Z")), 0);
  EXPECT_EQ(local_hour(utc("2026-03-29T01:00Z")), 2);
  EXPECT_EQ(to_instant({{2026, 3, 29}, 0, 59}).value(), utc("2026-03-29T00:59Z"));
  EXPECT_EQ(to_instant({{2026, 3, 29}, 1, 30}).reason(), Reason::kMalformed);
  EXPECT_EQ(to_instant({{2026, 3, 29}, 2, 0}).value(), utc("2026-03-29T01:00Z"));
}

TEST(CivilTimeTest, TheAutumnNightTakesTheFirstOfTwoHours) {
  EXPECT_EQ(local_hour(utc("2026-10-25T00:30Z")), 1);
  EXPECT_EQ(local_hour(utc("2026-10-25T01:30Z")), 1);
  EXPECT_EQ(to_instant({{2026, 10, 25}, 1, 30}).value(), utc("2026-10-25T00:30Z"));
  EXPECT_EQ(to_instant({{2026, 10, 25}, 2, 0}).value(), utc("2026-10-25T02:00Z"));
}

TEST(CivilTimeTest, ALocalMinuteIsWhatTheClocksShow) {
  const auto shown = [](std::string_view utc_text) {
    const CivilMinute local = local_minute(utc(utc_text));
    return to_text(local.date) + "T" + time_of_day_text(local.hour * 60 + local.minute);
  };
  EXPECT_EQ(shown("2026-12-31T23:59Z"), "2026-12-31T23:59");
  EXPECT_EQ(shown("2026-06-30T23:05Z"), "2026-07-01T00:05");
  EXPECT_EQ(shown("2026-03-29T00:59Z"), "2026-03-29T00:59");
  EXPECT_EQ(shown("2026-03-29T01:00Z"), "2026-03-29T02:00");
  EXPECT_EQ(shown("2026-10-25T00:59Z"), "2026-10-25T01:59");
  EXPECT_EQ(shown("2026-10-25T01:00Z"), "2026-10-25T01:00");
  EXPECT_EQ(to_text(local_minute(-60).date), "1970-01-01") << "summer time all year round";
}

TEST(CivilTimeTest, ReadsALocalMinuteAndATimeOfDay) {
  EXPECT_EQ(parse_local_minute("2026-07-01T00:05").value(), utc("2026-06-30T23:05Z"));
  EXPECT_EQ(parse_local_minute("2026-10-25T01:30").value(), utc("2026-10-25T00:30Z"));
  for (const char* text : {"", "2026-03-29T01:30", "2026-07-01T00:05Z", "2026-07-01 00:05",
                           "2026-02-29T12:00", "2026-07-01T24:00", "2026-07-01T0:05"}) {
    EXPECT_EQ(parse_local_minute(text).reason(), Reason::kMalformed) << text;
  }
  EXPECT_EQ(parse_time_of_day("00:00").value(), 0);
  EXPECT_EQ(parse_time_of_day("23:59").value(), 24 * 60 - 1);
  for (const char* text : {"", "24:00", "9:00", "09:60", "0900", "09:00 ", "09-00", "-1:00"}) {
    EXPECT_EQ(parse_time_of_day(text).reason(), Reason::kMalformed) << text;
  }
}

TEST(CivilTimeTest, RefusesALocalTimeThatIsNone) {
  EXPECT_FALSE(to_instant({{2026, 2, 29}, 12, 0}).ok());
  EXPECT_FALSE(to_instant({{2026, 1, 1}, 24, 0}).ok());
  EXPECT_FALSE(to_instant({{2026, 1, 1}, 12, 60}).ok());
  EXPECT_FALSE(to_instant({{2026, 13, 1}, 12, 0}).ok());
}

TEST(CivilTimeTest, ABirthdayCountsOnItsDay) {
  const Day birth = to_day({2010, 10, 20});
  EXPECT_EQ(completed_years(birth, to_day({2026, 10, 19})), 15);
  EXPECT_EQ(completed_years(birth, to_day({2026, 10, 20})), 16);
  EXPECT_EQ(completed_years(birth, birth), 0);
  EXPECT_EQ(completed_years(birth, birth - 1), std::nullopt);
}

TEST(CivilTimeTest, TheTwentyNinthOfFebruaryCountsOnTheFirstOfMarch) {
  const Day birth = to_day({2012, 2, 29});
  EXPECT_EQ(completed_years(birth, to_day({2026, 2, 28})), 13);
  EXPECT_EQ(completed_years(birth, to_day({2026, 3, 1})), 14);
  EXPECT_EQ(completed_years(birth, to_day({2028, 2, 28})), 15);
  EXPECT_EQ(completed_years(birth, to_day({2028, 2, 29})), 16);
}

TEST(CivilTimeTest, WritesAndReadsItsTexts) {
  EXPECT_EQ(to_text(CivilDay{2026, 1, 9}), "2026-01-09");
  EXPECT_EQ(to_text(Quarter{2026, 4}), "2026-Q4");
  EXPECT_EQ(parse_day("2026-10-31").value(), (CivilDay{2026, 10, 31}));
  EXPECT_EQ(parse_month("2026-10").value(), (Month{2026, 10}));
  EXPECT_EQ(utc_minute_text(utc("2026-10-31T23:59Z")), "2026-10-31T23:59Z");
  EXPECT_EQ(utc_second_text(59), "1970-01-01T00:00:59Z");
}

TEST(CivilTimeTest, RefusesDatesThatAreNone) {
  for (const auto* text :
       {"", "2026-10-3", "2026-02-29", "2026-13-01", "2026-00-10", "2026-10-00", "2026/10/31",
        "0000-01-01", " 2026-10-31", "2026-10-311", "2O26-10-31"}) {
    EXPECT_EQ(parse_day(text).reason(), Reason::kMalformed) << text;
  }
  for (const auto* text : {"", "2026-1", "2026-13", "2026-00", "2026-10-01", "2026_10"}) {
    EXPECT_EQ(parse_month(text).reason(), Reason::kMalformed) << text;
  }
}

TEST(CivilTimeTest, RefusesMinutesThatAreNone) {
  for (const auto* text :
       {"", "2026-10-31T23:59", "2026-10-31 23:59Z", "2026-10-31T24:00Z", "2026-10-31T23:60Z",
        "2026-02-29T10:00Z", "2026-10-31T23:59+", "2026-10-31T23:59:00Z"}) {
    EXPECT_EQ(parse_utc_minute(text).reason(), Reason::kMalformed) << text;
  }
}

}  // namespace
}  // namespace stile
