#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <variant>
#include <vector>

#include "agents/homes/finding.h"
#include "core/base/civil_time.h"
#include "core/base/ids.h"
#include "core/base/result.h"

namespace stile::agent {

// Place is where a home is: an authority and the police force area that it lies in.
struct Place {
  AreaCode authority;
  AreaCode force;
};

// Authorities finds upper-tier authorities by what a register calls them. Immutable once read:
// safe from any thread.
class Authorities {
 public:
  // read() reads the table of policies/areas; fails as wire::read_areas() does. `file` is the
  // name that faults give.
  static Result<Authorities> read(std::string_view text, std::string_view file);

  // place() is the authority of that name or alias on that day, among those of the scheme's
  // country; kUnknownAuthority when there is none, kNoForce when its police force area is not in
  // the table on that day.
  std::variant<Place, Finding> place(std::string_view name, HomeScheme scheme, Day day) const;

 private:
  struct Named {
    AreaCode authority;
    AreaCode force;
    Day valid_from;
    std::optional<Day> valid_to;
  };
  struct Force {
    AreaCode code;
    Day valid_from;
    std::optional<Day> valid_to;
  };
  bool has_force(const AreaCode& code, Day day) const;

  std::unordered_multimap<std::string, Named> names_;  // by folded name
  std::vector<Force> forces_;
};

}  // namespace stile::agent
