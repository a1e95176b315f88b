#include "core/agreement/directory.h"

#include <algorithm>

#include "core/agreement/duty.h"
#include "core/base/limits.h"

namespace stile::agreement {
namespace {

bool same_keys(const Agency& a, const Agency& b) {
  const auto same_signatory = [](const Signatory& x, const Signatory& y) {
    return x.role == y.role && x.key.vkey() == y.key.vkey();
  };
  const auto same_key = [](const crypto::NoteVerifier& x, const crypto::NoteVerifier& y) {
    return x.vkey() == y.vkey();
  };
  // A first witness key, or none any more, lets nobody speak for the agency.
  const bool same_witness =
      !a.witness_key || !b.witness_key || same_key(*a.witness_key, *b.witness_key);
  return same_witness && same_key(a.signing_key, b.signing_key) &&
         a.signatures_needed == b.signatures_needed &&
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

Error no_quorum(const AgencyId& id, std::string_view what) {
  return {Reason::kMalformed, "directory: quorum: " + id.short_text() + " " + std::string(what)};
}

// Who cosigns is counted by key: one key must not count twice.
Status check_witnesses(const Directory& directory) {
  std::set<crypto::PublicKey> keys;
  for (const auto& agency : directory.agencies) {
    if (agency.witness_key && !keys.insert(agency.witness_key->key()).second) {
      return Error{Reason::kMalformed,
                   "directory: " + agency.id.short_text() + ": its witness key is another's too"};
    }
  }
  std::set<AgencyId> members;
  std::set<AgencyKind> kinds;
  for (const AgencyId& id : directory.quorum) {
    const auto* agency = directory.find(id);
    if (!members.insert(id).second) return no_quorum(id, "is listed twice");
    if (agency == nullptr) return no_quorum(id, "is no agency of this directory");
    if (!agency->witness_key) return no_quorum(id, "has no witness_key");
    kinds.insert(id.kind());
  }
  if (members.size() >= limits::kNoteSignatures) {
    return Error{Reason::kMalformed,
                 "directory: quorum: has more members than a note has room for"};
  }
  if (members.empty() || kinds.size() >= kQuorumKinds) return ok();
  return Error{Reason::kMalformed,
               "directory: quorum: has agencies of one kind alone, and takes two kinds"};
}

Error no_succession(const crypto::NoteVerifier& log, std::string_view what) {
  return {Reason::kMalformed, "directory: closed_log: " + log.name() + " " + std::string(what)};
}

// Every log has a name of its own, so that nobody takes a checkpoint of one for the other's.
Status check_closed(const Directory& directory) {
  std::set<std::string> names{directory.log_key.name()};
  std::uint64_t before = 0;  // leaves that the log before was closed at
  for (const auto& log : directory.closed_logs) {
    if (!names.insert(log.key.name()).second) {
      return no_succession(log.key, "is named as another ledger is");
    }
    if (log.last.size <= before) {
      return no_succession(log.key, "was closed at less than it began with");
    }
    if (log.kept < before || log.kept > log.last.size) {
      return no_succession(log.key, "is kept to " + std::to_string(log.kept) +
                                        ", which is not between where it began, " +
                                        std::to_string(before) + ", and where it was closed, " +
                                        std::to_string(log.last.size));
    }
    if (ledger::succession_leaf_text(log).empty()) {
      return no_succession(log.key, "has a name that no leaf can have");
    }
    before = log.last.size + 1;
  }
  return ok();
}

// What a ledger has signed stays believed, and no two roots close what goes on. Only where the last
// turns out to have signed more may it be closed anew.
Status check_log(const Directory& next, const Directory& previous) {
  const auto closed_as = [&](const crypto::NoteVerifier& key) {
    const auto found = std::ranges::find_if(
        next.closed_logs, [&](const auto& one) { return one.key.vkey() == key.vkey(); });
    return found == next.closed_logs.end() ? nullptr : &*found;
  };
  for (const auto& log : previous.closed_logs) {
    const auto* still = closed_as(log.key);
    const bool same = still != nullptr && still->last == log.last && still->kept == log.kept &&
                      still->closed == log.closed;
    const bool more = still != nullptr && still->last.size > log.last.size &&
                      log.key.vkey() == previous.closed_logs.back().key.vkey() &&
                      next.log_key.vkey() == previous.log_key.vkey();
    if (!same && !more) {
      return no_succession(log.key, "was closed before; mend with: naming it as it was named");
    }
  }
  if (next.log_key.vkey() == previous.log_key.vkey() || closed_as(previous.log_key) != nullptr) {
    return ok();
  }
  return Error{Reason::kMalformed,
               "directory: log_key: is another than before; mend with: closing the one before, "
               "`stile directory next --close-log`"};
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
  if (agency.witness_key && (agency.witness_key->type() != crypto::KeyType::kCosignature ||
                             agency.witness_key->key() == agency.signing_key.key())) {
    return Error{Reason::kMalformed, "directory: " + agency.id.short_text() +
                                         ": witness_key is a key of its own, of a witness; mend "
                                         "with: what `stile key witness` prints"};
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
  STILE_CHECKED(check_closed(directory));
  return check_witnesses(directory);
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
  if (previous == nullptr) return ok();
  STILE_CHECKED(check_log(directory.value, *previous));
  return check_succession(directory, *previous, signers.size());
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
