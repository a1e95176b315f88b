// What follows a record that came before: what the inbox does at once, and what people then say.
#include <utility>

#include "agents/recipient/change_reader.h"
#include "agents/recipient/change_words.h"
#include "agents/recipient/inbox.h"
#include "agents/recipient/inbox_reader.h"
#include "agents/recipient/inbox_store.h"
#include "agents/report/failed.h"
#include "agents/report/legal_hold.h"
#include "core/crypto/encoding.h"
#include "core/crypto/note.h"
#include "core/record/code_texts.h"
#include "core/record/statement.h"

namespace stile::agent {
namespace {

using record::ChangeKind;
using record::OccasionKind;

constexpr Label kNone = {"none", "nothing that followed a record waits for anybody here",
                         "nid oes dim a ddilynodd gofnod yn aros i neb yma"};
constexpr Label kBefore = {"before", "that was said before", "dywedwyd hynny o'r blaen"};

// Police see what follows a notice that they see, and nothing of returns (X1).
bool sees(const Asker& asker, const Change& change) {
  return change.alleged || !asker.alleged_only;
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
  // With its salt, the hash of a row of facts would let anybody try what these were; an identity
  // takes its own along when it goes.
  if (change.kind() != ChangeKind::kCorrected && !change.brings_identity()) {
    change.salt = Bytes(stile::view(row.salt));
  }
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
  if (record::answers_request(change.reason)) {
    STILE_CHECKED(add_identity(parcel, change, arrival, operations));
  }
  if (!change.notified && change.kind() != ChangeKind::kAnswered) {
    STILE_TRY(const auto enquiry,
              store_->questions().enquiry_of(change.source, change.event_token));
    if (enquiry) {
      STILE_TRY(const auto kept, store_->questions().of_source(*enquiry, change.source));
      if (kept) STILE_CHECKED(check_asked(parcel, *kept));
    }
    const auto of = enquiry ? record::answer_to(*enquiry) : record::return_of(parcel.month());
    STILE_TRY(change.exported,
              store_->changes().exported(change.source, change.event_token, record::to_text(of)));
  }
  STILE_TRY(const auto returned, store_->notices().returned(change.source, change.event_token));
  if (returned) {
    const Instant when = now + below(parcel.change_terms()->confirm_within_seconds);
    arrival.word = word_of(notice_of(change), NoticeState::kConfirmed, returned->account, when);
    arrival.word->after = when;
  }
  if (change.kind() == ChangeKind::kWithdrawn) {
    STILE_TRY(arrival.erased, store_->changes().rows_of(change.source, change.event_token));
    STILE_TRY(const KeptHolds holds, kept_holds());
    arrival.held = !holds.whole || holds.of(change.source, change.event_token) != nullptr;
    operations.push_back(operation_of(arrival.held ? kAlteration : kErasure, change, {}, now));
    operations.back().rows = arrival.erased.size();
    operations.back().reason = arrival.held ? kLegalHoldOp : record::name(change.reason);
    if (arrival.held) arrival.erased.clear();
    if (!arrival.erased.empty()) {
      change.erasure =
          crypto::sign_note(erasure_text(change.consignment, arrival.erased), *options_.signer);
    }
    to_wipe_ = true;
  }
  arrival.change = std::move(change);
  return ok();
}

// changes_of() are those of an event that the asker may see, in the order in which they came.
Result<std::vector<Change>> Inbox::changes_of(const Asker& asker, std::string_view reference) {
  const Error none{Reason::kNotFound, "nothing has followed a record of that reference"};
  const auto token = crypto::uncrockford(reference);
  if (!token.ok()) return none;
  STILE_TRY(std::vector<Change> changes, store_->changes().of_event(token.value()));
  if (changes.empty()) {
    STILE_TRY(changes, store_->changes().of_event(buried(token.value())));
  }
  std::erase_if(changes, [&](const Change& change) { return !sees(asker, change); });
  if (changes.empty()) return none;
  if (changes.front().source_id != changes.back().source_id) {
    return Error{Reason::kConflict, "two sources use that reference; speak to a data officer"};
  }
  return changes;
}

Result<std::vector<Change>> Inbox::closed(const Asker& asker, std::string_view reference,
                                          NoticeState decision) {
  const std::lock_guard lock(mutex_);
  STILE_TRY(std::vector<Change> changes, changes_of(asker, reference));
  if (decision == NoticeState::kConfirmed) STILE_CHECKED(check_confirmable(changes));
  const NoticeState last = changes.back().state;
  std::erase_if(changes, [](const Change& change) { return !change.is_open(); });
  if (changes.empty() && last != decision) {
    return Error{Reason::kConflict, "it was decided before: " + std::string(name(last))};
  }
  const Instant now = options_.clock();
  std::vector<Word> words;
  for (Change& change : changes) {
    words.push_back(word_of(notice_of(change), decision, asker.account, now));
    change.state = decision;
  }
  const Status said = store_->together([&]() -> Status {
    for (const Word& word : words) STILE_CHECKED(store_->notices().say(word));
    return bury_erased(changes);
  });
  STILE_CHECKED(said);
  if (!words.empty()) word_added_ = true;
  wipe();
  return changes;
}

// What somebody has to confirm has to be found until then.
Status Inbox::bury_erased(const std::vector<Change>& changes) {
  for (const Change& change : changes) {
    const bool erased = change.reason == record::ChangeReason::kErasureOrdered &&
                        change.state == NoticeState::kConfirmed;
    if (!erased) continue;
    STILE_CHECKED(store_->changes().bury(change.source_id, change.event_token));
    to_wipe_ = true;
  }
  return ok();
}

// What was somebody else's child has nothing here that a change could be of.
Status Inbox::close_all(const Notice& notice, std::string_view account, Instant now) {
  STILE_TRY(const auto changes, store_->changes().of_event(notice.event_token));
  for (const Change& change : changes) {
    if (change.source_id != notice.source_id || !change.is_open()) continue;
    STILE_CHECKED(
        store_->notices().say(word_of(notice_of(change), NoticeState::kConfirmed, account, now)));
  }
  return ok();
}

ExitCode Inbox::list_changes(const Asker& asker, bool all, Language language, Reporter& reporter) {
  const Instant now = options_.clock();
  std::vector<Change> listed;
  const Status read = [&]() -> Status {
    STILE_TRY(const InboxReader inbox, InboxReader::open(options_.store));
    ChangeReader reader(inbox.database());
    const auto take = [&](Change change) {
      if (sees(asker, change)) listed.push_back(std::move(change));
      return ok();
    };
    STILE_CHECKED(all ? reader.each(take) : reader.each_open(take));
    return log_consultation(asker.account, std::string(record::name(OccasionKind::kCorrection)),
                            listed.size());
  }();
  if (!read.ok()) return failed(read.error(), reporter);
  if (listed.empty()) reporter.message(kNone.in(language));
  for (const Change& change : listed) {
    agent::say(change, !asker.alleged_only, now, language, reporter);
  }
  return ExitCode::kOk;
}

ExitCode Inbox::close_change(const Asker& asker, std::string_view reference, NoticeState decision,
                             Language language, Reporter& reporter) {
  const auto closed = this->closed(asker, reference, decision);
  tell_of_words();
  if (!closed.ok()) return failed(closed.error(), reporter);
  for (const Change& change : closed.value()) {
    agent::say(change, !asker.alleged_only, options_.clock(), language, reporter);
  }
  if (closed->empty()) reporter.message(kBefore.in(language));
  return ExitCode::kOk;
}

}  // namespace stile::agent
