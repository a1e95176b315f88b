#pragma once

#include <optional>
#include <string_view>

namespace stile {

// Reason is the closed list of why something was refused or failed. The code's text (`name`)
// is what leaves, logs, previews and answers carry; it is stable once released. A value is
// never reused. Adding one is a compile error until every exhaustive switch over it decides.
enum class Reason {
  // The input itself.
  kMalformed,     // not parseable as what it claims to be
  kTooLarge,      // over a bound of limits.h
  kUnknownField,  // a field outside the schema, in text or on the wire
  kUnknownValue,  // an enum value that is zero or outside the schema
  kMissingField,  // a required or granted field is absent
  kNotCanonical,  // decodes, but is not the one canonical encoding
  // Who speaks.
  kWrongPeer,      // the TLS peer is not the agency that the message names
  kBadSignature,   // a signature does not verify
  kUnknownAgency,  // not in the directory in force
  kDenied,         // on the directory's deny list
  // Signed documents.
  kUnsigned,          // no signature by anyone entitled
  kTooFewSignatures,  // fewer distinct entitled signatures than required
  kRolledBack,        // a serial lower than one already seen
  kStale,             // past valid_until
  kNotInDirectory,    // a document whose hash the directory does not list
  // The agreement.
  kNoAgreement,       // no agreement between these parties covers this
  kNotYetInForce,     // before its first day
  kEnded,             // after its last day, or ended by a party
  kSuspended,         // suspended by a party
  kSuperseded,        // a newer version of the agreement has begun
  kWrongParty,        // sender or recipient is not the agreement's
  kNoClause,          // the agreement has no clause for this record type and occasion
  kForceAsRecipient,  // X1: no agreement may name a force as recipient
  kWidens,            // grants more than the table of least fields allows
  kGroundMissing,     // no legal ground is named on one of the sides
  kGroundUnfit,       // a legal ground unknown, or unfit for the party's side, kind or country
  kOverQuota,         // the agreement's rows for this local day are used up
  // One row.
  kExcessField,       // a field, or a precision, beyond the grant
  kEnvelopeMismatch,  // a treated field contradicts the routing envelope
  kUnknownHome,       // the home is on no signed list of homes on that day
  kNotRouted,         // the clause's relation does not lead to this recipient
  kInArea,            // the child is not placed out of area, as the agreement counts it
  kPlacingNotKnown,   // nobody knows which authority placed the child
  kNoOffence,         // no offence is alleged of the child
  kNoChild,           // the event concerns no particular child
  kOutsideOccasion,   // the event does not belong to the occasion's month
  kOutOfScope,        // not an event of a child of a children's home
  kAmbiguous,         // more than one home fits
  // Numbers and repetition.
  kConflict,       // a number, or a revision, taken before with other bytes
  kNumberSkipped,  // not the next number
  // Integrity.
  kIntegrity,  // proof, checkpoint, row hash or store does not verify: someone altered something
  // The machine.
  kUnavailable,   // the ledger or a peer cannot be reached; nothing was shared
  kFlood,         // too many refusals or connections from this peer
  kIo,            // reading or writing failed
  kNotFound,      // no such thing
  kNotPermitted,  // this person or agency may not ask this
  kUsage,         // a command used wrongly
};

// name() is the stable text of a reason, e.g. "AGREEMENT_ENDED". Never fails.
std::string_view name(Reason reason);

// reason_named() is the inverse of name(); nothing if the text is no reason's.
std::optional<Reason> reason_named(std::string_view text);

}  // namespace stile
