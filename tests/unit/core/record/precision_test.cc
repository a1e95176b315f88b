#include "core/record/precision.h"

#include <gtest/gtest.h>

namespace stile::record {
namespace {

constexpr bool kChild = true;

Instant utc(std::string_view text) { return parse_utc_minute(text).value(); }
AgeBand band(const CivilDay& birth, const CivilDay& event) {
  return age_band(kChild, to_day(birth), to_day(event));
}

TEST(PartOfDayTest, ChangesAtSixTwelveAndEighteen) {
  EXPECT_EQ(part_of_day(utc("2026-01-10T00:00Z")), PartOfDay::kNight);
  EXPECT_EQ(part_of_day(utc("2026-01-10T05:59Z")), PartOfDay::kNight);
  EXPECT_EQ(part_of_day(utc("2026-01-10T06:00Z")), PartOfDay::kMorning);
  EXPECT_EQ(part_of_day(utc("2026-01-10T11:59Z")), PartOfDay::kMorning);
  EXPECT_EQ(part_of_day(utc("2026-01-10T12:00Z")), PartOfDay::kAfternoon);
  EXPECT_EQ(part_of_day(utc("2026-01-10T17:59Z")), PartOfDay::kAfternoon);
  EXPECT_EQ(part_of_day(utc("2026-01-10T18:00Z")), PartOfDay::kEvening);
  EXPECT_EQ(part_of_day(utc("2026-01-10T23:59Z")), PartOfDay::kEvening);
}

TEST(PartOfDayTest, IsOfTheLocalClock) {
  EXPECT_EQ(part_of_day(utc("2026-07-10T05:00Z")), PartOfDay::kMorning);
  EXPECT_EQ(part_of_day(utc("2026-03-31T23:30Z")), PartOfDay::kNight);
}

TEST(PartOfDayTest, BothClockChangeNightsAreNights) {
  for (const auto* text : {"2026-03-29T00:59Z", "2026-03-29T01:00Z", "2026-03-29T04:59Z",
                           "2026-10-25T00:30Z", "2026-10-25T01:30Z", "2026-10-25T05:59Z"}) {
    EXPECT_EQ(part_of_day(utc(text)), PartOfDay::kNight) << text;
  }
  EXPECT_EQ(part_of_day(utc("2026-03-29T05:00Z")), PartOfDay::kMorning);
  EXPECT_EQ(part_of_day(utc("2026-10-25T06:00Z")), PartOfDay::kMorning);
}

TEST(DurationBandTest, ChangesAtEachHourAndDayNamed) {
  constexpr Instant kHour = 3600;
  const Instant start = utc("2026-10-24T22:00Z");
  const auto after = [&](Instant hours) { return duration_band(start, start + hours * kHour); };
  const auto before = [&](Instant hours) {
    return duration_band(start, start + hours * kHour - 1);
  };
  EXPECT_EQ(after(0), DurationBand::kUnder8Hours);
  EXPECT_EQ(before(8), DurationBand::kUnder8Hours);
  EXPECT_EQ(after(8), DurationBand::kFrom8To16Hours);
  EXPECT_EQ(before(16), DurationBand::kFrom8To16Hours);
  EXPECT_EQ(after(16), DurationBand::kFrom16To24Hours);
  EXPECT_EQ(after(24), DurationBand::kFrom1To2Days);
  EXPECT_EQ(before(48), DurationBand::kFrom1To2Days);
  EXPECT_EQ(after(48), DurationBand::kFrom2To7Days);
  EXPECT_EQ(before(7 * 24), DurationBand::kFrom2To7Days);
  EXPECT_EQ(after(7 * 24), DurationBand::kFrom7To28Days);
  EXPECT_EQ(before(28 * 24), DurationBand::kFrom7To28Days);
  EXPECT_EQ(after(28 * 24), DurationBand::kFrom28Days);
  EXPECT_EQ(duration_band(start, std::nullopt), DurationBand::kStillMissing);
}

// Seven in the evening to three in the morning is nine hours on the night the clocks go back.
TEST(DurationBandTest, CountsHoursAsTheyPassed) {
  const Instant start = to_instant({{2026, 10, 24}, 19, 0}).value();
  const Instant end = to_instant({{2026, 10, 25}, 3, 0}).value();
  EXPECT_EQ(end - start, 9 * 3600);
  EXPECT_EQ(duration_band(start, end), DurationBand::kFrom8To16Hours);
}

TEST(AgeBandTest, ChangesOnTheBirthday) {
  const CivilDay birth{2010, 10, 20};
  EXPECT_EQ(band(birth, {2011, 10, 19}), AgeBand::kUnder1);
  EXPECT_EQ(band(birth, {2011, 10, 20}), AgeBand::kFrom1To4);
  EXPECT_EQ(band(birth, {2015, 10, 19}), AgeBand::kFrom1To4);
  EXPECT_EQ(band(birth, {2015, 10, 20}), AgeBand::kFrom5To9);
  EXPECT_EQ(band(birth, {2020, 10, 19}), AgeBand::kFrom5To9);
  EXPECT_EQ(band(birth, {2020, 10, 20}), AgeBand::kFrom10To15);
  EXPECT_EQ(band(birth, {2026, 10, 19}), AgeBand::kFrom10To15);
  EXPECT_EQ(band(birth, {2026, 10, 20}), AgeBand::kFrom16);
}

TEST(AgeBandTest, AChildOfTheLeapDayTurnsSixteenOnIt) {
  const CivilDay birth{2012, 2, 29};
  EXPECT_EQ(band(birth, {2028, 2, 28}), AgeBand::kFrom10To15);
  EXPECT_EQ(band(birth, {2028, 2, 29}), AgeBand::kFrom16);
  EXPECT_EQ(band(birth, {2017, 2, 28}), AgeBand::kFrom1To4);
  EXPECT_EQ(band(birth, {2017, 3, 1}), AgeBand::kFrom5To9);
}

TEST(AgeBandTest, TurnsNoPlaceholderIntoAnAge) {
  const Day event = to_day({2026, 10, 20});
  EXPECT_EQ(age_band(kChild, std::nullopt, event), AgeBand::kNotKnown);
  EXPECT_EQ(band({2026, 10, 21}, {2026, 10, 20}), AgeBand::kNotKnown);
  EXPECT_EQ(band({1900, 1, 1}, {2026, 10, 20}), AgeBand::kNotKnown);
  EXPECT_EQ(band({1970, 1, 1}, {2026, 10, 20}), AgeBand::kNotKnown);
}

TEST(AgeBandTest, ACallWithoutAChildHasNoBand) {
  EXPECT_EQ(age_band(!kChild, to_day({2012, 1, 1}), to_day({2026, 1, 1})), AgeBand::kNoChild);
  EXPECT_EQ(age_band(!kChild, std::nullopt, to_day({2026, 1, 1})), AgeBand::kNoChild);
}

}  // namespace
}  // namespace stile::record
