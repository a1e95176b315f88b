#include "core/agreement/areas.h"

#include <algorithm>
#include <string>

namespace stile::agreement {
namespace {

using record::PlacingDistance;

bool lists(const std::vector<AreaCode>& codes, const AreaCode& code) {
  return std::find(codes.begin(), codes.end(), code) != codes.end();
}

Error fault(const AreaCode& code, const std::string& what) {
  return {Reason::kMalformed, "authority " + code.text() + ": " + what};
}

PlacingDistance between(const Authority& home, const Authority& placing) {
  if (home.code == placing.code) return PlacingDistance::kInArea;
  return lists(home.adjoining, placing.code) ? PlacingDistance::kAdjoining
                                             : PlacingDistance::kDistant;
}

}  // namespace

Result<Areas> Areas::make(const std::vector<Authority>& authorities) {
  Areas areas;
  for (const Authority& authority : authorities) {
    if (!areas.authorities_.emplace(authority.code, authority).second) {
      return fault(authority.code, "is listed twice; mend with: one entry for each code");
    }
  }
  for (const auto& [code, authority] : areas.authorities_) {
    STILE_CHECKED(areas.check(authority));
    for (const AreaCode& next : authority.successors) areas.predecessors_[next].push_back(code);
  }
  return areas;
}

Status Areas::check(const Authority& authority) const {
  if (authority.valid_to && *authority.valid_to < authority.valid_from) {
    return fault(authority.code, "ends before it begins; mend with: a later valid_to");
  }
  for (const AreaCode& other : authority.adjoining) {
    const Authority* neighbour = find(other);
    const bool mutual = neighbour != nullptr && lists(neighbour->adjoining, authority.code);
    if (!mutual || other == authority.code) {
      return fault(authority.code, "adjoins " + other.text() +
                                       ", which does not say so; mend with: the same on both");
    }
  }
  return check_successors(authority);
}

// That a successor begins when its predecessor has ended is what lets on() come to an end.
Status Areas::check_successors(const Authority& authority) const {
  for (const AreaCode& next : authority.successors) {
    const Authority* successor = find(next);
    const bool follows = successor != nullptr && authority.valid_to &&
                         successor->valid_from == *authority.valid_to + 1;
    if (!follows) {
      return fault(authority.code, "its successor " + next.text() +
                                       " does not begin on the day after its valid_to; mend with: "
                                       "dates that meet");
    }
  }
  return ok();
}

const Authority* Areas::find(const AreaCode& code) const {
  const auto found = authorities_.find(code);
  return found == authorities_.end() ? nullptr : &found->second;
}

std::vector<const Authority*> Areas::on(const AreaCode& code, Day day) const {
  const Authority* authority = find(code);
  if (authority == nullptr) return {};
  if (authority->valid_on(day)) return {authority};
  const bool ended = authority->valid_from < day;
  const auto before = predecessors_.find(code);
  std::vector<AreaCode> others = authority->successors;
  if (!ended) others = before == predecessors_.end() ? std::vector<AreaCode>() : before->second;
  std::vector<const Authority*> all;
  for (const AreaCode& other : others) {
    for (const Authority* found : on(other, day)) all.push_back(found);
  }
  return all;
}

bool Areas::is_among(const AreaCode& authority, std::span<const AreaCode> codes, Day day) const {
  const auto sought = on(authority, day);
  return std::ranges::any_of(codes, [&](const AreaCode& code) {
    return std::ranges::any_of(on(code, day), [&](const Authority* one) {
      return std::ranges::find(sought, one) != sought.end();
    });
  });
}

PlacingDistance Areas::distance(const AreaCode& home_authority,
                                const std::optional<AreaCode>& placing, Day day) const {
  if (!placing) return PlacingDistance::kNotKnown;
  const auto placings = on(*placing, day);
  std::optional<PlacingDistance> agreed;
  for (const Authority* home : on(home_authority, day)) {
    for (const Authority* other : placings) {
      const PlacingDistance one = between(*home, *other);
      if (agreed && *agreed != one) return PlacingDistance::kNotKnown;
      agreed = one;
    }
  }
  return agreed.value_or(PlacingDistance::kNotKnown);
}

}  // namespace stile::agreement
