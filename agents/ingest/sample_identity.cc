#include "agents/ingest/sample_identity.h"

#include "agents/ingest/sample_line.h"
#include "agents/ingest/sample_random.h"

namespace stile::agent {
namespace {

using Texts4 = std::array<std::string_view, 4>;

enum Cell : std::size_t { kSurname, kForenames, kKnownAs, kPac, kAuthority, kNow, kContact };

constexpr std::uint64_t kIdentities = 9;
constexpr std::uint64_t kIdentityCanaries = 10;

// Where a child is, by system: after a call-out, an arrest or concern, a missing episode.
constexpr std::array<Texts4, 3> kChildNow = {{{"At Home", "At Home", "With Police", "Hospital"},
                                              {"In Custody", "AA Needed", "With Police", "At Home"},
                                              {"Still Missing", "At Home", "Hospital", ""}}};
constexpr std::string_view kDemoContact = "data-team";  // of the demo's directory

using Cells = std::array<std::string, kSampleIdentityHeaders.size()>;

Cells told(const SampleSettings& settings, const SampleRow& row) {
  const std::size_t space = row.name.find(' ');
  if (space == row.name.npos) return {};
  const auto month = static_cast<std::uint64_t>(settings.month.year * 12 + settings.month.month);
  auto random = SampleRandom::mixed(settings.seed, kIdentities + 16 * month,
                                    static_cast<std::uint64_t>(row.number));
  const std::string first(row.name.substr(0, space));
  Cells cells;
  cells[kSurname] = std::string(row.name.substr(space + 1)) + "-Example";
  cells[kForenames] = first;
  if (random.percent(25)) cells[kKnownAs] = first.substr(0, 1) + ". Example";
  if (random.percent(50)) {
    cells[kPac] =
        sample_format("PAC/%04d/%06lld", settings.month.year, static_cast<long long>(row.number));
  }
  if (random.percent(50)) cells[kAuthority] = sample_format("LA%07zu", random.below(10000000));
  cells[kNow] = random.pick(kChildNow[static_cast<std::size_t>(settings.kind)]);
  cells[kContact] = kDemoContact;
  return cells;
}

Cells planted(const SampleSettings& settings, std::size_t item) {
  const IdentityCanary texts = sample_identity_canary(settings, item);
  return {texts.surname, texts.forenames, texts.known_as, texts.pac, texts.authority, "", ""};
}

}  // namespace

IdentityCanary sample_identity_canary(const SampleSettings& settings, std::size_t item) {
  auto random = SampleRandom::mixed(settings.seed, kIdentityCanaries,
                                    item + 8 * static_cast<std::size_t>(settings.kind));
  return {"Jq" + random.letters(11), "Hx" + random.letters(11), "Kz" + random.letters(11),
          "PACQ" + random.letters(12), "AUTQ" + random.letters(12)};
}

std::vector<std::string> with_sample_identity(const SampleSettings& settings, const SampleRow& row,
                                              std::span<const std::string> cells) {
  std::vector<std::string> all(cells.begin(), cells.end());
  if (!settings.identity) return all;
  const auto added = row.canary ? planted(settings, *row.canary) : told(settings, row);
  all.insert(all.end(), added.begin(), added.end());
  return all;
}

std::vector<std::string_view> with_sample_identity(const SampleSettings& settings,
                                                   std::span<const std::string_view> headers) {
  std::vector<std::string_view> all(headers.begin(), headers.end());
  if (!settings.identity) return all;
  all.insert(all.end(), kSampleIdentityHeaders.begin(), kSampleIdentityHeaders.end());
  return all;
}

}  // namespace stile::agent
