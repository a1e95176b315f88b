#pragma once

#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "core/agreement/agreement.h"
#include "core/agreement/directory.h"
#include "core/base/ids.h"
#include "core/base/result.h"

namespace stile::agreement {

enum class Country { kEngland = 1, kWales };
enum class Side { kSource = 1, kRecipient };
std::string_view name(Country country);
std::string_view name(Side side);

// Ground is one legal ground and whose it can be: of an agency of one of these kinds, on one of
// these sides, in one of these countries. The law itself is the parties' to read.
struct Ground {
  std::string code;
  std::string title;
  std::set<Side> sides;
  std::set<AgencyKind> kinds;
  std::set<Country> countries;
};

// Grounds is the table of policies/grounds: data, so that a change of the law changes no program.
class Grounds {
 public:
  // add() fails with kMalformed for a code that is there already, or a ground that fits nobody.
  Status add(Ground ground);
  const Ground* find(std::string_view code) const;

 private:
  std::map<std::string, Ground, std::less<>> by_code_;
};

// countries_of() follows from an agency's areas (ONS codes) and from what it regulates; empty
// where neither says.
std::set<Country> countries_of(const Agency& agency);

// UnfitGround is a ground that an agreement names and its party cannot rely on (kGroundUnfit).
struct UnfitGround {
  Side side;
  std::string code;
  Error error;
};

// unfit_grounds() holds both sides' grounds against the table: each must be known, and fit the
// party's side, kind and country. An agency without a country can rely only on what holds in all
// of them. Without a directory, or where a party is not in it, no country is asked. Pure.
std::vector<UnfitGround> unfit_grounds(const Agreement& agreement, const Grounds& grounds,
                                       const Directory* directory);

}  // namespace stile::agreement
