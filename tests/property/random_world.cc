#include <string>

#include "tests/property/random_case.h"

namespace stile::property {
namespace {

constexpr char kOwn[] = "E10000091";
constexpr char kNeighbour[] = "E10000092";
constexpr char kFar[] = "E10000093";
constexpr char kWelsh[] = "W06000091";
constexpr char kLondon[] = "E09000091";
constexpr char kOtherLondon[] = "E09000092";
// Two authorities that became one in the middle of the month.
constexpr char kOldEast[] = "E06000095";
constexpr char kOldWest[] = "E06000096";
constexpr char kMerged[] = "E06000097";

std::vector<Authority> authorities(const Date& merger) {
  const Date eve = date_of(day_number(merger) - 1);
  return {{kOwn, {kNeighbour, kWelsh, kMerged}},
          {kNeighbour, {kOwn}},
          {kFar},
          {kWelsh, {kOwn}},
          {kLondon, {kOtherLondon}},
          {kOtherLondon, {kLondon}},
          {kOldEast, {kOldWest}, {}, eve, kMerged},
          {kOldWest, {kOldEast}, {}, eve, kMerged},
          {kMerged, {kOwn}, merger}};
}

void add_homes(Chance& chance, const Date& middle, World& world) {
  const std::vector<std::string> own = {kOwn, kOwn, kLondon, kOldEast, kMerged, kNeighbour};
  const Date eve = date_of(day_number(middle) - 1);
  const auto places = [&] {
    return static_cast<int>(chance.percent(50) ? chance.between(3, 4) : chance.between(0, 9));
  };
  for (int i = 1; i <= 5; ++i) {
    world.homes.push_back({"ofsted", "SC90000" + std::to_string(i), chance.one_of(own), places()});
  }
  // One whose places changed, one that got another number, one of another force's area.
  world.homes.push_back({"ofsted", "9000006", kOwn, 4, true, {}, eve});
  world.homes.push_back({"ofsted", "9000006", kOwn, 3, true, middle});
  world.homes.push_back({"ofsted", "9000007", kOwn, 5, true, {}, eve});
  world.homes.push_back({"ofsted", "SC900008", kOwn, 5, true, middle});
  world.homes.push_back({"ofsted", "SC900009", kNeighbour, 6, false});
  world.homes.push_back({"ciw", "W-0001", kWelsh, places()});
  world.homes.push_back({"ciw", "W/0002", kWelsh, places()});
  world.homes.push_back({"ciw", "W-0003", kWelsh, 4, false});
}

// An agreement that counts what it lets nobody have would be refused.
void drop_what_counts_nothing(Agreed& agreed) {
  const bool calls = agreed.clauses.contains(kCallOut);
  const bool episodes = agreed.clauses.contains(kEpisode);
  const auto months = agreed.clauses.find(kHomeMonth);
  if (months == agreed.clauses.end()) return;
  auto& counted = months->second;
  if (!calls) counted.erase("CALLER_ROLE");
  if (!calls) counted.erase("APPROPRIATENESS");
  if (!episodes) counted.erase("RETURN_INTERVIEW");
  if (calls || episodes) return;
  for (const char* field : {"CHILD_ROLE", "EXPLOITATION", "OFFENCE"}) counted.erase(field);
}

Agreed random_agreement(Chance& chance, const char* id, const char* scheme) {
  Agreed agreed{id, scheme, {}};
  const int generous = chance.percent(35) ? 100 : static_cast<int>(chance.between(30, 95));
  const std::string always =
      chance.one_of(std::vector<std::string>{kCallOut, kEpisode, kArrest, kConcern});
  for (const char* type : {kCallOut, kEpisode, kArrest, kConcern, kHomeMonth, kManifest}) {
    if (type != always && !chance.percent(80)) continue;
    auto& granted = agreed.clauses[type] = required(type);
    for (const auto& [field, treatment] : least_fields(type)) {
      if (chance.percent(generous)) granted.insert(field);
    }
  }
  drop_what_counts_nothing(agreed);
  return agreed;
}

long begin_of(int year, int month) { return *utc_of(day_number({year, month, 1}) * kDay); }

}  // namespace

When random_when(Chance& chance) {
  struct Choice {
    int year;
    int month;
    long sent_after;  // its beginning, in days
  };
  // Both clock changes, the ends of a quarter and of a year, a leap day, a month not over yet.
  static const std::vector<Choice> kChoices = {{2026, 10, 33}, {2026, 3, 33},  {2026, 3, 40},
                                               {2026, 12, 34}, {2024, 2, 33},  {2026, 2, 31},
                                               {2026, 4, 35},  {2026, 10, 26}, {2027, 1, 36}};
  const Choice& choice = chance.one_of(kChoices);
  const int next = choice.month % 12 + 1;
  const long begin = begin_of(choice.year, choice.month);
  return {month_text({choice.year, choice.month, 1}), begin,
          begin_of(choice.year + (next == 1 ? 1 : 0), next),
          begin + choice.sent_after * kDay + 9 * kHour};
}

World random_world(Chance& chance, const When& when) {
  const Date middle = date_of(day_number(local_date(when.begin)) + 15);
  World world{authorities(middle), {}, {}};
  add_homes(chance, middle, world);
  world.agreements.push_back(random_agreement(chance, "testshire-ofsted", "ofsted"));
  if (chance.percent(60)) {
    world.agreements.push_back(random_agreement(chance, "testshire-ciw", "ciw"));
  }
  if (chance.percent(30)) {
    world.agreements.push_back(random_agreement(chance, "testshire-again", "ofsted"));
  }
  return world;
}

Case random_case(std::uint64_t seed) {
  Chance chance(seed);
  const When when = random_when(chance);
  Case made;
  made.world = random_world(chance, when);
  made.layouts = random_layouts(chance, made.world);
  const auto other = chance.percent(50) ? when.begin - kDay : when.end + kDay;
  long now = when.now;
  const auto send = [&](const Layout& layout, std::vector<Cells> rows) {
    const bool both = chance.percent(40) && other < now;
    if (both) made.sendings.push_back({&layout, rows, month_text(local_date(other)), now});
    made.sendings.push_back({&layout, std::move(rows), when.month, now++});
  };
  for (const auto& layout : made.layouts) {
    if (chance.percent(15)) continue;
    auto rows = random_rows(chance, made.world, layout, when);
    send(layout, rows);
    for (int again = 0; again < 2 && chance.percent(50); ++again) {
      rows = corrected(chance, made.world, layout, when, rows);
      send(layout, rows);
    }
  }
  if (made.sendings.empty()) send(made.layouts.front(), {});
  return made;
}

}  // namespace stile::property
