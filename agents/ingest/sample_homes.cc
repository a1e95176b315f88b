#include "agents/ingest/sample_homes.h"

#include <algorithm>
#include <array>
#include <cstdio>
#include <span>
#include <utility>

#include "agents/ingest/sample_random.h"

namespace stile::agent {
namespace {

struct Count {
  std::size_t places;
  std::size_t homes;
};

// Ofsted, "Children's social care providers as at 31 March 2018" (Open Government Licence v3.0):
// children's homes, secure ones and residential special schools registered as one, by local
// authority and places. Counts only.
constexpr std::array<Count, 4> kBrightonAndHove = {{{2, 1}, {5, 3}, {7, 1}, {8, 1}}};
constexpr std::array<Count, 11> kEastSussex = {
    {{1, 1}, {2, 6}, {3, 3}, {4, 4}, {5, 1}, {6, 1}, {7, 2}, {8, 1}, {11, 1}, {16, 1}, {27, 1}}};
constexpr std::array<Count, 9> kWestSussex = {
    {{2, 2}, {3, 2}, {4, 7}, {5, 7}, {6, 9}, {10, 1}, {14, 1}, {16, 2}, {20, 1}}};

constexpr std::array<std::string_view, 24> kFirst = {
    "Avery",  "Bryn",  "Callum", "Dara",  "Ellis",  "Ffion",  "Gethin",  "Harley",
    "Indigo", "Jory",  "Kit",    "Lowri", "Morgan", "Nia",    "Ottilie", "Piran",
    "Quinn",  "Rowan", "Siôn",   "Tegan", "Una",    "Vesper", "Wren",    "Ywain"};
constexpr std::array<std::string_view, 24> kLast = {
    "Ashdown",    "Birling",   "Coombe",    "Ditchling", "Elmfield",  "Fairlight",
    "Glynde",     "Hartfield", "Icklesham", "Jevington", "Kingsley",  "Laughton",
    "Maresfield", "Netherby",  "Ŵynford",   "Pevensey",  "Quarry",    "Ringmer",
    "Selmeston",  "Tarring",   "Udimore",   "Vinehall",  "Warbleton", "Yapton"};
constexpr std::array<std::string_view, 12> kStreets = {
    "Larkfield Close", "Saltmarsh Lane",    "Old Kiln Road",     "Thistledown Way",
    "Chalkpit Rise",   "Heron Walk",        "Windover Crescent", "Tŷ Gwyn Place",
    "Millrace Avenue", "Copperbeech Drive", "Shepherd's Row",    "Beacon Gardens"};
constexpr std::array<std::string_view, 6> kTowns = {"Marlhaven",         "Upper Sedgeley",
                                                    "Northbourne Cross", "Fennick",
                                                    "Saltdean Green",    "Oakhurst Mead"};

// Placing authorities as the sample's export writes them: the home's own three times in five,
// then next door, then far away, two of them Welsh.
constexpr std::array<std::string_view, 6> kNear = {"Surrey",      "Kent",        "Hampshire",
                                                   "East Sussex", "West Sussex", "Brighton & Hove"};
constexpr std::array<std::string_view, 10> kFar = {
    "Croydon", "Southwark", "Lambeth",  "Manchester", "Birmingham",
    "Leeds",   "Norfolk",   "Barnsley", "Cardiff",    "Powys"};

// Which part of the sample a generator is for, so that one part's draws never move another's.
constexpr std::uint64_t kChildren = 1;
constexpr std::uint64_t kNames = 2;
constexpr std::uint64_t kAddresses = 3;

std::string home_number(const SampleArea& area, std::size_t number) {
  const bool is_english = area.scheme == HomeScheme::kOfsted;
  return (is_english ? "SC" : "INVENTED-") + std::to_string(number);
}

void add_homes(const SampleArea& area, const SampleAuthority& authority, std::uint64_t seed,
               std::span<const Count> counts, std::vector<SampleHome>& to) {
  for (const Count& count : counts) {
    for (std::size_t i = 0; i < count.homes; ++i) {
      const std::size_t number = area.first + to.size();
      to.push_back(
          {home_number(area, number), authority, count.places, sample_address(seed, number)});
    }
  }
}

std::string_view placed_by(const SampleAuthority& own, SampleRandom& random) {
  const std::size_t draw = random.below(100);
  if (draw < 60) return own.written;
  if (draw < 80) return random.pick(kNear);
  return draw < 97 ? random.pick(kFar) : std::string_view("Not known");
}

std::string birth(SampleRandom& random) {
  std::array<char, 16> text{};
  const auto day = static_cast<unsigned>(2 * random.between(1, 14));
  const auto month = static_cast<unsigned>(random.between(1, 12));
  const auto year = static_cast<unsigned>(random.between(2009, 2016));
  const int size = std::snprintf(text.data(), text.size(), "%02u/%02u/%04u", day, month, year);
  return {text.data(), static_cast<std::size_t>(size)};
}

}  // namespace

// Where the shipped map of call-outs knows no name of an authority, its code is written.
const std::array<SampleArea, 4> kSampleAreas = {{
    {"E23000033",
     HomeScheme::kOfsted,
     900001,
     {{{"E06000043", "Brighton & Hove"},
       {"E10000011", "East Sussex"},
       {"E10000032", "West Sussex"}}}},
    {"E23000010",
     HomeScheme::kOfsted,
     910001,
     {{{"E08000034", "E08000034"}, {"E08000032", "E08000032"}, {"E08000035", "Leeds"}}}},
    {"E23000001",
     HomeScheme::kOfsted,
     920001,
     {{{"E09000022", "Lambeth"}, {"E09000028", "Southwark"}, {"E09000008", "Croydon"}}}},
    {"W15000003",
     HomeScheme::kCiw,
     930001,
     {{{"W06000013", "W06000013"}, {"W06000011", "W06000011"}, {"W06000015", "Cardiff"}}}},
}};

std::string_view sample_authority_code(std::string_view placed_by) {
  using Pair = std::pair<std::string_view, std::string_view>;
  static constexpr std::array<Pair, 16> kCodes = {{{"Brighton & Hove", "E06000043"},
                                                   {"East Sussex", "E10000011"},
                                                   {"West Sussex", "E10000032"},
                                                   {"Surrey", "E10000030"},
                                                   {"Kent", "E10000016"},
                                                   {"Hampshire", "E10000014"},
                                                   {"Croydon", "E09000008"},
                                                   {"Southwark", "E09000028"},
                                                   {"Lambeth", "E09000022"},
                                                   {"Manchester", "E08000003"},
                                                   {"Birmingham", "E08000025"},
                                                   {"Leeds", "E08000035"},
                                                   {"Norfolk", "E10000020"},
                                                   {"Barnsley", "E08000038"},
                                                   {"Cardiff", "W06000015"},
                                                   {"Powys", "W06000023"}}};
  if (AreaCode::parse(placed_by).ok()) return placed_by;
  const auto at = std::ranges::find(kCodes, placed_by, &Pair::first);
  return at == kCodes.end() ? std::string_view() : at->second;
}

std::string sample_name(std::uint64_t seed, std::uint64_t item) {
  auto random = SampleRandom::mixed(seed, kNames, item);
  return std::string(random.pick(kFirst)) + " " + std::string(random.pick(kLast));
}

std::string sample_address(std::uint64_t seed, std::uint64_t item) {
  auto random = SampleRandom::mixed(seed, kAddresses, item);
  return std::to_string(random.between(1, 180)) + " " + std::string(random.pick(kStreets)) + ", " +
         std::string(random.pick(kTowns));
}

std::vector<SampleHome> sample_homes(const SampleArea& area, std::uint64_t seed) {
  std::vector<SampleHome> homes;
  add_homes(area, area.authorities[0], seed, kBrightonAndHove, homes);
  add_homes(area, area.authorities[1], seed, kEastSussex, homes);
  add_homes(area, area.authorities[2], seed, kWestSussex, homes);
  return homes;
}

SampleChild sample_child(std::uint64_t seed, const SampleHome& home, std::size_t place) {
  // SC900001 and place 3 is person 7000103: no two children share a reference.
  const std::uint64_t number = std::stoull(home.number.substr(home.number.size() - 6)) - 900000;
  const std::uint64_t item = number * 100 + place;
  auto random = SampleRandom::mixed(seed, kChildren, item);
  return {"P" + std::to_string(7000000 + item), sample_name(seed, item), birth(random),
          placed_by(home.authority, random)};
}

}  // namespace stile::agent
