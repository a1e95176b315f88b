#pragma once

#include <string>
#include <vector>

#include "tests/property/calendar.h"

// The second definition of who is on duty: a calendar painted onto a line of minutes, day by day,
// on which an answer is looked up. It shares nothing with core/agreement/duty.
namespace stile::property {

inline constexpr int kBankHoliday = 7;

struct DrawnPeriod {
  std::vector<int> days;  // 0 Monday … 6 Sunday, kBankHoliday
  long from = 0;          // minutes from midnight
  long to = 0;            // not after `from`: on the day after
  std::vector<std::string> contacts;
};

struct DrawnDuty {
  std::vector<Date> holidays;
  std::vector<DrawnPeriod> periods;
  std::vector<std::string> otherwise;
};

// text_of() is what a signed directory says of it.
std::string text_of(const DrawnDuty& duty);

// PaintedDuty is one year by London's clocks, and a day before and after it. Holidays lie in it.
class PaintedDuty {
 public:
  PaintedDuty(const DrawnDuty& duty, int year);

  // is_sound() says whether every minute is somebody's, and no minute two periods'.
  bool is_sound() const;
  // at() counts London's minutes from 1970.
  const std::vector<std::string>& at(long london) const;

 private:
  void paint(long day);
  bool begins_on(const DrawnPeriod& period, long day) const;

  DrawnDuty duty_;
  long first_;              // the first minute of the line
  std::vector<int> owner_;  // a period's place, or one of the two below
};

}  // namespace stile::property
