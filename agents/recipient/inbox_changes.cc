// What follows a record that came before: what the inbox does at once, and what people then say.
#include <utility>

#include "agents/recipient/inbox.h"
#include "agents/recipient/inbox_store.h"
#include "core/crypto/note.h"
#include "core/record/code_texts.h"
#include "core/record/statement.h"

namespace stile::agent {
namespace {

using record::ChangeKind;

// notice_of() is what a word about a change is about.
Notice notice_of(const Change& change) {
  Notice notice;
  notice.parcel = change.parcel;
  notice.source_id = change.source_id;
  notice.source = change.source;
  notice.agreement_id = change.agreement_id;
  notice.number = change.number;
  notice.consignment = change.consignment;
  notice.event_token = change.event_token;
  notice.revision = change.revision;
  notice.type = change.type;
  notice.arrived = change.arrived;
  notice.due = change.due;
  notice.alleged = change.alleged;
  notice.state = change.state;
  notice.stage = change.stage;
  return notice;
}

Change change_of(const VerifiedParcel& parcel, Instant now) {
  const record::Statement& statement = parcel.statement();
  const ChangeTerms& terms = *parcel.change_terms();
  const record::Row& row = parcel.rows().front().row;
  Change change;
  change.source = statement.disclosure.from.text();
  change.agreement_id = parcel.agreement_id().text();
  change.number = statement.number;
  change.consignment = parcel.digest();
  change.event_token = row.event_token;
  change.revision = row.revision;
  change.reason = terms.reason;
  change.type = statement.disclosure.record;
  // With its salt, the hash of a row of facts would let anybody try what these were.
  if (change.kind() != ChangeKind::kCorrected) change.salt = Bytes(stile::view(row.salt));
  change.arrived = now;
  change.due = now + terms.confirm_within_seconds;
  change.notified = terms.notified;
  change.alleged = terms.alleged;
  return change;
}

InboxOperation operation_of(std::string_view name, const Change& change, std::string_view account,
                            Instant now) {
  return {name,
          now,
          std::string(account),
          change.source,
          change.agreement_id,
          record::to_text(record::correction(change.reason)),
          change.number,
          1,
          {}};
}

}  // namespace

// Of what was returned nothing is here: its change closes by itself, as later revisions do.
Status Inbox::add_change(const VerifiedParcel& parcel, Instant now, Arrival& arrival,
                         std::vector<InboxOperation>& operations) {
  Change change = change_of(parcel, now);
  if (!change.notified) {
    STILE_TRY(change.exported,
              store_->changes().exported(change.source, change.event_token,
                                         record::to_text(record::return_of(parcel.month()))));
  }
  STILE_TRY(const auto returned, store_->notices().returned(change.source, change.event_token));
  if (returned) {
    const Instant when = now + below(parcel.change_terms()->confirm_within_seconds);
    arrival.word = word_of(notice_of(change), NoticeState::kConfirmed, returned->account, when);
    arrival.word->after = when;
  }
  if (change.kind() == ChangeKind::kWithdrawn) {
    STILE_TRY(arrival.erased, store_->changes().rows_of(change.source, change.event_token));
    if (!arrival.erased.empty()) {
      change.erasure =
          crypto::sign_note(erasure_text(change.consignment, arrival.erased), *options_.signer);
    }
    operations.push_back(operation_of(kErasure, change, {}, now));
    operations.back().rows = arrival.erased.size();
    operations.back().reason = record::name(change.reason);
    to_wipe_ = true;
  }
  arrival.change = std::move(change);
  return ok();
}

}  // namespace stile::agent
