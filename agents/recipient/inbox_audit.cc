#include "agents/recipient/inbox_audit.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "agents/recipient/inbox_store.h"
#include "agents/report/json.h"
#include "core/base/civil_time.h"
#include "core/ledger/proof.h"
#include "core/record/row.h"
#include "core/wire/row_codec.h"

namespace stile::agent {
namespace {

constexpr std::uint64_t kProgressRows = 4096;

Error altered(std::string what) { return {Reason::kIntegrity, std::move(what)}; }

ByteView hash_at(ByteView hashes, std::size_t position) {
  return hashes.substr(position * sizeof(Hash), sizeof(Hash));
}

// said_in() is what a statement says that it discloses; one that cannot be read is a fault already.
std::optional<record::Disclosure> said_in(std::string_view statement) {
  const auto note = crypto::parse_note(statement);
  if (!note.ok()) return std::nullopt;
  const auto said = record::parse_statement(note->text);
  return said.ok() ? std::optional(said->disclosure) : std::nullopt;
}

std::vector<Hash> split(ByteView hashes) {
  std::vector<Hash> list(hashes.size() / sizeof(Hash));
  for (std::size_t i = 0; i < list.size(); ++i) copy_exact(hash_at(hashes, i), list[i]);
  return list;
}

}  // namespace

InboxAudit::InboxAudit(const AgencyId& self, const crypto::NoteVerifier& own_key,
                       const agreement::DocumentSet* documents, const ledger::LogView& view,
                       Instant now, Reporter& reporter)
    : self_(self),
      own_key_(own_key),
      documents_(documents),
      view_(view),
      reporter_(reporter),
      changes_([this](const crypto::Note& note) { return is_signed_here(note); },
               [this] { ++earlier_keys_; }),
      disposals_([this](const crypto::Note& note) { return is_signed_here(note); },
                 [this] { ++earlier_keys_; }, documents, now),
      holds_(own_key) {}

Status InboxAudit::run(InboxReader& reader) {
  STILE_CHECKED(changes_.read(reader.database()));
  STILE_CHECKED(disposals_.read(reader.database()));
  STILE_CHECKED(holds_.read(reader.database()));
  for (const std::string& what : holds_.faults()) fault({}, Reason::kIntegrity, what);
  earlier_keys_ += holds_.earlier_keys();
  const Status events = disposals_.check_events();
  if (!events.ok()) fault({}, events.reason(), events.error().detail);
  NoticeReader notices(reader.database());
  STILE_CHECKED(notices.each_notice([&](const Notice& notice) { return take_notice(notice); }));
  STILE_TRY(auto contacts, exercises(reader.database(), true));
  for (ExerciseContact& one : contacts) {
    exercises_[one.parcel].contacts.push_back(std::move(one));
  }
  STILE_CHECKED(notices.each_word([&](const KeptNoticeWord& kept) {
    const Status checked = check_word(kept);
    if (!checked.ok()) fault(about(kept.word.parcel), checked.reason(), checked.error().detail);
    return ok();
  }));
  check_states();
  check_exercises();
  STILE_CHECKED(reader.each_parcel([&](KeptParcel kept) { return take_parcel(std::move(kept)); }));
  const Status end = disposals_.check_end();
  if (!end.ok()) fault({}, end.reason(), end.error().detail);
  check_numbers();
  STILE_CHECKED(check_asked(reader.database()));
  STILE_CHECKED(reader.each_row([&](const KeptRow& kept) { return take_row(kept); }));
  check_superseded(nullptr);
  check_row_counts();
  return ok();
}

Status InboxAudit::take_notice(const Notice& notice) {
  notices_.emplace(notice.parcel, Said{notice});
  return ok();
}

ParcelSummary InboxAudit::about(std::int64_t parcel) const {
  const auto found = notices_.find(parcel);
  if (const Change* change = changes_.find(parcel); change != nullptr) {
    return {parcel, 0, change->source, change->agreement_id, change->number, {}, 0, 0};
  }
  if (found == notices_.end()) return {};
  const Notice& notice = found->second.notice;
  return {parcel, 0, notice.source, notice.agreement_id, notice.number, {}, 0, 0};
}

// spoken_of() is what a word is about; of a change its number and source.
Result<Notice> InboxAudit::spoken_of(const Word& word) {
  const auto exercise = exercises_.find(word.parcel);
  if (exercise != exercises_.end()) {
    exercise->second.word = word.state;
    Notice notice;
    notice.source = exercise->second.contacts.front().source;
    notice.number = exercise->second.contacts.front().number;
    return notice;
  }
  const auto found = notices_.find(word.parcel);
  const Change* change = changes_.find(word.parcel);
  if ((found == notices_.end()) == (change == nullptr) ||
      closes_change(word.state) != (change != nullptr)) {
    return altered("a word about no notification or change, or one that is not said of it");
  }
  if (change == nullptr) {
    found->second.word = word.state;
    return found->second.notice;
  }
  Notice notice;
  notice.source = change->source;
  notice.number = change->number;
  return notice;
}

// A word is signed here, of that consignment, by whom the store says; words come in their order.
Status InboxAudit::check_word(const KeptNoticeWord& kept) {
  const Word& word = kept.word;
  STILE_TRY(const crypto::Note note, crypto::parse_note(word.note));
  STILE_TRY(const bool is_own, is_signed_here(note));
  if (!is_own) {
    // An earlier key of ours signed nothing after the present one had.
    STILE_TRY(const crypto::Note before, crypto::parse_note(kept.acknowledgement));
    STILE_TRY(const bool key_is_newer, is_signed_here(before));
    if (key_is_newer) return Error{Reason::kUnsigned, "a word is not signed by this agency"};
    ++earlier_keys_;
  }
  STILE_TRY(const auto said, record::parse_acknowledgement(note.text));
  STILE_TRY(const Notice notice, spoken_of(word));
  const Hash actor = ledger::commitment(word.salt, "actor", word.account);
  if (said.consignment != kept.consignment || said.number != notice.number ||
      said.from.text() != notice.source || said.to != self_ || said.state != told_of(word.state) ||
      said.actor != actor) {
    return altered("a word is of another notification, or by somebody else");
  }
  if (is_returned(word.state)) returned_.emplace(notice.source, notice.event_token);
  return ok();
}

void InboxAudit::check_states() {
  for (const auto& [parcel, said] : notices_) {
    if (said.notice.state == said.word) continue;
    fault(about(parcel), Reason::kIntegrity,
          "the notification stands as " + std::string(name(said.notice.state)) +
              " and the last word is " + std::string(name(said.word)));
  }
}

// Its source was told that some, or that all, have answered exactly where they have.
void InboxAudit::check_exercises() {
  for (const auto& [parcel, exercised] : exercises_) {
    const auto& contacts = exercised.contacts;
    const auto answered =
        std::ranges::count_if(contacts, [](const auto& one) { return one.answered != 0; });
    auto expected = answered == 0 ? NoticeState::kStored : NoticeState::kOpened;
    if (answered == std::ssize(contacts)) expected = NoticeState::kAcknowledged;
    const bool named = std::ranges::all_of(contacts, [](const auto& one) {
      return one.reference == exercise_reference(one.consignment, one.contact);
    });
    if (named && exercised.word == expected) continue;
    const ExerciseContact& first = contacts.front();
    fault({parcel, 0, first.source, first.agreement_id, first.number, {}, 0, 0}, Reason::kIntegrity,
          named ? "an exercise's answers are not those that its source was told"
                : "an exercise has a reference that is not its own");
  }
}

bool InboxAudit::is_returned_parcel(std::int64_t parcel) const {
  if (const Change* change = changes_.find(parcel); change != nullptr) {
    return returned_.contains({change->source, change->event_token});
  }
  const auto found = notices_.find(parcel);
  return found != notices_.end() &&
         returned_.contains({found->second.notice.source, found->second.notice.event_token});
}

Status InboxAudit::take_parcel(KeptParcel kept) {
  const Status checked = check_parcel(kept);
  if (!checked.ok()) fault(kept.summary, checked.reason(), checked.error().detail);
  const ParcelSummary& summary = kept.summary;
  numbers_[{summary.source, summary.agreement_id}].insert(summary.number);
  added_[summary.source] += is_returned_parcel(summary.id) ? 0 : summary.added;
  const std::int64_t id = summary.id;
  auto what = said_in(kept.statement);
  parcels_.emplace(id, Parcel{std::move(kept.summary), std::move(what), std::move(kept.row_hashes),
                              std::move(kept.first), std::move(kept.last)});
  return ok();
}

Status InboxAudit::check_parcel(const KeptParcel& kept) {
  STILE_TRY(const crypto::Note note, crypto::parse_note(kept.statement));
  STILE_TRY(const record::Statement statement, record::parse_statement(note.text));
  STILE_CHECKED(check_statement(kept, note, statement));
  STILE_CHECKED(check_leaf(kept, statement));
  STILE_CHECKED(changes_.check(kept, statement));
  STILE_CHECKED(disposals_.check(kept));
  return check_acknowledgement(kept);
}

// A notification is kept under its event's month, which the statement does not say.
bool is_of(const record::Occasion& occasion, const Month& month) {
  return occasion.kind != record::OccasionKind::kReturn || occasion.month == month;
}

Status InboxAudit::check_statement(const KeptParcel& kept, const crypto::Note& note,
                                   const record::Statement& statement) {
  const ParcelSummary& summary = kept.summary;
  const record::Disclosure& what = statement.disclosure;
  if (what.from.text() != summary.source || what.to != self_ ||
      !is_of(what.occasion, summary.month) || statement.number != summary.number ||
      statement.rows != summary.rows || record::consignment_digest(note.text) != kept.digest) {
    return altered("the statement is of another consignment");
  }
  if (record::row_list_hash(split(kept.row_hashes)) != statement.row_list) {
    return altered("the row hashes are not those that the source signed");
  }
  return check_signature(kept, note);
}

Status InboxAudit::check_signature(const KeptParcel& kept, const crypto::Note& note) {
  STILE_TRY(const AgencyId source, AgencyId::parse(kept.summary.source));
  const agreement::Agency* agency = documents_ == nullptr ? nullptr : documents_->agency(source);
  if (agency != nullptr) {
    STILE_TRY(const auto signers, crypto::verified_names(note, std::span(&agency->signing_key, 1)));
    if (!signers.empty()) return ok();
  }
  STILE_TRY(const auto earlier, crypto::NoteVerifier::parse(kept.source_key));
  STILE_TRY(const auto signers, crypto::verified_names(note, std::span(&earlier, 1)));
  if (signers.empty()) return Error{Reason::kUnsigned, "the statement is not signed by its source"};
  ++earlier_keys_;
  return ok();
}

Status InboxAudit::check_leaf(const KeptParcel& kept, const record::Statement& statement) const {
  STILE_TRY(const ledger::Receipt receipt, ledger::parse_receipt(kept.receipt));
  STILE_TRY(const auto checkpoint, ledger::verify_receipt(receipt, kept.leaf, view_.log()));
  const bool closed = ledger::closed_by(receipt.checkpoint, view_.log()) != nullptr;
  if (!closed && checkpoint.size > view_.size()) {
    return altered("the receipt is younger than the checkpoint kept last");
  }
  STILE_TRY(const ledger::Leaf leaf, ledger::parse_leaf(kept.leaf));
  const Hash opening = ledger::commitment(kept.salt, "rows", view(statement.row_list));
  if (leaf.commit_rows != opening || leaf.from != statement.disclosure.from.text() ||
      leaf.to != self_.text() || leaf.agreement != statement.disclosure.agreement ||
      leaf.rows != statement.rows ||
      (statement.disclosure.occasion.enquires() &&
       month_of(local_day(leaf.time)) != kept.summary.month)) {
    return altered("the leaf is of another consignment");
  }
  return ok();
}

Result<bool> InboxAudit::is_signed_here(const crypto::Note& note) const {
  STILE_TRY(const auto signers, crypto::verified_names(note, std::span(&own_key_, 1)));
  return !signers.empty();
}

Status InboxAudit::check_acknowledgement(const KeptParcel& kept) {
  STILE_TRY(const crypto::Note note, crypto::parse_note(kept.acknowledgement));
  STILE_TRY(const bool is_own, is_signed_here(note));
  if (!is_own) ++earlier_keys_;
  STILE_TRY(const auto said, record::parse_acknowledgement(note.text));
  const bool same = said.consignment == kept.digest && said.number == kept.summary.number &&
                    said.from.text() == kept.summary.source && said.to == self_ &&
                    said.state == record::DisclosureState::kStored;
  if (!same) return altered("the acknowledgement is of another consignment");
  return ok();
}

Status InboxAudit::take_row(const KeptRow& kept) {
  ++rows_;
  check_superseded(&kept);
  if (rows_ % kProgressRows == 0) reporter_.progress(rows_, 0);
  const auto found = parcels_.find(kept.parcel);
  if (found == parcels_.end()) {
    fault({}, Reason::kIntegrity, "a row belongs to no consignment");
    return ok();
  }
  const Parcel& parcel = found->second;
  const Status followed = changes_.check_row(kept, parcel.summary.source);
  if (!followed.ok()) fault(parcel.summary, followed.reason(), followed.error().detail);
  const Status held = disposals_.check_row(kept);
  if (!held.ok()) fault(parcel.summary, held.reason(), held.error().detail);
  ++kept_[parcel.summary.source];
  const bool placed = kept.position < parcel.summary.rows;
  if (!placed ||
      hash_at(parcel.row_hashes, kept.position) != view(record::row_hash(kept.row.row))) {
    fault(parcel.summary, Reason::kIntegrity,
          "row " + std::to_string(kept.position + 1) + " is not as its source signed it");
  }
  check_selection(kept, parcel);
  return ok();
}

// A row under another month, type, stream or home would be missing from what people select, and one
// that is not between the first and the last of its answer from that.
void InboxAudit::check_selection(const KeptRow& kept, const Parcel& parcel) {
  if (!parcel.what) return;
  const auto treated = wire::decode_fields(kept.row.row.fields);
  const std::string home = treated.ok() && treated->home ? treated->home->text() : std::string();
  const record::Occasion& occasion = parcel.what->occasion;
  const ByteView token = view(kept.row.row.event_token);
  const bool found = !occasion.enquires() || (parcel.first <= token && token <= parcel.last);
  if (found && month_number(kept.month) == row_month(occasion, parcel.summary.month) &&
      kept.type == static_cast<int>(parcel.what->record) && kept.stream == parcel.summary.stream &&
      kept.home == home) {
    return;
  }
  fault(parcel.summary, Reason::kIntegrity,
        "row " + std::to_string(kept.position + 1) + " is filed under what it is not");
}

// Revisions of an event follow each other: all but the last are superseded, and it is not.
void InboxAudit::check_superseded(const KeptRow* next) {
  if (last_) {
    const bool revised = next != nullptr && next->source == last_->source &&
                         next->row.row.event_token == last_->event_token;
    const auto parcel = parcels_.find(last_->parcel);
    if (revised != last_->superseded && parcel != parcels_.end()) {
      fault(parcel->second.summary, Reason::kIntegrity,
            revised ? "an earlier revision stands as the newest"
                    : "the newest revision of a row stands as an earlier one");
    }
  }
  last_.reset();
  if (next != nullptr) {
    last_ = Last{next->source, next->row.row.event_token, next->superseded, next->parcel};
  }
}

void InboxAudit::check_numbers() {
  for (const auto& [sender, numbers] : numbers_) {
    std::uint64_t expected = 1;
    for (const std::uint64_t number : numbers) {
      if (number != expected) {
        const ParcelSummary about{0, 0, sender.first, sender.second, expected, {}, 0, 0};
        fault(about, Reason::kNumberSkipped,
              "consignments " + std::to_string(expected) + " to " + std::to_string(number - 1) +
                  " never came");
      }
      expected = number + 1;
    }
  }
}

void InboxAudit::check_row_counts() {
  for (const auto& [id, parcel] : parcels_) {
    added_[parcel.summary.source] -=
        changes_.erased(id) + disposals_.disposed(id) + holds_.aside(id);
  }
  for (const auto& [source, added] : added_) {
    if (kept_[source] == added) continue;
    const ParcelSummary about{0, 0, source, {}, 0, {}, 0, 0};
    fault(about, Reason::kIntegrity,
          std::to_string(added) + " rows came and " + std::to_string(kept_[source]) + " are there");
  }
}

void InboxAudit::fault(const ParcelSummary& about, Reason reason, std::string_view what) {
  ++faults_;
  std::string where = about.source;
  if (!about.agreement_id.empty()) where += " " + about.agreement_id;
  if (about.number != 0) where += " consignment " + std::to_string(about.number);
  reporter_.line(std::string(name(reason)) + "  " + where + ": " + std::string(what),
                 JsonObject()
                     .text("fault", name(reason))
                     .text("source", about.source)
                     .text("agreement", about.agreement_id)
                     .number("consignment", about.number)
                     .text("what", what)
                     .done());
}

}  // namespace stile::agent
