#include "agents/homes/finding.h"

namespace stile::agent {

std::string_view name(Finding finding) {
  switch (finding) {
    case Finding::kUnreadableRow: return "unreadable-row";
    case Finding::kUnknownProvisionType: return "unknown-provision-type";
    case Finding::kMalformedNumber: return "malformed-number";
    case Finding::kDuplicateNumber: return "duplicate-number";
    case Finding::kNotActive: return "not-active";
    case Finding::kUnknownAuthority: return "unknown-authority";
    case Finding::kNoForce: return "no-force";
    case Finding::kPlacesNotStated: return "places-not-stated";
    case Finding::kUnreadableDate: return "unreadable-date";
    case Finding::kUnreadableInspection: return "unreadable-inspection";
    case Finding::kInspectionToCome: return "inspection-to-come";
    case Finding::kNoFullInspection: return "no-full-inspection";
    case Finding::kUnknownHome: return "unknown-home";
    case Finding::kSecondPredecessor: return "second-predecessor";
    case Finding::kCircularPredecessor: return "circular-predecessor";
    case Finding::kLikelyReRegistration: return "likely-re-registration";
  }
  __builtin_trap();
}

std::string_view mend(Finding finding) {
  switch (finding) {
    case Finding::kUnreadableRow: return "as many cells as the header row has, and no NUL";
    case Finding::kUnknownProvisionType: return "a provision type that this version knows";
    case Finding::kMalformedNumber:
      return "a URN, SC and six digits or seven digits; or a CIW number of letters, digits, - "
             "and /";
    case Finding::kDuplicateNumber: return "one row for each home";
    case Finding::kNotActive: return "nothing, if the home is closed";
    case Finding::kUnknownAuthority:
      return "the authority of that day, or an alias of it in the areas table";
    case Finding::kNoForce: return "its police force area in the areas table, on that day";
    case Finding::kPlacesNotStated: return "the number of places; until then the smallest is taken";
    case Finding::kUnreadableDate: return "a date such as 31/10/2026 or 2026-10-31, or none";
    case Finding::kUnreadableInspection: return "a date such as 31/10/2026 or 2026-10-31, or none";
    case Finding::kInspectionToCome:
      return "the first day of the last full inspection, not after the register's day";
    case Finding::kNoFullInspection: return "nothing, if it has had none; else its first day";
    case Finding::kUnknownHome: return "two numbers that are on the list, or on the previous one";
    case Finding::kSecondPredecessor: return "one predecessor for each home";
    case Finding::kCircularPredecessor: return "the earlier registration as the predecessor";
    case Finding::kLikelyReRegistration: return "a line in the links file, if it is the same home";
  }
  __builtin_trap();
}

std::string_view name(Outcome outcome) {
  switch (outcome) {
    case Outcome::kNotListed: return "not listed";
    case Outcome::kListed: return "listed";
    case Outcome::kKept: return "kept as in the previous list";
  }
  __builtin_trap();
}

bool is_fault(Finding finding) {
  switch (finding) {
    case Finding::kNotActive:
    case Finding::kPlacesNotStated:
    case Finding::kNoFullInspection:
    case Finding::kLikelyReRegistration: return false;
    case Finding::kUnreadableRow:
    case Finding::kUnknownProvisionType:
    case Finding::kMalformedNumber:
    case Finding::kDuplicateNumber:
    case Finding::kUnknownAuthority:
    case Finding::kNoForce:
    case Finding::kUnreadableDate:
    case Finding::kUnreadableInspection:
    case Finding::kInspectionToCome:
    case Finding::kUnknownHome:
    case Finding::kSecondPredecessor:
    case Finding::kCircularPredecessor: return true;
  }
  __builtin_trap();
}

}  // namespace stile::agent
