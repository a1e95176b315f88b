#include <gtest/gtest.h>

#include <algorithm>

#include "core/agreement/duty.h"
#include "core/wire/document_codec.h"
#include "tests/property/chance.h"
#include "tests/property/painted_duty.h"
#include "tests/support/scheme.h"

// Whatever calendar is drawn: check() passes it when the painted year has somebody at every minute
// and nobody twice, and otherwise not; and at every minute duty() names whom the paint shows.
namespace stile::property {
namespace {

constexpr int kFirstYear = 2024;  // a leap year
constexpr int kYears = 10;
constexpr int kChecked = 1000;

const std::vector<std::string> kCodes = {"desk", "manager", "edt", "edt-manager", "director"};

std::vector<std::string> draw_contacts(Chance& chance) {
  std::vector<std::string> codes = kCodes;
  chance.shuffle(codes);
  codes.resize(static_cast<std::size_t>(chance.between(2, static_cast<long>(codes.size()))));
  return codes;
}

// A time of day, often one that others have too.
long draw_time(Chance& chance) {
  return chance.percent(70) ? chance.between(0, 23) * kHour : chance.between(0, kDay - 1);
}

// The days next to a clock change and to the ends of the year are drawn more often than others.
std::vector<Date> draw_holidays(Chance& chance, int year) {
  std::vector<Date> days = {{year, 1, 1}, {year, 12, 31}, {year, 12, 25}, {year, 12, 26}};
  for (const int month : {3, 10}) {
    const long change = last_sunday(year, month);
    for (const long day : {change - 1, change, change + 1}) days.push_back(date_of(day));
  }
  for (int i = 0; i < 6; ++i) {
    days.push_back(date_of(day_number({year, 2, 1}) + chance.between(0, 200)));
  }
  std::sort(days.begin(), days.end());
  days.erase(std::unique(days.begin(), days.end()), days.end());
  chance.shuffle(days);
  days.resize(static_cast<std::size_t>(chance.between(0, 8)));
  return days;
}

// draw_shifts() cuts these days into shifts, the last of which ends when the next day's first
// begins.
void draw_shifts(Chance& chance, const std::vector<int>& days, long handover, DrawnDuty& duty) {
  std::vector<long> cuts = {handover};
  for (long i = chance.between(0, 3); i > 0; --i) {
    const long cut = draw_time(chance);
    if (cut > handover) cuts.push_back(cut);
  }
  std::sort(cuts.begin(), cuts.end());
  cuts.erase(std::unique(cuts.begin(), cuts.end()), cuts.end());
  for (std::size_t i = 0; i < cuts.size(); ++i) {
    if (!duty.otherwise.empty() && chance.percent(30)) continue;
    const long until = i + 1 < cuts.size() ? cuts[i + 1] : handover;
    duty.periods.push_back({days, cuts[i], until, draw_contacts(chance)});
  }
}

// draw_sound() is a calendar in which all days hand over at the same time, so that whatever day
// follows, nobody meets another; with somebody otherwise, some shifts are left out.
DrawnDuty draw_sound(Chance& chance, int year) {
  DrawnDuty duty{draw_holidays(chance, year), {}, {}};
  if (chance.percent(50)) duty.otherwise = draw_contacts(chance);
  const long handover = draw_time(chance);
  std::vector<int> kinds = {0, 1, 2, 3, 4, 5, 6, kBankHoliday};
  chance.shuffle(kinds);
  while (!kinds.empty()) {
    const auto size = std::min(static_cast<long>(kinds.size()), chance.between(1, 5));
    draw_shifts(chance, {kinds.end() - size, kinds.end()}, handover, duty);
    kinds.resize(kinds.size() - static_cast<std::size_t>(size));
  }
  return duty;
}

// spoil() changes one thing, after which the calendar may be sound all the same.
void spoil(Chance& chance, DrawnDuty& duty) {
  if (duty.periods.empty() || chance.percent(10)) {
    duty.otherwise.clear();
    return;
  }
  const long last = static_cast<long>(duty.periods.size()) - 1;
  const auto at = duty.periods.begin() + chance.between(0, last);
  switch (chance.between(0, 4)) {
    case 0: at->from = (at->from + chance.between(1, kDay - 1)) % kDay; break;
    case 1: at->to = (at->to + chance.between(1, kDay - 1)) % kDay; break;
    case 2: at->from = (at->from + 1) % kDay; break;
    case 3: duty.periods.erase(at); break;
    default:
      at->days.pop_back();
      if (at->days.empty()) duty.periods.erase(at);
  }
}

// agency_of() is an authority as the directory's text makes it.
agreement::Agency agency_of(const DrawnDuty& duty) {
  support::Scheme scheme;
  auto& draft = scheme.agency(support::kTestshire);
  draft.id = "spiffe://stile.example/authority/E10000091/agent";
  for (const std::string& code : kCodes) {
    draft.duty += "contact { code: \"" + code + "\" mailbox: \"" + code +
                  "@testshire.example\" telephone: \"01632 960001\" }\n";
  }
  draft.duty += text_of(duty);
  const auto read = wire::directory_of_text(text_of(scheme.directory, {}, Hash{}), "drawn");
  return read.value().agencies.front();
}

std::vector<std::string> asked(const agreement::Agency& agency, long utc) {
  std::vector<std::string> codes;
  for (const auto* contact : agreement::duty(agency, utc * 60)) codes.push_back(contact->code);
  return codes;
}

TEST(DutyPropertyTest, SomebodyIsOnDutyAtEveryMinuteOfAYearAndIsWhomThePaintShows) {
  for (int year = kFirstYear; year < kFirstYear + kYears; ++year) {
    Chance chance(static_cast<std::uint64_t>(year));
    const DrawnDuty drawn = draw_sound(chance, year);
    SCOPED_TRACE(text_of(drawn));
    const agreement::Agency agency = agency_of(drawn);
    const Status sound = check_duty(agency);
    ASSERT_TRUE(sound.ok()) << sound.error().detail;
    const PaintedDuty painted(drawn, year);
    const long end = day_number({year + 1, 1, 1}) * kDay;
    for (long utc = day_number({year, 1, 1}) * kDay; utc < end; ++utc) {
      const auto codes = asked(agency, utc);
      ASSERT_GE(codes.size(), 2U) << utc_minute_text(utc * 60);
      ASSERT_EQ(codes, painted.at(london_of(utc))) << utc_minute_text(utc * 60);
    }
  }
}

TEST(DutyPropertyTest, ACheckedCalendarIsOneInWhichEveryMinuteIsSomebodysAndNoMinuteTwoPeoples) {
  int refused = 0;
  for (int i = 0; i < kChecked; ++i) {
    Chance chance(static_cast<std::uint64_t>(i));
    const int year = kFirstYear + i % kYears;
    DrawnDuty drawn = draw_sound(chance, year);
    if (i % 4 != 0) spoil(chance, drawn);
    const Status checked = check_duty(agency_of(drawn));
    ASSERT_EQ(checked.ok(), PaintedDuty(drawn, year).is_sound())
        << text_of(drawn) << (checked.ok() ? "passed" : checked.error().detail);
    if (!checked.ok()) ++refused;
  }
  EXPECT_GT(refused, kChecked / 4);
  EXPECT_LT(refused, kChecked * 3 / 4);
}

}  // namespace
}  // namespace stile::property
