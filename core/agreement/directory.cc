#include "core/agreement/directory.h"

#include <algorithm>

#include "core/agreement/duty.h"

namespace stile::agreement {
namespace {

bool same_keys(const Agency& a, const Agency& b) {
  const auto same_signatory = [](const Signatory& x, const Signatory& y) {
    return x.role == y.role && x.key.vkey() == y.key.vkey();
  };
  const auto same_key = [](const crypto::NoteVerifier& x, const crypto::NoteVerifier& y) {
    return x.vkey() == y.vkey();
  };
  return same_key(a.signing_key, b.signing_key) && a.signatures_needed == b.signatures_needed &&
         std::equal(a.signatories.begin(), a.signatories.end(), b.signatories.begin(),
                    b.signatories.end(), same_signatory) &&
         std::equal(a.data_officer_keys.begin(), a.data_officer_keys.end(),
                    b.data_officer_keys.begin(), b.data_officer_keys.end(), same_key);
}

// Whoever lost a key cannot be replaced by two roots alone: that would let two organisations
// take over a third.
Status check_succession(const Signed<Directory>& next, const Directory& previous,
                        std::size_t root_signatures) {
  if (root_signatures == kRoots) return ok();
  for (const AgencyId& id : changed_keys(previous, next.value)) {
    const auto* before = previous.find(id);
    STILE_TRY(const auto own,
              crypto::verified_names(next.note, std::span(&before->signing_key, 1)));
    if (own.empty()) {
      return Error{Reason::kTooFewSignatures,
                   "directory: a key of " + id.short_text() +
                       " changes; that takes its previous signing key or all three roots"};
    }
  }
  return ok();
}

}  // namespace

bool Agency::has_area(const AreaCode& code) const {
  return std::find(areas.begin(), areas.end(), code) != areas.end();
}

const Contact* Agency::contact(std::string_view code) const {
  const auto found = std::find_if(contacts.begin(), contacts.end(),
                                  [&](const Contact& one) { return one.code == code; });
  return found == contacts.end() ? nullptr : &*found;
}

Status check(const Agency& agency) {
  if (agency.id.kind() == AgencyKind::kGateway) {
    return Error{Reason::kMalformed, "directory: the gateway is no agency; it is named apart"};
  }
  std::set<crypto::PublicKey> keys;
  for (const auto& signatory : agency.signatories) keys.insert(signatory.key.key());
  if (keys.size() != agency.signatories.size()) {
    return Error{Reason::kMalformed,
                 "directory: two signatories of " + agency.id.short_text() + " share a key"};
  }
  if (agency.signatures_needed < 2 || agency.signatures_needed > keys.size()) {
    return Error{Reason::kMalformed, "directory: " + agency.id.short_text() +
                                         ": signatures_needed is at least 2 and at most the "
                                         "number of signatories"};
  }
  return check_duty(agency);
}

Status check(const Directory& directory) {
  if (directory.valid_until <= directory.valid_from ||
      directory.valid_until - directory.valid_from > kDirectoryLongestSeconds) {
    return Error{Reason::kMalformed, "directory: valid for more than 14 days, or not at all"};
  }
  std::set<AgencyId> seen;
  for (const auto& agency : directory.agencies) {
    if (!seen.insert(agency.id).second) {
      return Error{Reason::kMalformed, "directory: " + agency.id.short_text() + " is listed twice"};
    }
    STILE_CHECKED(check(agency));
  }
  return ok();
}

std::vector<AgencyId> changed_keys(const Directory& previous, const Directory& next) {
  std::vector<AgencyId> changed;
  for (const auto& agency : next.agencies) {
    const auto* before = previous.find(agency.id);
    if (before != nullptr && !same_keys(*before, agency)) changed.push_back(agency.id);
  }
  return changed;
}

const Agency* Directory::find(const AgencyId& id) const {
  const auto found = std::find_if(agencies.begin(), agencies.end(),
                                  [&](const Agency& agency) { return agency.id == id; });
  return found == agencies.end() ? nullptr : &*found;
}

Status verify_directory(const Signed<Directory>& directory,
                        std::span<const crypto::NoteVerifier> roots, std::uint64_t lowest_serial,
                        const Directory* previous) {
  STILE_TRY(const auto signers, crypto::verified_names(directory.note, roots));
  if (signers.empty()) return Error{Reason::kUnsigned, "directory: no pinned root signed it"};
  if (signers.size() < kRootsNeeded) {
    return Error{Reason::kTooFewSignatures,
                 "directory: two of the three roots must sign; mend with: `stile "
                 "directory sign` by a second one"};
  }
  STILE_CHECKED(check(directory.value));
  if (directory.value.serial < lowest_serial) {
    return Error{Reason::kRolledBack,
                 "directory: serial " + std::to_string(directory.value.serial) +
                     " is older than one already seen, " + std::to_string(lowest_serial)};
  }
  return previous == nullptr ? ok() : check_succession(directory, *previous, signers.size());
}

Status verify_sealing_key(const Signed<SealingKeyDocument>& document, const Directory& directory) {
  const auto* agency = directory.find(document.value.agency);
  if (agency == nullptr) {
    return Error{Reason::kUnknownAgency, "its agency is not in the directory"};
  }
  STILE_TRY(const auto signers,
            crypto::verified_names(document.note, std::span(&agency->signing_key, 1)));
  if (signers.empty()) return Error{Reason::kUnsigned, "its agency did not sign it"};
  const auto span = document.value.valid_until - document.value.valid_from;
  if (span <= 0 || span > kSealingKeyLongestSeconds) {
    return Error{Reason::kMalformed, "valid for more than 31 days, or not at all"};
  }
  return ok();
}

}  // namespace stile::agreement
