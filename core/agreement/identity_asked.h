#pragma once

#include <cstddef>
#include <vector>

#include "core/agreement/document_set.h"
#include "core/base/bytes.h"
#include "core/base/civil_time.h"
#include "core/base/result.h"
#include "core/record/identity_request.h"

// What every side asks of a request for a child's identity: the gateway when it comes and when it
// is answered, and the source before it says anything. Pure.
namespace stile::agreement {

// kOfficersNeeded data officers of the source sign a request before it is answered.
inline constexpr std::size_t kOfficersNeeded = 2;

// check_basis() is whether an agency of this kind can rely on that law at all (kGroundUnfit): only
// a local authority makes enquiries under the Children Act 1989 s.47, only a regulator inspects,
// and s.11 of 2004 and s.115 of 1998 are for local authorities and youth justice services.
Status check_basis(record::IdentityBasis basis, AgencyKind recipient);

// check_still_agreed() is whether a source and a recipient still share what they did when a record
// was given: under the agreement of that hash, or under a later version of it that took its place.
// Fails as DocumentSet::in_force() does for that hash; where a later version is there, and is
// suspended, ended or over, nothing brings the older one back.
Status check_still_agreed(const Hash& agreement, const DocumentSet& documents, Instant now);

// read_identity_request() is the request of a note that the recipient it is from has signed, on a
// law that it can rely on; who else has signed is not asked. Fails as crypto::parse_note(),
// record::parse_identity_request() and check_basis() do; kUnknownAgency, kBadSignature.
Result<record::IdentityRequest> read_identity_request(ByteView note, const DocumentSet& documents);

// data_officers() are the keys of an agency whose approval counts, under all the names that the
// directory has for them: its own is nobody's.
std::vector<crypto::NoteVerifier> data_officers(const Agency& agency);

// check_approved() succeeds where kOfficersNeeded different data officers of the source, by the
// directory, have signed that note too: kTooFewSignatures, kUnknownAgency, kBadSignature where a
// line of one of these does not verify; kOutsideOccasion where the request has expired at `now`.
Status check_approved(ByteView note, const record::IdentityRequest& request,
                      const DocumentSet& documents, Instant now);

// approving_officers() is how many different data officers have signed a note about the request so
// far: the request itself, or whom one of them proposes. Fails likewise.
Result<std::size_t> approving_officers(ByteView note, const record::IdentityRequest& request,
                                       const DocumentSet& documents);

}  // namespace stile::agreement
