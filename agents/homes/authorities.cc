#include "agents/homes/authorities.h"

#include <algorithm>

#include "agents/homes/folded_name.h"
#include "core/wire/document_codec.h"
#include "core/wire/strict.h"
#include "stile/v1/documents.pb.h"

namespace stile::agent {
namespace {

Result<Day> day_of(const std::string& text) {
  STILE_TRY(const CivilDay date, parse_day(text));
  return to_day(date);
}

Result<std::optional<Day>> day_or_open(const std::string& text) {
  if (text.empty()) return std::optional<Day>();
  STILE_TRY(const Day day, day_of(text));
  return std::optional(day);
}

// The country is the letter that an ONS code begins with.
char country_of(HomeScheme scheme) { return scheme == HomeScheme::kCiw ? 'W' : 'E'; }

template <typename Dated>
bool valid_on(const Dated& dated, Day day) {
  return dated.valid_from <= day && (!dated.valid_to || day <= *dated.valid_to);
}

}  // namespace

Result<Authorities> Authorities::read(std::string_view text, std::string_view file) {
  STILE_CHECKED(wire::read_areas(text, file));
  v1::Areas body;
  STILE_CHECKED(wire::parse_text(text, file, body));
  Authorities read;
  for (const auto& area : body.police_area()) {
    STILE_TRY(const AreaCode code, AreaCode::parse(area.code()));
    STILE_TRY(const Day from, day_of(area.valid_from()));
    STILE_TRY(const std::optional<Day> to, day_or_open(area.valid_to()));
    read.forces_.push_back({code, from, to});
  }
  for (const auto& authority : body.authority()) {
    STILE_TRY(const AreaCode code, AreaCode::parse(authority.code()));
    STILE_TRY(const AreaCode force, AreaCode::parse(authority.police_area()));
    STILE_TRY(const Day from, day_of(authority.valid_from()));
    STILE_TRY(const std::optional<Day> to, day_or_open(authority.valid_to()));
    const Named named{code, force, from, to};
    read.names_.emplace(folded_name(authority.name()), named);
    for (const auto& alias : authority.alias()) read.names_.emplace(folded_name(alias), named);
  }
  return read;
}

bool Authorities::has_force(const AreaCode& code, Day day) const {
  return std::ranges::any_of(
      forces_, [&](const Force& force) { return force.code == code && valid_on(force, day); });
}

std::variant<Place, Finding> Authorities::place(std::string_view name, HomeScheme scheme,
                                                Day day) const {
  const auto [first, last] = names_.equal_range(folded_name(name));
  for (auto named = first; named != last; ++named) {
    const Named& one = named->second;
    if (!valid_on(one, day) || one.authority.text().front() != country_of(scheme)) continue;
    if (!has_force(one.force, day)) return Finding::kNoForce;
    return Place{one.authority, one.force};
  }
  return Finding::kUnknownAuthority;
}

}  // namespace stile::agent
