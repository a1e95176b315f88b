#pragma once

#include "agents/report/reporter.h"
#include "core/base/reason.h"

namespace stile::agent {

// exit_code_of() is what a command ends with that failed for this reason. Pure.
constexpr ExitCode exit_code_of(Reason reason) {
  switch (reason) {
    case Reason::kUsage:
    case Reason::kNotFound: return ExitCode::kUsage;
    case Reason::kIo:
    case Reason::kUnavailable: return ExitCode::kIo;
    case Reason::kIntegrity:
    case Reason::kBadSignature:
    case Reason::kRolledBack: return ExitCode::kIntegrity;
    case Reason::kMalformed:
    case Reason::kTooLarge:
    case Reason::kUnknownField:
    case Reason::kUnknownValue:
    case Reason::kMissingField:
    case Reason::kNotCanonical: return ExitCode::kFaults;
    case Reason::kWrongPeer:
    case Reason::kUnknownAgency:
    case Reason::kDenied:
    case Reason::kUnsigned:
    case Reason::kTooFewSignatures:
    case Reason::kStale:
    case Reason::kNotInDirectory:
    case Reason::kNoAgreement:
    case Reason::kNotYetInForce:
    case Reason::kEnded:
    case Reason::kSuspended:
    case Reason::kSuperseded:
    case Reason::kWrongParty:
    case Reason::kNoClause:
    case Reason::kForceAsRecipient:
    case Reason::kWidens:
    case Reason::kGroundMissing:
    case Reason::kGroundUnfit:
    case Reason::kOverQuota:
    case Reason::kExcessField:
    case Reason::kEnvelopeMismatch:
    case Reason::kUnknownHome:
    case Reason::kNotRouted:
    case Reason::kInArea:
    case Reason::kPlacingNotKnown:
    case Reason::kNoOffence:
    case Reason::kNoChild:
    case Reason::kOutsideOccasion:
    case Reason::kOutOfScope:
    case Reason::kAmbiguous:
    case Reason::kConflict:
    case Reason::kNumberSkipped:
    case Reason::kFlood:
    case Reason::kNotPermitted: return ExitCode::kRefused;
  }
  __builtin_trap();
}

}  // namespace stile::agent
