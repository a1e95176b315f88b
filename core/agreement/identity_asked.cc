#include "core/agreement/identity_asked.h"

#include <set>
#include <span>
#include <string>

#include "core/crypto/note.h"

namespace stile::agreement {

namespace {

bool fits(record::IdentityBasis basis, AgencyKind recipient) {
  using enum record::IdentityBasis;
  const bool authority = recipient == AgencyKind::kAuthority;
  switch (basis) {
    case kChildrenAct1989S47: return authority;
    case kCareStandardsAct2000: return recipient == AgencyKind::kRegulator;
    case kChildrenAct2004S11:
    case kCrimeAndDisorderAct1998S115: return authority || recipient == AgencyKind::kYjs;
    case kDataSubjectRight:
    case kCourtOrder: return true;
  }
  __builtin_trap();
}

}  // namespace

Status check_basis(record::IdentityBasis basis, AgencyKind recipient) {
  if (fits(basis, recipient)) return ok();
  std::string others;
  for (int i = 1; i <= record::count<record::IdentityBasis>; ++i) {
    const auto other = static_cast<record::IdentityBasis>(i);
    if (!fits(other, recipient)) continue;
    others += (others.empty() ? "" : ", ") + std::string(record::name(other));
  }
  return Error{Reason::kGroundUnfit, std::string(record::name(basis)) +
                                         " is no law that this agency can rely on; mend with: one "
                                         "of " +
                                         others};
}

Status check_still_agreed(const Hash& agreement, const DocumentSet& documents, Instant now) {
  const auto in_force = documents.in_force(agreement, now);
  if (in_force.ok()) return ok();
  const Reason why = in_force.reason();
  if (why != Reason::kSuperseded && why != Reason::kEnded) return in_force.error();
  STILE_TRY(const auto* old, documents.agreement(agreement));
  for (const Hash& hash : documents.agreements_of_source(old->source.agency)) {
    const auto later = documents.in_force(hash, now);
    if (later.ok() && (*later)->id == old->id && (*later)->version > old->version &&
        (*later)->recipient.agency == old->recipient.agency) {
      return ok();
    }
  }
  return in_force.error();
}

Result<record::IdentityRequest> read_identity_request(ByteView note, const DocumentSet& documents) {
  STILE_TRY(const auto parsed, crypto::parse_note(note));
  STILE_TRY(record::IdentityRequest request, record::parse_identity_request(parsed.text));
  const auto* asker = documents.agency(request.to);
  if (asker == nullptr) {
    return Error{Reason::kUnknownAgency, request.to.short_text() + " is not in the directory"};
  }
  const auto signers = crypto::verified_names(parsed, std::span(&asker->signing_key, 1));
  if (!signers.ok() || signers->empty()) {
    return Error{Reason::kBadSignature, "identity request not signed by who asks"};
  }
  STILE_CHECKED(check_basis(request.basis, request.to.kind()));
  return request;
}

std::vector<crypto::NoteVerifier> data_officers(const Agency& agency) {
  std::vector<crypto::NoteVerifier> officers;
  for (const auto& officer : agency.data_officer_keys) {
    if (officer.key() != agency.signing_key.key()) officers.push_back(officer);
  }
  return officers;
}

// An officer is a key: two names of one key are one officer.
Result<std::size_t> approving_officers(ByteView note, const record::IdentityRequest& request,
                                       const DocumentSet& documents) {
  STILE_TRY(const auto parsed, crypto::parse_note(note));
  const auto* source = documents.agency(request.from);
  if (source == nullptr) {
    return Error{Reason::kUnknownAgency, request.from.short_text() + " is not in the directory"};
  }
  std::set<Bytes> signed_by;
  for (const auto& officer : data_officers(*source)) {
    STILE_TRY(const auto signers, crypto::verified_names(parsed, std::span(&officer, 1)));
    if (!signers.empty()) signed_by.insert(Bytes(view(officer.key())));
  }
  return signed_by.size();
}

Status check_approved(ByteView note, const record::IdentityRequest& request,
                      const DocumentSet& documents, Instant now) {
  if (record::has_expired(request, now)) {
    return Error{Reason::kOutsideOccasion, "the identity request has expired"};
  }
  STILE_TRY(const std::size_t officers, approving_officers(note, request, documents));
  if (officers >= kOfficersNeeded) return ok();
  return Error{Reason::kTooFewSignatures, std::to_string(officers) + " of " +
                                              std::to_string(kOfficersNeeded) +
                                              " data officers of the source have approved it"};
}

}  // namespace stile::agreement
