#include "core/agreement/grounds.h"

#include <algorithm>
#include <utility>

namespace stile::agreement {
namespace {

constexpr std::size_t kCountries = 2;

Country country_of(HomeScheme scheme) {
  switch (scheme) {
    case HomeScheme::kOfsted: return Country::kEngland;
    case HomeScheme::kCiw: return Country::kWales;
  }
  __builtin_trap();
}

bool fits_country(const Ground& ground, const std::set<Country>& countries) {
  if (countries.empty()) return ground.countries.size() == kCountries;
  return std::ranges::any_of(countries,
                             [&](Country country) { return ground.countries.contains(country); });
}

std::string listed(const std::set<Country>& countries) {
  std::string text;
  for (const Country country : countries) {
    text += (text.empty() ? "" : " or ") + std::string(name(country));
  }
  return text;
}

// misfit() says why the ground cannot be this party's; empty when it can.
std::string misfit(const Ground& ground, Side side, const AgencyId& party,
                   const Agency* described) {
  if (!ground.sides.contains(side)) {
    return "is no ground of a " + std::string(name(side));
  }
  if (!ground.kinds.contains(party.kind())) {
    return "is no ground of a " + std::string(name(party.kind()));
  }
  if (described != nullptr && !fits_country(ground, countries_of(*described))) {
    return "holds in " + listed(ground.countries) + " only, which is not where " +
           party.short_text() + " is";
  }
  return {};
}

void check_side(const Controller& controller, Side side, const Grounds& grounds,
                const Directory* directory, std::vector<UnfitGround>& unfit) {
  const Agency* described = directory == nullptr ? nullptr : directory->find(controller.agency);
  for (const std::string& code : controller.legal_grounds) {
    const Ground* ground = grounds.find(code);
    const std::string why = ground == nullptr ? "is not in the table of grounds"
                                              : misfit(*ground, side, controller.agency, described);
    if (why.empty()) continue;
    unfit.push_back({side,
                     code,
                     {Reason::kGroundUnfit,
                      std::string(name(side)) + ": legal_ground \"" + code + "\" " + why}});
  }
}

}  // namespace

std::string_view name(Country country) {
  switch (country) {
    case Country::kEngland: return "England";
    case Country::kWales: return "Wales";
  }
  __builtin_trap();
}

std::string_view name(Side side) {
  switch (side) {
    case Side::kSource: return "source";
    case Side::kRecipient: return "recipient";
  }
  __builtin_trap();
}

Status Grounds::add(Ground ground) {
  if (ground.code.empty() || ground.sides.empty() || ground.kinds.empty() ||
      ground.countries.empty()) {
    return Error{Reason::kMalformed,
                 "ground \"" + ground.code + "\": needs a code, a side, a kind and a country"};
  }
  const std::string code = ground.code;
  if (by_code_.emplace(code, std::move(ground)).second) return ok();
  return Error{Reason::kMalformed, "ground \"" + code + "\" is listed twice"};
}

const Ground* Grounds::find(std::string_view code) const {
  const auto found = by_code_.find(code);
  return found == by_code_.end() ? nullptr : &found->second;
}

std::set<Country> countries_of(const Agency& agency) {
  std::set<Country> countries;
  for (const AreaCode& area : agency.areas) {
    countries.insert(area.text().starts_with('W') ? Country::kWales : Country::kEngland);
  }
  if (agency.regulates) countries.insert(country_of(*agency.regulates));
  return countries;
}

std::vector<UnfitGround> unfit_grounds(const Agreement& agreement, const Grounds& grounds,
                                       const Directory* directory) {
  std::vector<UnfitGround> unfit;
  check_side(agreement.source, Side::kSource, grounds, directory, unfit);
  check_side(agreement.recipient, Side::kRecipient, grounds, directory, unfit);
  return unfit;
}

}  // namespace stile::agreement
