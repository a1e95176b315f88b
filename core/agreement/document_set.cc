#include "core/agreement/document_set.h"

#include <algorithm>

#include "core/crypto/encoding.h"

namespace stile::agreement {
namespace {

// signed_by() counts the distinct signatories of an agency that signed.
Result<std::size_t> signed_by(const crypto::Note& note, const Agency& agency) {
  std::vector<crypto::NoteVerifier> keys;
  for (const auto& signatory : agency.signatories) keys.push_back(signatory.key);
  STILE_TRY(const auto names, crypto::verified_names(note, keys));
  return names.size();
}

bool stands_between(const HomeEntry& entry, Day first, Day last) {
  return entry.valid_from <= last && (!entry.valid_to || *entry.valid_to >= first);
}

bool contains(const std::vector<HomeId>& all, const HomeId& id) {
  return std::ranges::find(all, id) != all.end();
}

Status check_signatures(const crypto::Note& note, const Agency& source, const Agency& recipient) {
  STILE_TRY(const auto by_source, signed_by(note, source));
  STILE_TRY(const auto by_recipient, signed_by(note, recipient));
  if (by_source == 0 && by_recipient == 0) {
    return Error{Reason::kUnsigned, "no signatory of either controller signed it"};
  }
  if (by_source < source.signatures_needed || by_recipient < recipient.signatures_needed) {
    return Error{Reason::kTooFewSignatures,
                 source.id.short_text() + " has " + std::to_string(by_source) + " of " +
                     std::to_string(source.signatures_needed) + " signatures, " +
                     recipient.id.short_text() + " " + std::to_string(by_recipient) + " of " +
                     std::to_string(recipient.signatures_needed)};
  }
  return ok();
}

// check_acting(): nobody acts for an authority that did not sign it too (design I4).
Status check_acting(const Signed<Agreement>& document, const Directory& directory) {
  for (const AgencyId& id : document.value.acting_for) {
    const auto* authority = directory.find(id);
    if (authority == nullptr) {
      return Error{Reason::kUnknownAgency, id.short_text() + " is not in the directory"};
    }
    STILE_TRY(const auto by_authority, signed_by(document.note, *authority));
    if (by_authority >= authority->signatures_needed) continue;
    return Error{Reason::kTooFewSignatures,
                 id.short_text() + ", for which the recipient acts, has " +
                     std::to_string(by_authority) + " of " +
                     std::to_string(authority->signatures_needed) + " signatures"};
  }
  return ok();
}

Status check_agreement(const Signed<Agreement>& document, const Directory& directory) {
  const auto& agreement = document.value;
  const auto* source = directory.find(agreement.source.agency);
  const auto* recipient = directory.find(agreement.recipient.agency);
  if (source == nullptr || recipient == nullptr) {
    return Error{Reason::kUnknownAgency, "a party is not in the directory"};
  }
  if (agreement.processor != directory.gateway) {
    return Error{Reason::kWrongParty, "its processor is not the directory's gateway"};
  }
  STILE_CHECKED(check_signatures(document.note, *source, *recipient));
  STILE_CHECKED(check_acting(document, directory));
  STILE_CHECKED(check(agreement));
  if (!directory.documents.contains(document.hash)) {
    return Error{Reason::kNotInDirectory, "the directory does not list it"};
  }
  return ok();
}

Status check_homes(const Signed<Homes>& document, const Directory& directory) {
  if (!directory.documents.contains(document.hash)) {
    return Error{Reason::kNotInDirectory, "the directory does not list it"};
  }
  const auto* regulator = directory.find(document.value.regulator);
  if (regulator == nullptr || !regulator->regulates) {
    return Error{Reason::kUnknownAgency, "its regulator is not in the directory"};
  }
  STILE_TRY(const auto signers,
            crypto::verified_names(document.note, std::span(&regulator->signing_key, 1)));
  if (signers.empty()) return Error{Reason::kUnsigned, "the regulator did not sign it"};
  for (const auto& [id, entries] : document.value.entries) {
    if (id.scheme() != *regulator->regulates) {
      return Error{Reason::kWrongParty, "lists a home of another regulator's scheme"};
    }
  }
  return ok();
}

}  // namespace

Result<DocumentSet> DocumentSet::verify(Documents documents, const Trust& trust) {
  STILE_CHECKED(
      verify_directory(documents.directory, trust.roots, trust.lowest_serial, trust.previous));
  DocumentSet set(std::move(documents.directory.value));
  set.notes_.emplace(documents.directory.hash, documents.directory.note_hash);
  if (documents.areas_hash != set.directory_.areas) {
    return Error{Reason::kNotInDirectory, "areas: not the table that the directory names"};
  }
  set.areas_ = std::move(documents.areas);
  STILE_CHECKED(set.take_homes(std::move(documents.homes)));
  for (auto& agreement : documents.agreements) set.take_agreement(std::move(agreement));
  for (const auto& status : documents.statuses) set.take_status(status);
  for (const auto& key : documents.sealing_keys) set.take_sealing_key(key);
  return set;
}

// settle() keeps what became of a note, and says whether what it says is to be taken in: not when
// it failed, nor when another note of the same text was believed before it.
template <typename T>
bool DocumentSet::settle(std::string_view kind, const Signed<T>& document, const Status& checked) {
  if (notes_.contains(document.hash) && !turned_away_.contains(document.hash)) return false;
  if (!checked.ok()) {
    turned_away_.insert_or_assign(
        document.hash,
        Error{checked.reason(), std::string(kind) + " " + crypto::hex(document.hash) + ": " +
                                    checked.error().detail});
    return false;
  }
  turned_away_.erase(document.hash);
  notes_.insert_or_assign(document.hash, document.note_hash);
  return true;
}

// A list that the directory does not list, or no longer, has no say; one that it lists has to hold.
Status DocumentSet::take_homes(std::vector<Signed<Homes>> homes) {
  for (auto& document : homes) {
    if (!settle("homes", document, check_homes(document, directory_))) continue;
    const auto regulator = document.value.regulator;
    const auto found = homes_.find(regulator);
    if (found != homes_.end() && found->second.serial >= document.value.serial) continue;
    homes_.insert_or_assign(regulator, std::move(document.value));
  }
  for (const auto& [hash, why] : turned_away_) {
    if (directory_.documents.contains(hash)) return why;
  }
  return ok();
}

void DocumentSet::take_agreement(Signed<Agreement> document) {
  parties_.insert_or_assign(document.hash,
                            Parties{document.value.source.agency, document.value.recipient.agency});
  if (settle("agreement", document, check_agreement(document, directory_))) {
    agreements_.insert_or_assign(document.hash, std::move(document.value));
  } else if (directory_.documents.contains(document.hash)) {
    notes_.emplace(document.hash, document.note_hash);
  }
}

// A status binds whoever holds it, before the directory lists it: nobody keeps sharing because
// two roots are on holiday. It can only take away, but for a resumption, which takes both sides.
// Who may sign it is known from the agreement's text, whatever became of its signatures.
Status DocumentSet::check_status(const Signed<AgreementStatus>& document) const {
  const auto parties = parties_.find(document.value.agreement);
  if (parties == parties_.end()) {
    return Error{Reason::kNoAgreement, "of an agreement that is unknown"};
  }
  const auto* source = directory_.find(parties->second.source);
  const auto* recipient = directory_.find(parties->second.recipient);
  if (source == nullptr || recipient == nullptr) {
    return Error{Reason::kNoAgreement, "of an agreement whose party is not in the directory"};
  }
  STILE_TRY(const auto by_source, signed_by(document.note, *source));
  STILE_TRY(const auto by_recipient, signed_by(document.note, *recipient));
  const bool source_does = by_source >= source->signatures_needed;
  const bool recipient_does = by_recipient >= recipient->signatures_needed;
  const bool entitled = document.value.kind == StatusKind::kResumed ? source_does && recipient_does
                                                                    : source_does || recipient_does;
  if (!entitled) return Error{Reason::kTooFewSignatures, "not signed by enough signatories"};
  if (agreements_.contains(document.value.agreement)) return ok();
  return Error{Reason::kNoAgreement, "of an agreement that was turned away"};
}

// The agreement may come back, signed anew. Its suspension is kept for then: whoever hands out
// documents could keep it back.
void DocumentSet::take_status(const Signed<AgreementStatus>& document) {
  const auto parties = parties_.find(document.value.agreement);
  if (parties != parties_.end()) parties_.insert_or_assign(document.hash, parties->second);
  const auto checked = check_status(document);
  if (!settle("status", document, checked)) {
    const bool may_come_back = !checked.ok() && checked.reason() == Reason::kNoAgreement &&
                               directory_.documents.contains(document.value.agreement);
    if (may_come_back) notes_.emplace(document.hash, document.note_hash);
    return;
  }
  auto& statuses = statuses_[document.value.agreement];
  statuses.push_back(document.value);
  std::sort(statuses.begin(), statuses.end(),
            [](const auto& a, const auto& b) { return a.serial < b.serial; });
}

void DocumentSet::take_sealing_key(const Signed<SealingKeyDocument>& document) {
  if (!settle("sealing key", document, verify_sealing_key(document, directory_))) return;
  sealing_keys_.push_back(document.value);
}

Status DocumentSet::current(Instant now) const {
  if (now < directory_.valid_from || now > directory_.valid_until) {
    return Error{Reason::kStale, "the directory (serial " + std::to_string(directory_.serial) +
                                     ") is outside its dates; fetch the next one"};
  }
  return ok();
}

Result<const Agreement*> DocumentSet::agreement(const Hash& hash) const {
  const auto found = agreements_.find(hash);
  if (found != agreements_.end()) return &found->second;
  const auto away = turned_away_.find(hash);
  if (away != turned_away_.end()) return away->second;
  return Error{Reason::kNoAgreement, "no agreement of that hash"};
}

const Agreement* DocumentSet::successor(const Agreement& agreement, Day today) const {
  for (const auto& [hash, other] : agreements_) {
    const bool follows = other.id == agreement.id && other.version > agreement.version &&
                         other.source.agency == agreement.source.agency &&
                         other.recipient.agency == agreement.recipient.agency;
    if (follows && other.from <= today) return &other;
  }
  return nullptr;
}

Result<const Agreement*> DocumentSet::in_force(const Hash& hash, Instant now) const {
  STILE_TRY(const auto* found, was_in_force(hash, now));
  const auto* newer = successor(*found, local_day(now));
  if (newer == nullptr) return found;
  return Error{Reason::kSuperseded, "agreement " + found->id.text() + " version " +
                                        std::to_string(found->version) + " gave way to version " +
                                        std::to_string(newer->version)};
}

Result<const Agreement*> DocumentSet::was_in_force(const Hash& hash, Instant when) const {
  STILE_TRY(const auto* found, agreement(hash));
  const auto named = "agreement " + found->id.text();
  bool suspended = false;
  const auto statuses = statuses_.find(hash);
  if (statuses != statuses_.end()) {
    for (const auto& status : statuses->second) {
      if (status.effective > when) continue;
      if (status.kind == StatusKind::kEnded) return Error{Reason::kEnded, named + " was ended"};
      suspended = status.kind == StatusKind::kSuspended;
    }
  }
  if (suspended) return Error{Reason::kSuspended, named + " is suspended"};
  const auto day = local_day(when);
  if (day < found->from) return Error{Reason::kNotYetInForce, named + " has not begun"};
  if (day > found->until) return Error{Reason::kEnded, named + " is past its last day"};
  return found;
}

std::vector<Hash> DocumentSet::agreements_of_source(const AgencyId& source) const {
  std::vector<Hash> hashes;
  for (const auto& [hash, agreement] : agreements_) {
    if (agreement.source.agency == source) hashes.push_back(hash);
  }
  return hashes;
}

bool DocumentSet::is_party(const AgencyId& agency, const Hash& document) const {
  const auto found = parties_.find(document);
  return found != parties_.end() &&
         (found->second.source == agency || found->second.recipient == agency);
}

const HomeEntry* DocumentSet::home(const HomeId& id, Day day) const {
  for (const auto& [regulator, homes] : homes_) {
    const auto* entry = homes.find(id, day);
    if (entry != nullptr) return entry;
  }
  return nullptr;
}

// A list may name a home as its own predecessor, by another's: each number counts once.
std::vector<HomeId> DocumentSet::numbers(const HomeId& id) const {
  std::vector<HomeId> all{id};
  for (std::size_t at = 0; at < all.size(); ++at) {
    const HomeId number = all[at];
    for (const auto& [regulator, homes] : homes_) {
      const auto entries = homes.entries.find(number);
      if (entries == homes.entries.end()) continue;
      for (const auto& entry : entries->second) {
        const auto& before = entry.predecessor;
        if (before && !contains(all, *before)) all.push_back(*before);
      }
    }
  }
  return all;
}

std::optional<HomeId> DocumentSet::later_number(const HomeId& id, Day first, Day last) const {
  const auto covered = numbers(id);
  const HomeEntry* latest = nullptr;
  const auto consider = [&](const HomeEntry& entry) {
    if (!entry.predecessor || !stands_between(entry, first, last)) return;
    if (entry.id.scheme() != id.scheme() || contains(covered, entry.id)) return;
    if (latest != nullptr && latest->valid_from >= entry.valid_from) return;
    if (contains(numbers(entry.id), id)) latest = &entry;
  };
  for (const auto& [regulator, homes] : homes_) {
    for (const auto& [number, entries] : homes.entries) std::ranges::for_each(entries, consider);
  }
  return latest == nullptr ? std::nullopt : std::optional(latest->id);
}

std::vector<const HomeEntry*> DocumentSet::home_between(const HomeId& id, Day first,
                                                        Day last) const {
  std::vector<const HomeEntry*> found;
  for (const HomeId& number : numbers(id)) {
    for (const auto& [regulator, homes] : homes_) {
      const auto entries = homes.entries.find(number);
      if (entries == homes.entries.end()) continue;
      for (const auto& entry : entries->second) {
        if (stands_between(entry, first, last)) found.push_back(&entry);
      }
    }
  }
  return found;
}

std::optional<Inspected> DocumentSet::last_inspected(const HomeId& id) const {
  std::optional<Inspected> latest;
  for (const HomeId& number : numbers(id)) {
    for (const auto& [regulator, homes] : homes_) {
      const auto entries = homes.entries.find(number);
      if (entries == homes.entries.end()) continue;
      for (const auto& entry : entries->second) {
        if (!entry.inspected || (latest && latest->day >= *entry.inspected)) continue;
        latest = Inspected{*entry.inspected, number, regulator, homes.serial};
      }
    }
  }
  return latest;
}

std::optional<crypto::SealingPublicKey> DocumentSet::sealing_key(const AgencyId& agency,
                                                                 Instant now) const {
  const SealingKeyDocument* best = nullptr;
  for (const auto& key : sealing_keys_) {
    if (key.agency != agency || now < key.valid_from || now > key.valid_until) continue;
    if (best == nullptr || key.valid_from > best->valid_from) best = &key;
  }
  if (best == nullptr) return std::nullopt;
  return best->key;
}

}  // namespace stile::agreement
