#include "gateway/pipeline/minimised.h"

#include "core/agreement/minimise.h"
#include "core/base/limits.h"

namespace stile::gateway {
namespace {

using record::Field;

// A child's token and sealed identity stand beside the treated fields and obey the same grant.
std::vector<agreement::Fault> child_faults(const ReceivedRow& row, const agreement::Grant& grant) {
  std::vector<agreement::Fault> found;
  const bool wants_token =
      grant.treatments.grants(Field::kChildPseudonym) && row.envelope.child_involved;
  const bool has_token = !row.wire.subject_token.empty();
  if (has_token && !wants_token) found.push_back({Reason::kExcessField, Field::kChildPseudonym});
  if (!has_token && wants_token) found.push_back({Reason::kMissingField, Field::kChildPseudonym});
  const bool wants_identity =
      grant.treatments.grants(Field::kChildIdentity) && (row.cited || row.envelope.child_involved);
  const bool sealed = !row.wire.row.sealed_identity.empty();
  if (sealed && !wants_identity) found.push_back({Reason::kExcessField, Field::kChildIdentity});
  if (!sealed && wants_identity) found.push_back({Reason::kMissingField, Field::kChildIdentity});
  // One length for all: what differs in length tells something.
  if (sealed && wants_identity &&
      row.wire.row.sealed_identity.size() != limits::kSealedIdentityBytes) {
    found.push_back({Reason::kMalformed, Field::kChildIdentity});
  }
  return found;
}

bool known_contact(const ReceivedRow& row, const agreement::Agency& source) {
  return !row.treated.contact || source.has_contact(*row.treated.contact);
}

}  // namespace

Verdict<Minimised> minimise(Authorised authorised) {
  const auto& rows = authorised.authenticated().received().rows();
  const auto* source = authorised.documents().agency(authorised.authenticated().peer().id);
  std::vector<RowFault> faults;
  for (std::uint32_t i = 0; i < rows.size(); ++i) {
    const auto& grant = authorised.grants()[i];
    auto found = rows[i].cited ? agreement::faults_of_correction(rows[i].treated, grant)
                               : agreement::faults(rows[i].treated, rows[i].envelope, grant);
    for (const auto& fault : child_faults(rows[i], grant)) found.push_back(fault);
    if (!known_contact(rows[i], *source)) found.push_back({Reason::kUnknownValue, Field::kContact});
    for (const auto& fault : found) faults.push_back({i, fault.reason, fault.field});
  }
  if (!faults.empty()) {
    auto refusal = refusal_of(authorised.statement(), authorised.authenticated().peer(),
                              faults.front().reason);
    refusal.faults = std::move(faults);
    return refusal;
  }
  return Minimised(std::move(authorised));
}

}  // namespace stile::gateway
