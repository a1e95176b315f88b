// What becomes of a notice: it comes, people open it, and say whether it is theirs.
#include <algorithm>
#include <array>
#include <cstdint>
#include <set>
#include <utility>

#include "agents/recipient/inbox.h"
#include "agents/recipient/inbox_store.h"
#include "agents/recipient/opened_notice.h"
#include "core/crypto/encoding.h"
#include "core/crypto/note.h"
#include "core/ledger/leaf.h"
#include "core/record/identity.h"
#include "core/record/row.h"
#include "core/record/statement.h"
#include "core/wire/row_codec.h"

namespace stile::agent {
namespace {

Error no_such() { return {Reason::kNotFound, "no notification of that reference"}; }

InboxOperation operation_of(std::string_view name, const Notice& notice, std::string_view account,
                            Instant now) {
  return {name,
          now,
          std::string(account),
          notice.source,
          notice.agreement_id,
          record::to_text(record::notification()),
          notice.number,
          1,
          {}};
}

// What goes back without anybody here having seen it is no new breach.
InboxOperation erasure_of(const VerifiedParcel& parcel, std::string_view why, Instant now) {
  const record::Statement& statement = parcel.statement();
  return {kErasure,
          now,
          {},
          statement.disclosure.from.text(),
          parcel.agreement_id().text(),
          record::to_text(statement.disclosure.occasion),
          statement.number,
          statement.rows,
          std::string(why)};
}

bool grants_identity(std::string_view leaf_text) {
  const auto leaf = ledger::parse_leaf(leaf_text);
  const auto field = record::name(record::Field::kChildIdentity);
  return leaf.ok() && std::ranges::find(leaf->fields, field) != leaf->fields.end();
}

// A key stays for what is undecided (sealing_keys.h), and for the rest as long as a parcel may have
// waited.
bool is_key_destroyed(const Notice& notice, Instant now) {
  return notice.state == NoticeState::kAcknowledged &&
         now > notice.arrived + kSealingKeySeconds + kUncollectedSeconds;
}

// binding_of() is what an identity has to be bound to, to be of this row and for `self`.
Result<record::IdentityBinding> binding_of(const NoticeContent& content, const AgencyId& self) {
  STILE_TRY(const crypto::Note note, crypto::parse_note(content.statement));
  STILE_TRY(const record::Statement statement, record::parse_statement(note.text));
  return record::IdentityBinding{record::identity_row_hash(content.row.salt, content.row.fields),
                                 content.row.event_token, statement.disclosure.agreement, self};
}

Result<record::Identity> identity_of(const NoticeContent& content, const AgencyId& self,
                                     const SealingKeys& keys) {
  STILE_TRY(const record::IdentityBinding expected, binding_of(content, self));
  STILE_TRY(const auto source, crypto::NoteVerifier::parse(content.source_key));
  STILE_TRY(Bytes opened, keys.open_sealed(content.row.sealed_identity));
  return record::open_identity(std::move(opened), source, expected);
}

Status check_signed(const NoticeContent& content) {
  if (stile::view(record::row_hash(content.row)) == content.row_hashes) return ok();
  return Error{Reason::kIntegrity, "the notification is not as its source signed it"};
}

// check_opened(): nobody decides about what nobody has read, such as a correction that came since.
Status check_opened(const Notice& notice) {
  if (!notice.is_unread()) return ok();
  return Error{Reason::kConflict, "open it first: nobody here has read it as it is now"};
}

}  // namespace

// What goes back by itself goes when a person could have read it: a word at once would tell the
// force that the child was not this agency's (X1).
Instant Inbox::below(Instant most) const {
  std::array<std::uint8_t, sizeof(std::uint32_t)> bytes{};
  options_.random(bytes);
  std::uint32_t number = 0;
  for (const std::uint8_t byte : bytes) number = number << 8U | byte;
  return number % most;
}

Status Inbox::add_notice(const VerifiedParcel& parcel, Instant now, Arrival& arrival,
                         std::vector<InboxOperation>& operations) {
  const record::Statement& statement = parcel.statement();
  const NotifyTerms& terms = *parcel.notify_terms();
  Notice notice;
  notice.source = statement.disclosure.from.text();
  notice.number = statement.number;
  notice.consignment = parcel.digest();
  notice.event_token = parcel.rows().front().row.event_token;
  notice.revision = parcel.rows().front().row.revision;
  notice.type = statement.disclosure.record;
  notice.arrived = now;
  notice.due = now + terms.read_within_seconds;
  notice.alleged = terms.alleged;
  STILE_TRY(const bool withdrawn,
            store_->changes().is_withdrawn(notice.source, notice.event_token));
  if (withdrawn) {
    operations.push_back(erasure_of(parcel, record::name(record::ChangeKind::kWithdrawn), now));
    return ok();
  }
  STILE_TRY(const bool disposed,
            store_->disposals().is_disposed(notice.source, notice.event_token));
  if (disposed) {
    operations.push_back(erasure_of(parcel, kRetention, now));
    return ok();
  }
  STILE_TRY(const auto returned, store_->notices().returned(notice.source, notice.event_token));
  if (returned) {
    const Instant when = now + below(terms.read_within_seconds);
    arrival.word = word_of(notice, returned->state, returned->account, when);
    arrival.word->after = when;
    operations.push_back(erasure_of(parcel, name(returned->state), now));
  }
  arrival.notice = std::move(notice);
  return ok();
}

Word Inbox::word_of(const Notice& notice, NoticeState state, std::string_view account, Instant now,
                    bool proven) {
  Word word{notice.parcel, state, std::string(account), crypto::random_32(options_.random), {}};
  const AgencyId source = AgencyId::parse(notice.source).value();
  record::Acknowledgement said{notice.consignment, source, options_.self, notice.number, now};
  said.state = told_of(state);
  said.actor = ledger::commitment(word.salt, "actor", account);
  const auto documents = options_.documents();
  const auto* agency = documents == nullptr ? nullptr : documents->agency(source);
  const auto verdict = proven ? verdict_of(state) : record::Verdict::kUnverified;
  if (verdict && agency != nullptr) {
    // An officer's key that nobody can be sealed to leaves the officer untold, never the word
    // unsaid.
    auto sealed = record::seal_verdict(*verdict, agency->data_officer_keys);
    if (sealed.ok()) said.verdict = std::move(sealed).value();
  }
  word.note = crypto::sign_note(record::acknowledgement_text(said), *options_.signer);
  return word;
}

// A later revision stands for those before it, so what is said of it is said of them: else their
// source would wait for somebody to read what nobody is shown any more.
std::vector<Word> Inbox::words_of(const std::vector<Notice>& notices, NoticeState state,
                                  std::string_view account, Instant now, bool proven) {
  std::vector<Word> words;
  for (const Notice& notice : notices) {
    const auto moves = moves_on(notice.state, state);
    if (moves.ok() && moves.value()) words.push_back(word_of(notice, state, account, now, proven));
  }
  return words;
}

// notices_of() are the revisions of an event that the asker may see, the newest last. The newest
// of all decides whether there is anything to see.
Result<std::vector<Notice>> Inbox::notices_of(const Asker& asker, std::string_view reference) {
  const auto token = crypto::uncrockford(reference);
  if (!token.ok()) return no_such();
  STILE_TRY(std::vector<Notice> all, store_->notices().of_event(token.value()));
  std::set<std::int64_t> sources;
  for (std::size_t i = 0; i < all.size(); ++i) {
    const bool newest = i + 1 == all.size() || all[i + 1].source_id != all[i].source_id;
    if (newest && asker.sees(all[i])) sources.insert(all[i].source_id);
  }
  if (sources.empty()) return no_such();
  if (sources.size() > 1) {
    return Error{Reason::kConflict, "two sources use that reference; speak to a data officer"};
  }
  std::erase_if(all, [&](const Notice& notice) {
    return !sources.contains(notice.source_id) || !asker.sees(notice);
  });
  return all;
}

// Nobody decides any more about what was withdrawn, or about what nobody may keep.
Status Inbox::check_kept(const Notice& notice) {
  if (notice.withdrawn) return Error{Reason::kNotFound, "it was withdrawn: nothing of it is kept"};
  STILE_TRY(const bool disposed,
            store_->disposals().is_disposed(notice.source_id, notice.event_token));
  if (!disposed) return ok();
  return Error{Reason::kNotFound,
               "its agreement lets nobody keep it any longer: nothing of it is kept"};
}

Status Inbox::say(const std::vector<Word>& words, const std::vector<InboxOperation>& operations) {
  const Status said = store_->together([&]() -> Status {
    for (const Word& word : words) STILE_CHECKED(store_->notices().say(word));
    for (const InboxOperation& operation : operations) STILE_CHECKED(store_->log(operation));
    return ok();
  });
  if (said.ok() && !words.empty()) word_added_ = true;
  return said;
}

// An identity that is not proven is shown to nobody; the rest of the row is its source's. Facts
// that were corrected have no identity with them: it stays that of the notification.
Status Inbox::read_content(const NoticeContent& content, OpenedNotice& opened) {
  STILE_CHECKED(check_signed(content));
  STILE_TRY(opened.row, wire::decode_fields(content.row.fields));
  STILE_TRY(opened.marks,
            store_->changes().marks(opened.notice.source_id, opened.notice.event_token));
  STILE_TRY(const auto identified, store_->notices().identified(opened.notice));
  if (!identified) return Error{Reason::kIntegrity, "the notification itself is not in the store"};
  if (identified->row.revision != content.row.revision) {
    opened.corrects = opened.notice.arrived;
    STILE_CHECKED(check_signed(*identified));
  }
  return read_identity(*identified, opened);
}

Status Inbox::read_identity(const NoticeContent& content, OpenedNotice& opened) {
  opened.pseudonym = content.pseudonym;
  if (content.row.sealed_identity.empty() && !grants_identity(content.leaf)) return ok();
  if (is_key_destroyed(opened.notice, options_.clock()) &&
      !keys_.open_sealed(content.row.sealed_identity).ok()) {
    opened.naming = OpenedNotice::Naming::kKeyDestroyed;
    return ok();
  }
  auto identity = identity_of(content, options_.self, keys_);
  opened.naming = identity.ok() ? OpenedNotice::Naming::kProven : OpenedNotice::Naming::kUnproven;
  if (!identity.ok()) return identity.error();
  opened.identity = std::move(identity).value();
  return ok();
}

Result<OpenedNotice> Inbox::opened(const Asker& asker, std::string_view reference) {
  const std::lock_guard lock(mutex_);
  return opened_now(asker, reference);
}

// It is written down before anybody sees it.
Result<OpenedNotice> Inbox::opened_now(const Asker& asker, std::string_view reference) {
  const Instant now = options_.clock();
  STILE_TRY(const std::vector<Notice> notices, notices_of(asker, reference));
  STILE_CHECKED(check_kept(notices.back()));
  OpenedNotice opened;
  opened.notice = notices.back();
  opened.numbered = !asker.alleged_only;
  if (notices.size() > 1) opened.corrects = notices[notices.size() - 2].arrived;
  STILE_TRY(const auto content, store_->notices().content(opened.notice));
  if (!content && is_returned(opened.notice.state)) {
    return Error{Reason::kNotFound, "it was returned: nothing of it is kept"};
  }
  if (!content) return Error{Reason::kIntegrity, "the notification is not in the store any more"};
  std::vector<InboxOperation> operations{
      operation_of(kConsultation, opened.notice, asker.account, now)};
  const Status read = read_content(*content, opened);
  if (!read.ok()) {
    operations.push_back(operation_of(kIntegrityEvent, opened.notice, asker.account, now));
    operations.back().reason = name(read.reason());
    problem("notice_not_proven", read.error());
  }
  const bool shown = read.ok() || opened.naming == OpenedNotice::Naming::kUnproven;
  std::vector<Word> words;
  if (shown) words = words_of(notices, NoticeState::kOpened, asker.account, now);
  STILE_CHECKED(say(words, operations));
  if (!shown) return read.error();
  if (opened.notice.is_unread()) opened.notice.state = NoticeState::kOpened;
  return opened;
}

// A store that cannot be read says nothing of the identity: then nobody has acknowledged it yet.
Result<bool> Inbox::is_proven(const Notice& notice) {
  STILE_TRY(const auto content, store_->notices().content(notice));
  if (!content) return false;
  OpenedNotice opened;
  opened.notice = notice;
  const Status read = read_content(*content, opened);
  if (!read.ok() && read.reason() == Reason::kIo) return read.error();
  return read.ok();
}

// Whoever acts on it without the identity says so to the source's data officers, and to nobody
// else.
Status Inbox::acknowledged(const Asker& asker, std::string_view reference) {
  const std::lock_guard lock(mutex_);
  const Instant now = options_.clock();
  STILE_TRY(const std::vector<Notice> notices, notices_of(asker, reference));
  STILE_CHECKED(check_kept(notices.back()));
  STILE_CHECKED(check_opened(notices.back()));
  const auto moves = moves_on(notices.back().state, NoticeState::kAcknowledged);
  if (!moves.ok()) return Error{Reason::kConflict, "it was returned before"};
  STILE_TRY(const bool proven, is_proven(notices.back()));
  const auto words = words_of(notices, NoticeState::kAcknowledged, asker.account, now, proven);
  std::vector<InboxOperation> operations;
  if (!proven && !words.empty()) {
    operations.push_back(operation_of(kIntegrityEvent, notices.back(), asker.account, now));
    operations.back().reason = record::name(record::Verdict::kUnverified);
  }
  return say(words, operations);
}

// Whoever returns it returns every revision, also those that they may not see, and what followed.
Status Inbox::returned(const Asker& asker, std::string_view reference, NoticeState word) {
  const std::lock_guard lock(mutex_);
  const Instant now = options_.clock();
  STILE_TRY(const std::vector<Notice> seen, notices_of(asker, reference));
  const Notice& newest = seen.back();
  STILE_CHECKED(check_returnable(newest));
  STILE_CHECKED(check_opened(newest));
  const auto moves = moves_on(newest.state, word);
  if (!moves.ok()) {
    return Error{Reason::kConflict, "it was decided before: " + std::string(name(newest.state)) +
                                        "; speak to a data officer"};
  }
  if (!moves.value()) return ok();
  STILE_TRY(std::vector<Notice> all, store_->notices().of_event(newest.event_token));
  std::erase_if(all, [&](const Notice& one) { return one.source_id != newest.source_id; });
  const Status done = store_->together([&]() -> Status {
    for (const Word& one : words_of(all, word, asker.account, now)) {
      STILE_CHECKED(store_->notices().say(one));
    }
    STILE_CHECKED(close_all(newest, asker.account, now));
    InboxOperation erasure = operation_of(kErasure, newest, asker.account, now);
    InboxOperation breach = operation_of(kBreach, newest, asker.account, now);
    STILE_TRY(erasure.rows, store_->notices().destroy(newest.source_id, newest.event_token));
    STILE_CHECKED(
        store_->identity_requests().destroy(newest.source_id, buried(newest.event_token)));
    erasure.reason = breach.reason = name(word);
    STILE_CHECKED(store_->log(erasure));
    return store_->log(breach);
  });
  if (!done.ok()) return done;
  word_added_ = true;
  to_wipe_ = true;
  wipe();
  return ok();
}

// Somebody who reads at this moment holds it up; then the next change does it.
void Inbox::wipe() {
  if (!to_wipe_) return;
  const Status wiped = store_->wipe();
  to_wipe_ = !wiped.ok();
  if (!wiped.ok() && wiped.reason() != Reason::kUnavailable) {
    problem("store_not_wiped", wiped.error());
  }
}

void Inbox::problem(std::string_view event, const Error& error) const {
  if (options_.log_problem) options_.log_problem(event, error);
}

}  // namespace stile::agent
