#include "agents/recipient/inbox.h"

#include <future>
#include <utility>
#include <vector>

#include "agents/recipient/inbox_store.h"
#include "agents/recipient/parcel.h"
#include "agents/recipient/received_holds.h"
#include "agents/report/legal_hold.h"
#include "core/crypto/note.h"
#include "core/record/acknowledgement.h"
#include "core/record/statement.h"

namespace stile::agent {
namespace {

// is_about_the_machine() is true for failures that say nothing about the parcel.
bool is_about_the_machine(Reason reason) {
  return reason == Reason::kIo || reason == Reason::kUnavailable;
}

Error no_directory() {
  return {Reason::kUnavailable, "no directory in force: nothing can be verified"};
}

InboxOperation operation_of(std::string_view name, const VerifiedParcel& parcel, Instant now) {
  const record::Statement& statement = parcel.statement();
  return {name,
          now,
          {},
          statement.disclosure.from.text(),
          parcel.agreement_id().text(),
          record::to_text(statement.disclosure.occasion),
          statement.number,
          statement.rows,
          {}};
}

InboxOperation integrity_event(std::string_view leaf_text, Reason reason, Instant now) {
  InboxOperation event{kIntegrityEvent, now, {}, {}, {}, {}, 0, 0, std::string(name(reason))};
  const auto leaf = ledger::parse_leaf(leaf_text);
  if (leaf.ok()) event.agency = leaf->from;
  return event;
}

// check_begins() fails where a question of one's own was answered since the proof was made, and has
// moved the view: nobody lied.
Status check_begins(const ParcelDelivery& parcel, const ledger::LogView& view) {
  if (!parcel.from || *parcel.from == view.size()) return ok();
  return Error{Reason::kUnavailable, "the parcel is proven from another view of the ledger"};
}

// add_aside() is of rows of events that are held, where these were withdrawn or their time is over:
// they are set aside, as what had come before was.
Status add_aside(InboxStore& store, const KeptHolds& holds, Instant now, Arrival& arrival,
                 std::vector<InboxOperation>& operations) {
  const VerifiedParcel& parcel = arrival.parcel;
  const std::string source = parcel.statement().disclosure.from.text();
  for (std::size_t position = 0; position < parcel.rows().size(); ++position) {
    const Token& event = parcel.rows()[position].row.event_token;
    if (holds.whole && holds.of(source, event) == nullptr) continue;
    STILE_TRY(const bool withdrawn, store.changes().is_withdrawn(source, event));
    STILE_TRY(const bool disposed, store.disposals().is_disposed(source, event));
    if (withdrawn || disposed) arrival.aside.insert(position);
  }
  if (arrival.aside.empty()) return ok();
  std::erase_if(operations, [](const InboxOperation& one) { return one.name == kErasure; });
  operations.push_back(operation_of(kAlteration, parcel, now));
  operations.back().rows = arrival.aside.size();
  operations.back().reason = kLegalHoldOp;
  return ok();
}

// What a gateway has lost nobody here knows: its backup is younger than this, and it keeps what it
// needs to know a word again for longer (core/agreement/log_retention.h).
constexpr Instant kSaidAgainSeconds = Instant{45} * 86400;

}  // namespace

Result<std::unique_ptr<Inbox>> Inbox::open(InboxOptions options) {
  STILE_TRY(auto store, InboxStore::open(options.store));
  ledger::LogView view(options.log);
  STILE_TRY(const std::string checkpoint, store->checkpoint());
  STILE_CHECKED(view.resume(checkpoint));
  if (const auto* closed = view.closed(); closed != nullptr) {
    STILE_CHECKED(store->notices().say_again(closed->closed - kSaidAgainSeconds, options.clock()));
  }
  SealingKeys::Owner owner{options.self, options.signer, options.random};
  STILE_TRY(SealingKeys keys,
            SealingKeys::open(options.sealing_key, std::move(owner), options.clock()));
  return std::unique_ptr<Inbox>(
      new Inbox(std::move(options), std::move(keys), std::move(store), std::move(view)));
}

Inbox::Inbox(InboxOptions options, SealingKeys keys, std::unique_ptr<InboxStore> store,
             ledger::LogView view)
    : options_(std::move(options)),
      keys_(std::move(keys)),
      store_(std::move(store)),
      view_(std::move(view)) {}

Inbox::~Inbox() = default;

Result<Bytes> Inbox::take(const ParcelDelivery& parcel) {
  auto taken = take_one(parcel);
  tell_of_words();
  return taken;
}

Result<std::vector<Bytes>> Inbox::take_together(std::span<const ParcelDelivery> parcels) {
  auto taken = take_several(parcels);
  tell_of_words();
  return taken;
}

// Called without the lock: whoever is told may ask for the words.
void Inbox::tell_of_words() {
  if (word_added_.exchange(false) && told_) told_();
}

// The checkpoint is kept although its parcel is turned away: what the log signed, it signed, and
// the next parcel's proof goes on from there.
Result<Bytes> Inbox::take_one(const ParcelDelivery& parcel) {
  const std::lock_guard lock(mutex_);
  wipe();
  const Instant now = options_.clock();
  const auto documents = options_.documents();
  if (documents == nullptr || !documents->current(now).ok()) return no_directory();
  STILE_CHECKED(check_begins(parcel, view_));
  ledger::LogView next = view_;
  Result<Bytes> taken = take_verified(parcel, verified(parcel, *documents, now, next), now, next);
  if (!taken.ok() && is_about_the_machine(taken.reason())) return taken;
  if (!taken.ok()) {
    const Status logged =
        store_->keep_and_log(next.note(), integrity_event(parcel.leaf, taken.reason(), now));
    if (!logged.ok()) return logged.error();
  }
  view_ = std::move(next);
  wipe();
  return taken;
}

Result<std::vector<Bytes>> Inbox::take_several(std::span<const ParcelDelivery> parcels) {
  const std::lock_guard lock(mutex_);
  wipe();
  const Instant now = options_.clock();
  const auto documents = options_.documents();
  if (documents == nullptr || !documents->current(now).ok()) return no_directory();
  if (!parcels.empty()) STILE_CHECKED(check_begins(parcels.front(), view_));
  ledger::LogView next = view_;
  std::vector<Bytes> acknowledgements;
  const Status taken = store_->together([&]() -> Status {
    // The next is verified while one is stored: on a thread of its own or, where none can be had,
    // in its turn.
    ledger::LogView seen = view_;
    std::future<Result<VerifiedParcel>> coming;
    for (std::size_t i = 0; i < parcels.size(); ++i) {
      auto one = i == 0 ? verified(parcels[i], *documents, now, seen) : coming.get();
      next = seen;
      if (one.ok() && i + 1 < parcels.size()) {
        coming = std::async([&, i] { return verified(parcels[i + 1], *documents, now, seen); });
      }
      STILE_TRY(acknowledgements.emplace_back(),
                take_verified(parcels[i], std::move(one), now, next));
    }
    return ok();
  });
  if (!taken.ok()) return taken.error();
  view_ = std::move(next);
  wipe();
  return acknowledgements;
}

Result<VerifiedParcel> Inbox::verified(const ParcelDelivery& delivery,
                                       const agreement::DocumentSet& documents, Instant now,
                                       ledger::LogView& next) const {
  STILE_TRY(const ledger::Leaf leaf,
            see_leaf(delivery.leaf, delivery.receipt, delivery.consistency, next));
  STILE_TRY(OpenedParcel opened, open_parcel(delivery.sealed, keys_));
  return verify_parcel(std::move(opened), leaf, options_.self, now, documents);
}

Result<Bytes> Inbox::take_verified(const ParcelDelivery& delivery, Result<VerifiedParcel> verified,
                                   Instant now, const ledger::LogView& next) {
  STILE_TRY(const VerifiedParcel parcel, std::move(verified));
  const record::Statement& statement = parcel.statement();
  STILE_TRY(auto before,
            store_->taken(statement.disclosure.from, parcel.agreement_id(), statement.number));
  if (!before) return store(delivery, parcel, now, next);
  if (before->digest != parcel.digest()) {
    return Error{Reason::kConflict, "a number that came before, with other content"};
  }
  STILE_CHECKED(store_->keep(next.note()));
  return std::move(before->acknowledgement);
}

Result<Bytes> Inbox::store(const ParcelDelivery& delivery, const VerifiedParcel& parcel,
                           Instant now, const ledger::LogView& next) {
  const record::Statement& statement = parcel.statement();
  const AgencyId& source = statement.disclosure.from;
  std::vector<InboxOperation> operations{operation_of(kCollection, parcel, now)};
  STILE_TRY(const std::uint64_t last, store_->last_number(source, parcel.agreement_id()));
  if (statement.number > last + 1) {
    InboxOperation gap = operation_of(kIntegrityEvent, parcel, now);
    gap.reason = name(Reason::kNumberSkipped);
    operations.push_back(std::move(gap));
  }
  Bytes acknowledgement = crypto::sign_note(
      record::acknowledgement_text({parcel.digest(), source, options_.self, statement.number, now}),
      *options_.signer);
  Arrival arrival{parcel, delivery.leaf, delivery.receipt, acknowledgement};
  if (parcel.notify_terms()) STILE_CHECKED(add_notice(parcel, now, arrival, operations));
  if (parcel.change_terms()) STILE_CHECKED(add_change(parcel, now, arrival, operations));
  if (statement.disclosure.occasion.exercises()) add_exercise(parcel, now, arrival);
  if (statement.disclosure.occasion.enquires()) STILE_CHECKED(add_answer(parcel, arrival));
  STILE_TRY(const std::int64_t hold_acts, store_->holds().newest());
  if (hold_acts != 0 && arrival.keeps_rows()) {
    STILE_TRY(const KeptHolds holds, kept_holds());
    STILE_CHECKED(add_aside(*store_, holds, now, arrival, operations));
  }
  STILE_CHECKED(store_->store(arrival, next.note(), operations));
  return acknowledgement;
}

ledger::LogView Inbox::view() {
  const std::lock_guard lock(mutex_);
  return view_;
}

Status Inbox::keep(const ledger::LogView& before, const ledger::LogView& seen) {
  const std::lock_guard lock(mutex_);
  if (before.note() != view_.note()) {
    return Error{Reason::kConflict, "the inbox has seen another checkpoint since then"};
  }
  if (seen.note() == view_.note()) return ok();
  STILE_CHECKED(store_->keep(seen.note()));
  view_ = seen;
  return ok();
}

Result<Bytes> Inbox::sealing_key_note() {
  const std::lock_guard lock(mutex_);
  STILE_TRY(const auto waiting, store_->notices().oldest_undecided());
  return keys_.note(options_.clock(), waiting);
}

}  // namespace stile::agent
