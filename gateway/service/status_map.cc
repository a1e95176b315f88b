#include "gateway/service/status_map.h"

#include <string>

namespace stile::gateway {
namespace {

grpc::StatusCode code_of(Reason reason) {
  switch (reason) {
    case Reason::kMalformed:
    case Reason::kUnknownField:
    case Reason::kUnknownValue:
    case Reason::kMissingField:
    case Reason::kNotCanonical:
    case Reason::kOutsideOccasion:
    case Reason::kOutOfScope:
    case Reason::kAmbiguous:
    case Reason::kUnknownHome:
    case Reason::kEnvelopeMismatch:
    case Reason::kExcessField:
    case Reason::kUsage: return grpc::StatusCode::INVALID_ARGUMENT;
    case Reason::kTooLarge:
    case Reason::kOverQuota:
    case Reason::kFlood: return grpc::StatusCode::RESOURCE_EXHAUSTED;
    case Reason::kWrongPeer:
    case Reason::kBadSignature:
    case Reason::kUnknownAgency:
    case Reason::kDenied: return grpc::StatusCode::UNAUTHENTICATED;
    case Reason::kUnsigned:
    case Reason::kTooFewSignatures:
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
    case Reason::kNotRouted:
    case Reason::kInArea:
    case Reason::kPlacingNotKnown:
    case Reason::kNoOffence:
    case Reason::kNoChild:
    case Reason::kNotPermitted: return grpc::StatusCode::PERMISSION_DENIED;
    case Reason::kRolledBack:
    case Reason::kStale:
    case Reason::kConflict:
    case Reason::kNumberSkipped: return grpc::StatusCode::FAILED_PRECONDITION;
    case Reason::kIntegrity: return grpc::StatusCode::DATA_LOSS;
    case Reason::kUnavailable:
    case Reason::kIo: return grpc::StatusCode::UNAVAILABLE;
    case Reason::kNotFound: return grpc::StatusCode::NOT_FOUND;
  }
  __builtin_trap();
}

}  // namespace

grpc::Status status_of(Reason reason) { return {code_of(reason), std::string(name(reason))}; }

}  // namespace stile::gateway
