#include "core/base/reason.h"

namespace stile {

std::string_view name(Reason reason) {
  switch (reason) {
    case Reason::kMalformed: return "MALFORMED";
    case Reason::kTooLarge: return "TOO_LARGE";
    case Reason::kUnknownField: return "UNKNOWN_FIELD";
    case Reason::kUnknownValue: return "UNKNOWN_VALUE";
    case Reason::kMissingField: return "MISSING_FIELD";
    case Reason::kNotCanonical: return "NOT_CANONICAL";
    case Reason::kWrongPeer: return "WRONG_PEER";
    case Reason::kBadSignature: return "BAD_SIGNATURE";
    case Reason::kUnknownAgency: return "UNKNOWN_AGENCY";
    case Reason::kDenied: return "DENIED";
    case Reason::kUnsigned: return "UNSIGNED";
    case Reason::kTooFewSignatures: return "TOO_FEW_SIGNATURES";
    case Reason::kRolledBack: return "ROLLED_BACK";
    case Reason::kStale: return "STALE";
    case Reason::kNotInDirectory: return "NOT_IN_DIRECTORY";
    case Reason::kNoAgreement: return "NO_AGREEMENT";
    case Reason::kNotYetInForce: return "AGREEMENT_NOT_YET_IN_FORCE";
    case Reason::kEnded: return "AGREEMENT_ENDED";
    case Reason::kSuspended: return "AGREEMENT_SUSPENDED";
    case Reason::kSuperseded: return "AGREEMENT_SUPERSEDED";
    case Reason::kWrongParty: return "WRONG_PARTY";
    case Reason::kNoClause: return "NO_CLAUSE";
    case Reason::kForceAsRecipient: return "FORCE_AS_RECIPIENT";
    case Reason::kWidens: return "WIDENS_LEAST_FIELDS";
    case Reason::kGroundMissing: return "LEGAL_GROUND";
    case Reason::kGroundUnfit: return "LEGAL_GROUND_UNFIT";
    case Reason::kOverQuota: return "OVER_QUOTA";
    case Reason::kExcessField: return "EXCESS_FIELD";
    case Reason::kEnvelopeMismatch: return "ENVELOPE_MISMATCH";
    case Reason::kUnknownHome: return "UNKNOWN_HOME";
    case Reason::kNotRouted: return "NOT_ROUTED";
    case Reason::kInArea: return "IN_AREA";
    case Reason::kPlacingNotKnown: return "PLACING_AUTHORITY_NOT_KNOWN";
    case Reason::kNoOffence: return "NO_OFFENCE_ALLEGED";
    case Reason::kNoChild: return "NO_CHILD";
    case Reason::kOutsideOccasion: return "OUTSIDE_OCCASION";
    case Reason::kOutOfScope: return "OUT_OF_SCOPE";
    case Reason::kAmbiguous: return "AMBIGUOUS";
    case Reason::kConflict: return "CONFLICT";
    case Reason::kNumberSkipped: return "NUMBER_SKIPPED";
    case Reason::kIntegrity: return "INTEGRITY";
    case Reason::kUnavailable: return "UNAVAILABLE";
    case Reason::kFlood: return "FLOOD";
    case Reason::kIo: return "IO";
    case Reason::kNotFound: return "NOT_FOUND";
    case Reason::kNotPermitted: return "NOT_PERMITTED";
    case Reason::kUsage: return "USAGE";
  }
  __builtin_trap();
}

std::optional<Reason> reason_named(std::string_view text) {
  for (int i = 0; i <= static_cast<int>(Reason::kUsage); ++i) {
    if (name(static_cast<Reason>(i)) == text) return static_cast<Reason>(i);
  }
  return std::nullopt;
}

}  // namespace stile
