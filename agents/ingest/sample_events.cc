#include <algorithm>

#include "agents/ingest/sample_call_outs.h"
#include "agents/ingest/sample_random.h"

namespace stile::agent {
namespace {

constexpr std::uint64_t kCalls = 4;
constexpr std::size_t kChildrenOfCrowded = 4;

int last_sunday(const Month& month) {
  const int last = days_in(month);
  constexpr int kThursday = 4;  // 1 January 1970
  return last - (to_day({month.year, month.month, last}) + kThursday) % 7;
}

// Teller adds events at told times.
class Teller {
 public:
  Teller(const SampleSettings& settings, const std::vector<SampleHome>& homes)
      : settings_(settings), homes_(homes), crowded_(crowded_home(homes)) {}

  std::vector<SampleEvent> tell() {
    for (const int day : {2, 6, 11, 17, 23}) add(day, 18 * 60 + day, Story::kTold, crowded_, 0);
    if (settings_.canaries) tell_canaries();
    if (settings_.faults) tell_faults();
    tell_calls();
    tell_children();
    tell_calendar();
    return std::move(told_);
  }

 private:
  void add(int day, int minute_of_day, Story story, std::size_t home, std::size_t place) {
    told_.push_back({(day - 1) * 1440 + minute_of_day, static_cast<std::uint16_t>(home),
                     static_cast<std::uint16_t>(place), story});
  }

  void tell_canaries() {
    for (std::size_t i = 0; i < 3; ++i) {
      add(3 + 9 * static_cast<int>(i), 21 * 60 + 7, Story::kCanary, 5 + 11 * i, i);
    }
  }

  void tell_faults() {
    int day = 2;
    for (const Story story : {Story::kBadCode, Story::kBadHome, Story::kNoHome, Story::kFormula,
                              Story::kBadDate, Story::kShort, Story::kBlank, Story::kNoPerson}) {
      add(day, 11 * 60 + 21, story, 20, 1);
      day += 3;
    }
    if (settings_.month.month == 3) {
      add(last_sunday(settings_.month), 90, Story::kSkippedHour, 20, 1);
    }
  }

  void tell_calls() {
    add(4, 9 * 60 + 3, Story::kNoChild, 30, 0);
    add(5, 22 * 60 + 40, Story::kTold, crowded_, 1);
    add(5, 22 * 60 + 40, Story::kSecondChild, crowded_, 2);
    add(7, 19 * 60 + 12, Story::kTold, 40, 0);
    add(7, 19 * 60 + 16, Story::kDuplicate, 40, 0);
    add(8, 23 * 60 + 51, Story::kChildCalls, 41, 1);
    add(9, 16 * 60 + 2, Story::kFoster, 0, 0);
    add(15, 20 * 60 + 33, Story::kLineBreak, 42, 0);
  }

  void tell_children() {
    const auto single = std::ranges::find(homes_, 1U, &SampleHome::places) - homes_.begin();
    add(10, 17 * 60 + 26, Story::kTold, static_cast<std::size_t>(single), 0);
    add(10, 20 * 60 + 8, Story::kNotKnown, 43, 0);
    add(12, 15 * 60 + 44, Story::kAdjoining, 44, 0);
    add(13, 14 * 60 + 19, Story::kDistant, 45, 0);
    add(14, 13 * 60 + 37, Story::kTold, crowded_, 3);
    add(20, 12 * 60 + 55, Story::kMoved, 46, 3);
    add(16, 10 * 60 + 30, Story::kNotAsked, 47, 0);
    add(18, 21 * 60 + 48, Story::kWelsh, 48, 0);
  }

  void tell_calendar() {
    add(1, 0, Story::kTold, 49, 0);
    add(days_in(settings_.month), 1439, Story::kTold, 50, 0);
    const int sunday = last_sunday(settings_.month);
    if (settings_.month.month == 10) add(sunday, 90, Story::kTold, 51, 0);
    if (settings_.month.month != 3) return;
    add(sunday, 59, Story::kTold, 51, 0);
    add(sunday, 120, Story::kTold, 52, 0);
  }

  const SampleSettings& settings_;
  const std::vector<SampleHome>& homes_;
  std::size_t crowded_;
  std::vector<SampleEvent> told_;
};

SampleEvent ordinary(SampleRandom& random, int days, std::size_t home, std::size_t places) {
  // Most calls come in the evening; none between one and two, an hour that a clock change can
  // take away.
  static constexpr std::array<int, 16> kHours = {0,  2,  7,  9,  11, 13, 15, 16,
                                                 17, 18, 19, 20, 21, 21, 22, 23};
  const int day = static_cast<int>(random.below(static_cast<std::size_t>(days)));
  const int minute = random.pick(kHours) * 60 + static_cast<int>(random.below(60));
  return {day * 1440 + minute, static_cast<std::uint16_t>(home),
          static_cast<std::uint16_t>(random.below(places)), Story::kOrdinary};
}

// drawn_calls() of one home in one month: a quarter of homes never call, the rest have a long
// tail whose mean is a third of their places.
std::size_t drawn_calls(SampleRandom& random, std::size_t places) {
  if (random.percent(25)) return 0;
  return static_cast<std::size_t>(random.geometric(3, 3 + places));
}

void add_ordinary(const SampleSettings& settings, const std::vector<SampleHome>& homes,
                  std::vector<SampleEvent>& to) {
  const int days = days_in(settings.month);
  const auto month = static_cast<std::uint64_t>(settings.month.year * 12 + settings.month.month);
  auto random = SampleRandom::mixed(settings.seed, kCalls, month);
  // With a number of rows given, homes share them in proportion to what they drew.
  std::vector<std::size_t> callers;
  for (std::size_t home = 0; home < homes.size(); ++home) {
    callers.insert(callers.end(), drawn_calls(random, homes[home].places), home);
  }
  if (settings.rows == 0) {
    for (const auto home : callers) to.push_back(ordinary(random, days, home, homes[home].places));
    return;
  }
  if (callers.empty()) callers.push_back(0);
  while (to.size() < static_cast<std::size_t>(settings.rows)) {
    const std::size_t home = callers[random.below(callers.size())];
    to.push_back(ordinary(random, days, home, homes[home].places));
  }
}

}  // namespace

int days_in(const Month& month) {
  const CivilDay next =
      month.month == 12 ? CivilDay{month.year + 1, 1, 1} : CivilDay{month.year, month.month + 1, 1};
  return to_day(next) - to_day({month.year, month.month, 1});
}

std::size_t crowded_home(const std::vector<SampleHome>& homes) {
  const auto at = std::ranges::find(homes, kChildrenOfCrowded, &SampleHome::places);
  return static_cast<std::size_t>(at - homes.begin());
}

std::vector<SampleEvent> sample_events(const SampleSettings& settings,
                                       const std::vector<SampleHome>& homes) {
  std::vector<SampleEvent> events = Teller(settings, homes).tell();
  const auto rows = static_cast<std::size_t>(settings.rows);
  if (settings.rows > 0 && events.size() > rows) events.resize(rows);
  add_ordinary(settings, homes, events);
  std::ranges::stable_sort(events, {}, &SampleEvent::minute);
  return events;
}

bool story_is_fault(Story story) { return story >= Story::kBadCode; }

bool story_is_held(Story story) { return story == Story::kNotAsked || story == Story::kLineBreak; }

}  // namespace stile::agent
