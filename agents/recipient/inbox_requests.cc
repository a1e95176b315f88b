// Who a child is, asked of the data officers of the source that sent the record, and what they say.
#include <algorithm>
#include <set>
#include <utility>

#include "agents/recipient/identity_request_words.h"
#include "agents/recipient/inbox.h"
#include "agents/recipient/inbox_reader.h"
#include "agents/recipient/inbox_store.h"
#include "agents/report/failed.h"
#include "core/agreement/identity_asked.h"
#include "core/crypto/encoding.h"
#include "core/crypto/note.h"
#include "core/ledger/leaf.h"
#include "core/record/code_texts.h"
#include "core/record/identity_request.h"
#include "core/record/row.h"
#include "core/record/statement.h"

namespace stile::agent {
namespace {

constexpr Instant kSecondsPerMinute = 60;
constexpr Instant kSecondsPerDay = 86400;
constexpr std::string_view kRecordGone = "record-gone";
constexpr Label kNone = {"none", "no request to be told who a child is waits for an answer",
                         "nid oes cais i gael gwybod pwy yw plentyn yn aros am ateb"};
bool names(const CitedRow& row, record::Field field) {
  const auto leaf = ledger::parse_leaf(row.leaf);
  return leaf.ok() && std::ranges::find(leaf->fields, record::name(field)) != leaf->fields.end();
}

// cited_of() is the newest row itself that came under a pseudonym: a marker says nothing of a
// child, and neither do corrected facts.
Result<CitedRow> cited_of(const CitedRecord& record) {
  const CitedRow* newest = nullptr;
  for (const CitedRow& row : record.rows) {
    if (row.type >= record::RecordType::kHomeMonth) {
      return Error{Reason::kUsage,
                   "it is a count of records; mend with: the reference of one of "
                   "these"};
    }
    if (row.kept && names(row, record::Field::kChildIdentity)) {
      return Error{Reason::kUsage,
                   "who the child is came with it; mend with: `stile inbox open`, by whoever "
                   "reads notifications here"};
    }
    if (row.kept && row.pseudonym) newest = &row;
  }
  if (newest != nullptr) return *newest;
  return Error{Reason::kUsage,
               "it has no pseudonym of a child: no child stands behind it whom "
               "anybody could be asked about"};
}

Status check_none_open(const std::vector<OwnIdentityRequest>& before, Instant now) {
  const auto open = std::ranges::find_if(before, [&](const auto& one) { return one.is_open(now); });
  if (open == before.end()) return ok();
  return Error{Reason::kConflict, "that was asked on " + utc_minute_text(open->made) +
                                      "; its source can answer until " +
                                      utc_minute_text(open->expires)};
}

// officers_of() are those who have to approve it, and who alone are told for whom it is.
Result<std::vector<crypto::NoteVerifier>> officers_of(const AgencyId& source,
                                                      const agreement::DocumentSet* documents) {
  const auto* agency = documents == nullptr ? nullptr : documents->agency(source);
  std::vector<crypto::NoteVerifier> officers;
  if (agency != nullptr) officers = agreement::data_officers(*agency);
  std::set<Bytes> keys;
  for (const auto& officer : officers) keys.insert(Bytes(stile::view(officer.key())));
  if (keys.size() >= agreement::kOfficersNeeded) return officers;
  return Error{Reason::kUnavailable,
               source.short_text() + " has " + std::to_string(keys.size()) + " of the " +
                   std::to_string(agreement::kOfficersNeeded) +
                   " data officers in the directory who have to approve it; mend with: "
                   "`data_officer_key` in its entry"};
}

Result<Hash> agreement_of(std::string_view leaf_text) {
  STILE_TRY(const auto leaf, ledger::parse_leaf(leaf_text));
  if (leaf.agreement) return *leaf.agreement;
  return Error{Reason::kIntegrity, "a leaf of no agreement"};
}

InboxOperation operation_of(std::string_view name, const OwnIdentityRequest& one,
                            const std::string& agreement_id, std::uint64_t number,
                            std::string_view account, Instant now) {
  return {name,
          now,
          std::string(account),
          one.source,
          agreement_id,
          std::string(kIdentityRequest),
          number,
          1,
          std::string(record::name(one.basis))};
}

// answered_by() is the request that an answer is to which the ledger admitted at `when`. Only who
// the child is has to be said in time; of two the first had expired before the second was made.
const OwnIdentityRequest* answered_by(const std::vector<OwnIdentityRequest>& requests,
                                      record::ChangeReason why, Instant when) {
  const OwnIdentityRequest* late = nullptr;
  for (const OwnIdentityRequest& one : requests) {
    if (!one.is_unanswered()) continue;
    if (when < one.expires) return &one;
    late = &one;
  }
  return why == record::ChangeReason::kNotIdentified ? late : nullptr;
}

// binding_of() is what the identity has to be bound to, to answer that request of that row.
Result<record::IdentityBinding> binding_of(const OwnIdentityRequest& one, const KeptIdentity& kept,
                                           const AgencyId& self) {
  STILE_TRY(const crypto::Note note, crypto::parse_note(one.note));
  STILE_TRY(const Hash agreement, agreement_of(kept.cited_leaf));
  return record::IdentityBinding{record::identity_request_digest(note.text), one.event_token,
                                 agreement, self};
}

Result<record::Identity> identity_of(const OwnIdentityRequest& one, const KeptIdentity& kept,
                                     const AgencyId& self, const SealingKeys& keys) {
  if (stile::view(record::row_hash(kept.row)) != kept.row_hashes) {
    return Error{Reason::kIntegrity, "the identity is not as its source signed it"};
  }
  STILE_TRY(const record::IdentityBinding expected, binding_of(one, kept, self));
  STILE_TRY(const auto source, crypto::NoteVerifier::parse(kept.source_key));
  STILE_TRY(Bytes opened, keys.open_sealed(kept.row.sealed_identity));
  return record::open_identity(std::move(opened), source, expected);
}

// A key is destroyed at the latest so long after what came when it was the newest.
bool is_key_destroyed(const KeptIdentity& kept, const SealingKeys& keys, Instant now) {
  return now > kept.arrived + kSealingKeySeconds + kUncollectedSeconds &&
         !keys.open_sealed(kept.row.sealed_identity).ok();
}

Error nothing_to_show(const std::vector<OwnIdentityRequest>& requests) {
  if (requests.empty()) {
    return {Reason::kNotFound,
            "nobody here has asked who the child of that record is; mend with: `stile reidentify "
            "request`"};
  }
  return {Reason::kNotFound,
          "nobody has said who the child of that record is; `stile reidentify list --all` says how "
          "that stands"};
}

}  // namespace

// For a data officer alone, who sees that there is a record of either kind.
Result<OwnIdentityRequest> Inbox::identity_asked(std::string_view account,
                                                 const IdentityOrder& order) {
  const std::lock_guard lock(mutex_);
  STILE_CHECKED(record::check_asked_for(order.asked_for));
  STILE_CHECKED(agreement::check_basis(order.basis, options_.self.kind()));
  if (order.days < 1 || order.days > kMostDaysToAnswer) {
    return Error{Reason::kUsage, "it may be answered for 1 day to 30; mend with: --days"};
  }
  STILE_TRY(const CitedRecord record,
            cited_record({std::string(account), true, true}, order.reference));
  STILE_TRY(const CitedRow cited, cited_of(record));
  OwnIdentityRequest one;
  one.parcel = cited.parcel;
  one.source_id = cited.source_id;
  one.source = cited.source;
  one.event_token = record.event_token;
  one.revision = cited.revision;
  one.type = cited.type;
  one.basis = order.basis;
  one.asked_for = order.asked_for;
  one.account = account;
  const Instant now = options_.clock();
  STILE_TRY(const auto before, store_->identity_requests().of_event(one.source, one.event_token));
  STILE_CHECKED(check_none_open(before, now));
  one.made = now - now % kSecondsPerMinute;
  one.expires = one.made + Instant{order.days} * kSecondsPerDay;
  one.salt = crypto::random_32(options_.random);
  STILE_CHECKED(seal(one, cited));
  const Status kept = store_->together([&]() -> Status {
    STILE_CHECKED(store_->identity_requests().add(one));
    return store_->log(
        operation_of(kConsultation, one, cited.agreement_id, cited.number, account, now));
  });
  if (!kept.ok()) return kept.error();
  word_added_ = true;
  return one;
}

Status Inbox::seal(OwnIdentityRequest& one, const CitedRow& cited) {
  const auto documents = options_.documents();
  STILE_TRY(const AgencyId source, AgencyId::parse(one.source));
  STILE_TRY(const auto officers, officers_of(source, documents.get()));
  STILE_TRY(const Hash agreement, agreement_of(cited.leaf));
  STILE_CHECKED(agreement::check_still_agreed(agreement, *documents, options_.clock()));
  record::IdentityRequest said{cited.consignment, source,     options_.self, cited.number,
                               cited.row,         one.basis,  Hash{},        {},
                               one.made,          one.expires};
  said.actor = ledger::commitment(one.salt, "actor", one.account);
  STILE_TRY(said.asked_for, record::seal_asked_for(one.asked_for, officers));
  one.note = crypto::sign_note(record::identity_request_text(said), *options_.signer);
  return ok();
}

// What comes of a record that is gone since is not kept, as nothing of it is.
Status Inbox::add_identity(const VerifiedParcel& parcel, const Change& change, Arrival& arrival,
                           std::vector<InboxOperation>& operations) {
  STILE_TRY(const auto requests,
            store_->identity_requests().of_event(change.source, change.event_token));
  STILE_TRY(const auto leaf, ledger::parse_leaf(arrival.leaf));
  const OwnIdentityRequest* one = answered_by(requests, change.reason, leaf.time);
  if (one == nullptr) {
    return Error{Reason::kOutsideOccasion, "nobody here waits to be told who that child is"};
  }
  IdentityAnswer answer{.request = one->id};
  if (change.brings_identity() && one->gone) {
    operations.push_back(
        operation_of(kErasure, *one, change.agreement_id, change.number, {}, change.arrived));
    operations.back().reason = kRecordGone;
  } else if (change.brings_identity()) {
    const record::Row& row = parcel.rows().front().row;
    answer.salt = Bytes(stile::view(row.salt));
    answer.fields = row.fields;
    answer.sealed = row.sealed_identity;
  }
  arrival.identity = std::move(answer);
  return ok();
}

ExitCode Inbox::ask_identity(std::string_view account, const IdentityOrder& order,
                             Language language, Reporter& reporter) {
  const auto one = identity_asked(account, order);
  tell_of_words();
  if (!one.ok()) return failed(one.error(), reporter);
  agent::say(one.value(), options_.clock(), language, reporter);
  return ExitCode::kOk;
}

ExitCode Inbox::list_identity_requests(std::string_view account, bool all, Language language,
                                       Reporter& reporter) {
  const Instant now = options_.clock();
  std::vector<OwnIdentityRequest> listed;
  const Status read = [&]() -> Status {
    STILE_TRY(const InboxReader inbox, InboxReader::open(options_.store));
    STILE_CHECKED(each_identity_request(inbox.database(), [&](OwnIdentityRequest one) {
      const bool stands = one.is_open(now) || (one.kept && !one.gone);
      if (all || stands) listed.push_back(std::move(one));
      return ok();
    }));
    return log_consultation(account, std::string(kIdentityRequest), listed.size());
  }();
  if (!read.ok()) return failed(read.error(), reporter);
  if (listed.empty()) reporter.message(kNone.in(language));
  for (const OwnIdentityRequest& one : listed) agent::say(one, now, language, reporter);
  return ExitCode::kOk;
}

// It is written down before anybody sees it.
Result<ShownIdentity> Inbox::identity_shown(std::string_view account, std::string_view reference) {
  const std::lock_guard lock(mutex_);
  const Instant now = options_.clock();
  const auto token = crypto::uncrockford(reference);
  if (!token.ok()) return nothing_to_show({});
  STILE_TRY(const auto requests, store_->identity_requests().of_event(token.value()));
  if (requests.empty()) return nothing_to_show(requests);
  const OwnIdentityRequest& newest = requests.back();
  STILE_TRY(const auto is, store_->challenges().whereabouts(newest.source_id, newest.event_token));
  STILE_CHECKED(check_there(is));
  const auto found = std::find_if(requests.rbegin(), requests.rend(),
                                  [](const OwnIdentityRequest& one) { return one.kept; });
  if (found == requests.rend()) return nothing_to_show(requests);
  STILE_TRY(const auto kept, store_->identity_requests().identity(found->id));
  if (!kept) return Error{Reason::kIntegrity, "the identity is not in the store any more"};
  using Naming = ShownIdentity::Naming;
  ShownIdentity shown;
  shown.request = *found;
  shown.arrived = kept->arrived;
  auto identity = identity_of(*found, *kept, options_.self, keys_);
  if (!identity.ok()) {
    const bool destroyed = is_key_destroyed(*kept, keys_, now);
    shown.naming = destroyed ? Naming::kKeyDestroyed : Naming::kUnproven;
  }
  const Status logged = store_->together([&]() -> Status {
    InboxOperation entry =
        operation_of(kConsultation, *found, kept->agreement_id, kept->number, account, now);
    STILE_CHECKED(store_->log(entry));
    if (shown.naming != Naming::kUnproven) return ok();
    entry.name = kIntegrityEvent;
    entry.reason = name(identity.reason());
    return store_->log(entry);
  });
  if (!logged.ok()) return logged.error();
  if (shown.naming == Naming::kUnproven) problem("identity_not_proven", identity.error());
  if (identity.ok()) shown.identity = std::move(identity).value();
  return shown;
}

ExitCode Inbox::show_identity(std::string_view account, std::string_view reference,
                              Language language, Reporter& reporter) {
  const auto shown = identity_shown(account, reference);
  if (!shown.ok()) return failed(shown.error(), reporter);
  say_identity(shown.value(), language, reporter);
  switch (shown->naming) {
    case ShownIdentity::Naming::kProven: return ExitCode::kOk;
    case ShownIdentity::Naming::kUnproven: return ExitCode::kIntegrity;
    case ShownIdentity::Naming::kKeyDestroyed: return ExitCode::kFaults;
  }
  __builtin_trap();
}

}  // namespace stile::agent
