#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "core/base/ids.h"

namespace stile::agent {

// Finding is the closed list of what is said of a row of a register or of a file of links.
enum class Finding {
  kUnreadableRow,         // other cells than the header has, a NUL, or too long
  kUnknownProvisionType,  // neither a type of children's home nor another known one
  kMalformedNumber,       // no URN, or no CIW number
  kDuplicateNumber,       // an earlier row has the same number
  kNotActive,             // registered no longer, or not yet
  kUnknownAuthority,      // no authority of that name on the day
  kNoForce,               // its police force area is not in the table on the day
  kPlacesNotStated,       // listed with 0 places, which is treated as the smallest
  kUnreadableDate,        // listed from the register's day on
  kUnreadableInspection,  // listed without the day of its last full inspection
  kInspectionToCome,      // the same: it is later than the register
  kNoFullInspection,      // the register has the column, and states none of this home
  kUnknownHome,           // a link's home or predecessor is not on the list
  kSecondPredecessor,     // another link names another predecessor of the same home
  kCircularPredecessor,   // a home would come to be its own predecessor
  kLikelyReRegistration,  // only suggested: the same postcode, or name and authority
};

// name() is the stable text of a finding, e.g. "unknown-authority"; mend() says what to do about
// it. Neither repeats what a cell holds (X8).
std::string_view name(Finding finding);
std::string_view mend(Finding finding);

// Outcome is what became of the home that a finding is about.
enum class Outcome {
  kNotListed,
  kListed,
  kKept,  // as the previous list has it: the home is still on the register
};
std::string_view name(Outcome outcome);

// Remark is one line of the report: a finding about one row of one file.
struct Remark {
  std::string_view file;  // "register", "links"
  std::int64_t line = 0;  // the physical line where the row begins
  std::optional<HomeId> home = {};
  Finding finding = Finding::kUnreadableRow;
  Outcome outcome = Outcome::kNotListed;
  std::optional<HomeId> other = {};  // a predecessor
};

// is_fault() says whether somebody has to mend something: not that a home has closed, states no
// places, was not inspected in full, or may be another's successor.
bool is_fault(Finding finding);

}  // namespace stile::agent
