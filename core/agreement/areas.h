#pragma once

#include <map>
#include <optional>
#include <span>
#include <vector>

#include "core/base/civil_time.h"
#include "core/base/ids.h"
#include "core/base/result.h"
#include "core/record/codes.h"

namespace stile::agreement {

// Authority is an upper-tier authority under one ONS code, on the days on which that code is in
// force. Codes are reissued and authorities reorganised: `successors` are the codes that took its
// area over on the day after `valid_to`.
struct Authority {
  AreaCode code;
  Day valid_from = 0;
  std::optional<Day> valid_to;  // its last day; nothing: open
  std::vector<AreaCode> adjoining;
  std::vector<AreaCode> successors;

  bool valid_on(Day day) const { return valid_from <= day && (!valid_to || day <= *valid_to); }
};

// Areas tells authorities' neighbours. It is the table whose hash the directory names. A code
// that is not in force on a day stands there for what its area is part of on that day: the codes
// that succeeded it, or those that it succeeded. Immutable once made: safe from any thread.
class Areas {
 public:
  // Areas() knows nobody.
  Areas() = default;

  // make() fails with kMalformed, naming the code and the mend, when a code is listed twice or
  // ends before it begins, a neighbour is unknown or does not name it back, or a successor does
  // not begin on the day after.
  static Result<Areas> make(const std::vector<Authority>& authorities);

  // knows() says whether the code stands for any authority on that day.
  bool knows(const AreaCode& authority, Day day) const { return !on(authority, day).empty(); }

  // distance() of a placing authority, nothing if not known, from the home's own on a day. Where
  // a code stands for several authorities (it was split), the answer is the one that holds for
  // each of them; where they differ, it is not known.
  record::PlacingDistance distance(const AreaCode& home_authority,
                                   const std::optional<AreaCode>& placing, Day day) const;

  // is_among() is whether a code stands, on that day, for an authority for which one of `codes`
  // stands too.
  bool is_among(const AreaCode& authority, std::span<const AreaCode> codes, Day day) const;

 private:
  std::vector<const Authority*> on(const AreaCode& code, Day day) const;
  Status check(const Authority& authority) const;
  Status check_successors(const Authority& authority) const;
  const Authority* find(const AreaCode& code) const;

  std::map<AreaCode, Authority> authorities_;
  std::map<AreaCode, std::vector<AreaCode>> predecessors_;
};

}  // namespace stile::agreement
