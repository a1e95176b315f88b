#include "agents/ingest/time_forms.h"

#include <gtest/gtest.h>

namespace stile::agent {
namespace {

TimeForms forms(const std::vector<std::string>& list, bool with_time = true) {
  return TimeForms::parse(list, with_time).value();
}

std::string read(const TimeForms& from, std::string_view cell) {
  const auto time = from.read(cell);
  if (!time) return "nothing";
  std::string text = to_text(time->minute.date) + " " + std::to_string(time->minute.hour) + ":" +
                     std::to_string(time->minute.minute);
  if (time->offset_minutes) text += " " + std::to_string(*time->offset_minutes);
  return text;
}

TEST(TimeFormsTest, ReadsAPattern) {
  const auto form = forms({"%d/%m/%Y %H:%M", "%d/%m/%Y %H:%M:%S"});
  EXPECT_EQ(read(form, "03/10/2026 14:05"), "2026-10-03 14:5");
  EXPECT_EQ(read(form, "3/10/2026 4:05:59"), "2026-10-03 4:5");
  EXPECT_EQ(read(form, "03/10/26 14:05"), "nothing");
  EXPECT_EQ(read(form, "03/10/2026"), "nothing");
  EXPECT_EQ(read(form, "03/10/2026 14:05 x"), "nothing");
  EXPECT_EQ(read(form, ""), "nothing");
}

TEST(TimeFormsTest, ReadsIso8601WithAndWithoutAnOffset) {
  const auto form = forms({"iso-8601"});
  EXPECT_EQ(read(form, "2026-10-03T14:05"), "2026-10-03 14:5");
  EXPECT_EQ(read(form, "2026-10-03 14:05:30.25Z"), "2026-10-03 14:5 0");
  EXPECT_EQ(read(form, "2026-10-03T14:05:30+01:00"), "2026-10-03 14:5 60");
  EXPECT_EQ(read(form, "2026-10-03T14:05-0530"), "2026-10-03 14:5 -330");
  EXPECT_EQ(read(form, "2026-10-03T14:05+1"), "nothing");
  EXPECT_EQ(read(form, "2026-10-03"), "nothing");
  EXPECT_EQ(read(forms({"iso-8601"}, false), "2026-10-03"), "2026-10-03 0:0");
}

TEST(TimeFormsTest, ReadsExcelSerials) {
  const auto form = forms({"excel-serial"});
  EXPECT_EQ(read(form, "46298.5868055556"), "2026-10-03 14:5");
  EXPECT_EQ(read(form, "46298,5"), "2026-10-03 12:0");
  EXPECT_EQ(read(form, "46,298.5"), "nothing");
  EXPECT_EQ(read(form, std::string(40, '4')), "nothing");
  EXPECT_EQ(read(form, "46298"), "2026-10-03 0:0");
  EXPECT_EQ(read(form, "46297.99999"), "2026-10-03 0:0");
  EXPECT_EQ(read(form, "60"), "nothing");
  EXPECT_EQ(read(form, "nan"), "nothing");
  EXPECT_EQ(read(form, "1e5"), "nothing");
}

TEST(TimeFormsTest, RefusesFormsThatDoNotSayEnough) {
  EXPECT_EQ(TimeForms::parse({}, false).reason(), Reason::kMissingField);
  EXPECT_EQ(TimeForms::parse({"%d/%m/%Y"}, true).reason(), Reason::kMalformed);
  EXPECT_EQ(TimeForms::parse({"%d/%m"}, false).reason(), Reason::kMalformed);
  EXPECT_EQ(TimeForms::parse({"%d/%m/%y"}, false).reason(), Reason::kMalformed);
  EXPECT_EQ(TimeForms::parse({"%d/%m/%Y %"}, false).reason(), Reason::kMalformed);
}

TEST(TimeFormsTest, RefusesTwoFormsThatReadOneTextAsTwoDays) {
  EXPECT_EQ(TimeForms::parse({"%d/%m/%Y", "%m/%d/%Y"}, false).reason(), Reason::kAmbiguous);
  EXPECT_TRUE(TimeForms::parse({"%d/%m/%Y", "%Y-%m-%d"}, false).ok());
}

TEST(TimeFormsTest, ShowsWhatItExpects) {
  EXPECT_EQ(forms({"%d/%m/%Y %H:%M", "iso-8601", "excel-serial"}).expected(),
            "31/10/2026 23:59 or 2026-10-31T23:59 or an Excel serial number");
}

TEST(LocalClockTest, AgreesWithTheCalendarOnEveryHourOfAYear) {
  LocalClock clock;
  for (Day day = to_day({2026, 1, 1}); day < to_day({2027, 1, 1}); ++day) {
    for (int hour = 0; hour < 24; ++hour) {
      const CivilMinute minute{to_civil(day), hour, 30};
      const auto ours = clock.instant(minute);
      const auto theirs = to_instant(minute);
      ASSERT_EQ(ours.ok(), theirs.ok()) << to_text(minute.date) << " " << hour;
      if (ours.ok()) {
        ASSERT_EQ(*ours, *theirs);
      }
    }
  }
}

TEST(LocalClockTest, RefusesWhatTheCalendarDoesNotHave) {
  LocalClock clock;
  EXPECT_FALSE(clock.instant({{2026, 2, 29}, 12, 0}).ok());
  EXPECT_FALSE(clock.instant({{2026, 13, 1}, 12, 0}).ok());
  EXPECT_FALSE(clock.instant({{0, 0, 0}, 12, 0}).ok());
  EXPECT_FALSE(clock.instant({{2026, 10, 3}, 24, 0}).ok());
  EXPECT_FALSE(clock.instant({{2026, 3, 29}, 1, 30}).ok());  // skipped by the clock change
  EXPECT_TRUE(clock.instant({{2026, 10, 25}, 1, 30}).ok());
}

}  // namespace
}  // namespace stile::agent
