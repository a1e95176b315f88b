#include "gateway/service/outflow.h"

#include <algorithm>

namespace stile::gateway {
namespace {

// How many parcels may be unanswered; of those that nobody waits for, fewer, so that there is
// always room for a notification.
constexpr std::size_t kUnansweredMost = 32;
constexpr std::size_t kBulkUnansweredMost = 16;
constexpr std::size_t kNotesAtOnce = 64;

}  // namespace

Outflow::Outflow(Shared& shared, const AgencyId& agency, std::uint64_t shown_size,
                 LinkService::Stream& stream, WordAnswers& words)
    : shared_(shared),
      agency_(agency.text()),
      stream_(stream),
      words_(words),
      shown_(shared, shown_size) {}

void Outflow::wake() {
  {
    const std::lock_guard lock(mutex_);
    woken_ = true;
  }
  changed_.notify_all();
}

void Outflow::stop() {
  const std::lock_guard lock(mutex_);
  stopped_ = true;
  changed_.notify_all();
}

void Outflow::answered() {
  const std::lock_guard lock(mutex_);
  if (unanswered_ > 0) --unanswered_;
  woken_ = true;
  changed_.notify_all();
}

bool Outflow::wait(Witnesses::Clock::time_point deadline) {
  std::unique_lock lock(mutex_);
  changed_.wait_until(lock, std::min(deadline, next_round_), [&] { return stopped_ || woken_; });
  woken_ = false;
  return !stopped_ && Witnesses::Clock::now() < deadline;
}

bool Outflow::run(Witnesses::Clock::time_point deadline) {
  while (wait(deadline)) {
    if (!send_news() || !send_answers() || !send_parcels() || !send_notes()) return true;
    if (!send_witnessing()) return true;
  }
  const std::lock_guard lock(mutex_);
  return !stopped_;
}

bool Outflow::send_news() {
  const auto documents = shared_.documents.current();
  if (documents == documents_) return true;
  documents_ = documents;
  v1::AttachDown down;
  down.mutable_documents_changed()->set_directory_serial(documents->directory().serial);
  return stream_.Write(down);
}

// Nobody waits for it: it goes behind all else.
bool Outflow::send_witnessing() {
  const auto newest = shared_.committer.newest();
  const auto time = Witnesses::Clock::now();
  const auto now = shared_.witnesses.standing(shared_.documents.current()->directory(),
                                              newest.checkpoint, newest.tree_size, time);
  next_round_ = time + now.next;
  v1::AttachDown down;
  if (now.cosigning != cosigned_) {
    cosigned_ = now.cosigning;
    down.mutable_cosigned()->set_note(now.cosigned);
    if (!stream_.Write(down)) return false;
  }
  if (now.offer == offered_) return true;
  offered_ = now.offer;
  if (offered_ == 0) return true;
  auto& wire = *down.mutable_offered();
  wire.set_note(now.offered);
  shown_.catch_up(shared_.shown.to(agency_));
  wire.set_consistency_from(shown_.size());
  const auto proof = shown_.consistency(now.size);
  if (!proof.ok()) return false;
  shared_.shown.note(agency_, shown_.size());
  for (const auto& hash : proof.value()) wire.add_consistency(std::string(view(hash)));
  return stream_.Write(down);
}

bool Outflow::send_answers() {
  while (const auto answer = words_.take()) {
    v1::AttachDown down;
    if (answer->refused) {
      down.mutable_word_refused()->set_digest(std::string(view(answer->digest)));
      down.mutable_word_refused()->set_reason(static_cast<int>(*answer->refused) + 1);
    } else {
      down.mutable_word_taken()->set_digest(std::string(view(answer->digest)));
    }
    if (!stream_.Write(down)) return false;
  }
  return true;
}

// A reader may see a commit before the committer has: it wakes this stream again when it has.
std::uint64_t Outflow::released() const { return shared_.committer.newest().tree_size; }

bool Outflow::send_notes() {
  while (true) {
    const auto released_leaves = released();
    const auto notes = shared_.store.notes(agency_, next_note_, kNotesAtOnce);
    if (!notes.ok()) return false;
    for (const auto& note : notes.value()) {
      if (note.id >= released_leaves) return true;
      const auto down = down_of(note, released_leaves);
      if (!down.ok() || !stream_.Write(down.value())) return false;
      next_note_ = note.id + 1;
    }
    if (notes->size() < kNotesAtOnce) return true;
  }
}

Result<v1::AttachDown> Outflow::down_of(const Note& note, std::uint64_t tree_size) {
  if (note.salt) return question(note, tree_size);
  if (note.text.empty()) return holding(note, tree_size);
  v1::AttachDown down;
  down.mutable_note()->set_note(note.id);
  down.mutable_note()->set_text(note.text);
  return down;
}

std::size_t Outflow::unanswered() {
  const std::lock_guard lock(mutex_);
  return unanswered_;
}

// By the newest documents, and by those that the agent was told of: it turns away for good what an
// agreement that it still takes to be suspended would not let go.
template <typename What>
bool Outflow::goes(const What& what) const {
  const auto newest = shared_.documents.current();
  return fate_of(what, *newest, shared_.clock()) == Fate::kGoes &&
         fate_of(what, *documents_, shared_.clock()) == Fate::kGoes;
}

// The next parcel of what somebody waits for, else of the others while there is room for one.
Result<std::optional<Parcel>> Outflow::next_parcel(std::uint64_t tree_size) {
  const std::size_t waiting = unanswered();
  for (const Urgency urgency : {Urgency::kInteractive, Urgency::kBulk}) {
    const bool interactive = urgency == Urgency::kInteractive;
    if (waiting >= (interactive ? kUnansweredMost : kBulkUnansweredMost)) break;
    STILE_TRY(auto parcel, next_of(urgency, tree_size));
    if (parcel) return parcel;
  }
  return std::optional<Parcel>();
}

Result<std::optional<Parcel>> Outflow::next_of(Urgency urgency, std::uint64_t tree_size) {
  STILE_TRY(auto held, next_held_back(urgency));
  if (held) return held;
  auto& next = next_parcel_[urgency];
  while (true) {
    STILE_TRY(auto parcels, shared_.store.parcels(agency_, urgency, next, 1));
    if (parcels.empty() || parcels.front().id >= tree_size) return std::optional<Parcel>();
    auto& parcel = parcels.front();
    next = parcel.id + 1;
    if (!parcel.frozen && goes(parcel)) return std::optional(std::move(parcel));
    held_back_[urgency][parcel.agreement].push_back(parcel.id);
  }
}

// One that is still marked frozen waits until the ledger says that it is not.
Result<std::optional<Parcel>> Outflow::next_held_back(Urgency urgency) {
  for (auto& [agreement, parcels] : held_back_[urgency]) {
    while (!parcels.empty() && goes(agreement)) {
      const std::uint64_t id = parcels.front();
      STILE_TRY(auto found, shared_.store.parcels(agency_, urgency, id, 1));
      const bool waits = !found.empty() && found.front().id == id;
      if (waits && found.front().frozen) break;
      parcels.pop_front();
      if (waits) return std::optional(std::move(found.front()));
    }
  }
  return std::optional<Parcel>();
}

bool Outflow::send_parcels() {
  while (true) {
    const auto tree_size = released();
    auto parcel = next_parcel(tree_size);
    if (!parcel.ok()) return false;
    if (!parcel->has_value()) return true;
    const auto down = delivery(**std::move(parcel), tree_size);
    if (!down.ok()) {
      shared_.log("delivery_failed", down.reason(), down.error().detail);
      return false;
    }
    {
      const std::lock_guard lock(mutex_);
      ++unanswered_;
    }
    if (!stream_.Write(down.value())) return false;
  }
}

// prove() adds what shows the leaf to whom this stream leads, from what that has seen, mostly.
template <typename Wire>
Status Outflow::prove(std::uint64_t leaf_index, std::uint64_t tree_size, Wire& to) {
  shown_.catch_up(shared_.shown.to(agency_));
  to.set_consistency_from(shown_.size());
  STILE_TRY(auto proof, shown_.receipt(leaf_index, tree_size));
  shared_.shown.note(agency_, shown_.size());
  to.set_receipt(std::move(proof.receipt));
  for (const auto& hash : proof.consistency) to.add_consistency(std::string(view(hash)));
  return ok();
}

Result<v1::AttachDown> Outflow::holding(const Note& note, std::uint64_t tree_size) {
  STILE_TRY(const auto leaf, shared_.store.leaf_text(note.id));
  v1::AttachDown down;
  auto& wire = *down.mutable_holding();
  wire.set_note(note.id);
  wire.set_number(note.number);
  wire.set_digest(std::string(view(note.digest)));
  if (leaf) wire.set_leaf(*leaf);
  STILE_CHECKED(prove(note.id, tree_size, wire));
  return down;
}

Result<v1::AttachDown> Outflow::question(const Note& note, std::uint64_t tree_size) {
  STILE_TRY(const auto leaf, shared_.store.leaf_text(note.id));
  v1::AttachDown down;
  auto& wire = *down.mutable_question();
  wire.set_note(note.id);
  wire.set_question(note.text);
  wire.set_salt(std::string(view(*note.salt)));
  if (leaf) wire.set_leaf(*leaf);
  STILE_CHECKED(prove(note.id, tree_size, wire));
  return down;
}

Result<v1::AttachDown> Outflow::delivery(Parcel parcel, std::uint64_t tree_size) {
  STILE_TRY(const auto leaf, shared_.store.leaf_text(parcel.id));
  v1::AttachDown down;
  auto& wire = *down.mutable_delivery();
  wire.set_parcel(parcel.id);
  wire.set_sealed(std::move(parcel.sealed));
  if (leaf) wire.set_leaf(*leaf);
  STILE_CHECKED(prove(parcel.id, tree_size, wire));
  return down;
}

}  // namespace stile::gateway
