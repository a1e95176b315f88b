#include "gateway/pipeline/recorder.h"

#include <algorithm>
#include <iterator>

#include "core/base/limits.h"
#include "core/crypto/digest.h"
#include "core/ledger/checkpoint.h"
#include "gateway/pipeline/leaves.h"
#include "gateway/pipeline/recorder_draft.h"

namespace stile::gateway {
namespace {

constexpr Instant kSecondsPerMinute = 60;

// own_checkpoint() reads one that this log must have signed itself: any other means that store,
// second place and key do not belong together.
Result<ledger::Checkpoint> own_checkpoint(const std::string& note,
                                          const crypto::NoteVerifier& log_key) {
  auto checkpoint = ledger::verify_checkpoint(note, log_key);
  if (checkpoint.ok()) return checkpoint;
  return Error{Reason::kIntegrity,
               "not a checkpoint of this log key: " + checkpoint.error().detail};
}

}  // namespace

Recorder::Recorder(Store& store, CheckpointFile& second, crypto::NoteSigner log_key,
                   crypto::Random random, std::string build, std::vector<ledger::ClosedLog> closed)
    : store_(&store),
      second_(&second),
      log_(log_key.verifier(), std::move(closed)),
      log_key_(std::move(log_key)),
      random_(std::move(random)),
      build_(std::move(build)) {}

Result<Recorder> Recorder::open(Store& store, CheckpointFile& second, crypto::NoteSigner log_key,
                                crypto::Random random, std::string build,
                                std::vector<ledger::ClosedLog> closed) {
  Recorder recorder(store, second, std::move(log_key), std::move(random), std::move(build),
                    std::move(closed));
  STILE_CHECKED(recorder.restore());
  STILE_CHECKED(recorder.take_up_second());
  return recorder;
}

Status Recorder::restore() {
  STILE_TRY(const std::uint64_t size, store_->tree_size());
  STILE_TRY(frontier_, ledger::Frontier::restore(size, *store_));
  STILE_TRY(const auto taken, store_->last_taken());
  for (const auto& last : taken) last_[last.stream] = last;
  STILE_TRY(const auto counters, store_->counters());
  for (const auto& counter : counters) counters_[counter.agreement] = counter.last;
  if (size < log_.begins()) {
    return Error{Reason::kConflict,
                 "the store is of a ledger that was closed; mend with: "
                 "`stile-gateway collect`, and then `stile-gateway succeed`"};
  }
  if (size == 0) return ok();
  STILE_TRY(const auto note, store_->checkpoint_at(size));
  if (!note) return Error{Reason::kIntegrity, "the store has leaves but no checkpoint over them"};
  STILE_TRY(const auto checkpoint, own_checkpoint(*note, log_key_.verifier()));
  if (checkpoint.size != size || checkpoint.root != frontier_.root()) {
    return Error{Reason::kIntegrity, "the store's tree is not the one its checkpoint signed"};
  }
  checkpoint_ = *note;
  return ok();
}

// The ledger commits first and the second place follows, so it may lag by the last commit and
// never lead: a lead means that an older store was put back.
Status Recorder::take_up_second() {
  STILE_TRY(const std::string second, second_->last());
  if (second == checkpoint_) return ok();
  // What a closed ledger signed last says nothing of its successor, which has all that was closed.
  if (!second.empty() && ledger::closed_by(second, log_) == nullptr) {
    STILE_TRY(const auto seen, own_checkpoint(second, log_key_.verifier()));
    if (seen.size > frontier_.size()) {
      return Error{Reason::kIntegrity, "the store ends at " + std::to_string(frontier_.size()) +
                                           " leaves, but " + std::to_string(seen.size) +
                                           " were signed: an older store was put back"};
    }
    STILE_TRY(const Hash root, ledger::root_at(seen.size, *store_));
    if (root != seen.root) {
      return Error{Reason::kIntegrity, "the store's history is not the one that was signed"};
    }
  }
  return second_->advance(second, checkpoint_);
}

Result<std::vector<Outcome>> Recorder::record(std::vector<Entry> group, Instant now,
                                              const Kept& kept) {
  Draft draft{now, {}, frontier_, {}, {}, {}, {}, {}};
  draft.batch.first_hash = ledger::stored_hash_count(frontier_.size());
  draft.outcomes.reserve(group.size());
  STILE_CHECKED(flush_floods(draft));
  for (auto& entry : group) STILE_CHECKED(take(std::move(entry), draft));
  STILE_CHECKED(commit(draft, kept));
  for (auto& outcome : draft.outcomes) {
    auto* recorded = std::get_if<Recorded>(&outcome);
    if (recorded != nullptr && recorded->tree_size_ == 0) recorded->tree_size_ = frontier_.size();
    auto* asked = std::get_if<RecordedQuestion>(&outcome);
    if (asked != nullptr && asked->tree_size_ == 0) asked->tree_size_ = frontier_.size();
  }
  return std::move(draft.outcomes);
}

Status Recorder::take(Entry entry, Draft& draft) {
  if (auto* admission = std::get_if<Pseudonymised>(&entry))
    return admit(std::move(*admission), draft);
  if (auto* refusal = std::get_if<Refusal>(&entry)) return refuse(std::move(*refusal), 0, draft);
  if (auto* word = std::get_if<Acknowledged>(&entry)) return deliver(std::move(*word), draft);
  if (auto* held = std::get_if<Held>(&entry)) return hold(std::move(*held), draft);
  if (auto* doubted = std::get_if<Challenged>(&entry)) return challenge(std::move(*doubted), draft);
  if (auto* asked = std::get_if<Asked>(&entry)) return take_question(std::move(*asked), draft);
  if (auto* asked = std::get_if<IdentityAsked>(&entry)) {
    return take_identity_request(std::move(*asked), draft);
  }
  if (auto* event = std::get_if<Event>(&entry)) return note_event(std::move(*event), draft);
  const auto taken = std::get<NoteTaken>(entry);
  draft.batch.note_done.push_back(taken.note);
  draft.outcomes.emplace_back(taken);
  return ok();
}

std::uint64_t Recorder::last_number(const StreamKey& stream, const Draft& draft) const {
  const auto drafted = draft.last.find(stream);
  if (drafted != draft.last.end()) return drafted->second.number;
  const auto kept = last_.find(stream);
  return kept == last_.end() ? 0 : kept->second.number;
}

// The receipt's tree size is known only once the group is complete; until then tree_size 0
// marks a number of this group.
Status Recorder::admit(Pseudonymised entry, Draft& draft) {
  const std::uint64_t last = last_number(entry.stream(), draft);
  if (entry.number() <= last) return repeat(std::move(entry), last, draft);
  if (!is_next(entry, last)) {
    return refuse(refusal_of(entry, Reason::kNumberSkipped), last, draft);
  }
  STILE_TRY(const auto unasked, why_unasked(entry, draft));
  if (unasked) return refuse(refusal_of(entry, *unasked), last, draft);
  auto leaf = entry.leaf();
  leaf.counter = next_counter(*leaf.agreement, draft);
  STILE_TRY(const std::uint64_t index, add_leaf(leaf, draft));
  const Taken taken{entry.stream(), entry.number(), entry.digest(), index, 0};
  draft.last[entry.stream()] = taken;
  draft.batch.taken.push_back(taken);
  const bool corrects = entry.occasion() == record::OccasionKind::kCorrection;
  if (corrects && entry.question()) draft.batch.identity_answered.push_back(*entry.question());
  if (entry.urgency() == Urgency::kInteractive &&
      entry.occasion() != record::OccasionKind::kEnquiry) {
    draft.notices[index] = {index,          leaf.from,      leaf.to,
                            entry.number(), entry.digest(), *leaf.agreement};
  }
  put_parcel(std::move(entry), leaf, index, draft);
  draft.outcomes.emplace_back(Recorded(taken, leaf.rows, true));
  return ok();
}

void Recorder::put_parcel(Pseudonymised entry, const ledger::Leaf& leaf, std::uint64_t index,
                          Draft& draft) {
  const Urgency urgency = entry.urgency();
  const bool answers = entry.occasion() == record::OccasionKind::kEnquiry;
  const bool corrects = entry.occasion() == record::OccasionKind::kCorrection;
  const std::uint64_t number = entry.number();
  const Hash digest = entry.digest();
  draft.batch.parcel.push_back({index, leaf.from, leaf.to, digest, *leaf.agreement, draft.now,
                                std::move(entry).take_sealed(), urgency, number, corrects, false,
                                answers});
}

// The same number with the same bytes gets the same receipt; other bytes never take its place.
Status Recorder::repeat(Pseudonymised entry, std::uint64_t last, Draft& draft) {
  const auto& fresh = draft.batch.taken;
  const auto drafted = std::find_if(fresh.begin(), fresh.end(), [&](const Taken& taken) {
    return taken.stream == entry.stream() && taken.number == entry.number();
  });
  std::optional<Taken> taken;
  if (drafted != fresh.end()) {
    taken = *drafted;
  } else {
    STILE_TRY(taken, store_->taken(entry.stream(), entry.number()));
  }
  if (!taken && log_.closed.empty()) {
    return Error{Reason::kIntegrity, "a taken number is not in the store"};
  }
  // What its source passed over once stays out (is_next()).
  if (!taken || taken->digest != entry.digest()) {
    return refuse(refusal_of(entry, Reason::kConflict), last, draft);
  }
  STILE_TRY(const auto lost, lost_with_parcel(*taken, draft));
  const ledger::Leaf leaf = entry.leaf();
  if (lost && !is_of(*lost, leaf)) return refuse(refusal_of(entry, Reason::kConflict), last, draft);
  // A closed ledger's checkpoint proves nothing of this one: the receipt is of the newest.
  if (taken->tree_size < log_.begins()) taken->tree_size = 0;
  if (lost) put_parcel(std::move(entry), leaf, taken->leaf_index, draft);
  draft.outcomes.emplace_back(Recorded(*taken, leaf.rows, lost.has_value()));
  return ok();
}

Status Recorder::refuse(Refusal refusal, std::uint64_t last_number, Draft& draft) {
  auto& flood = floods_[{refusal.peer.id.text(), refusal.reason}];
  const Instant minute = draft.now / kSecondsPerMinute;
  if (flood.minute != minute) flood = Flood{minute, 0, flood.counted};
  if (flood.recorded < limits::kRefusalLeavesPerMinute) {
    ++flood.recorded;
    STILE_CHECKED(add_leaf(leaf_of(refusal, draft.now), draft));
  } else {
    ++flood.counted;
  }
  draft.outcomes.emplace_back(RecordedRefusal(std::move(refusal), last_number));
  return ok();
}

// An agent that lost its connection says a word again, and a later state implies those before it:
// what tells nothing new changes nothing.
Status Recorder::deliver(Acknowledged word, Draft& draft) {
  STILE_TRY(const auto parcel, waiting(word.parcel(), word.peer().id.text(), draft));
  STILE_TRY(auto notice, notice_of(word, draft));
  const auto news = tells_news(word, parcel, notice);
  if (!news.ok()) return refuse(refusal_of(word, news.reason()), 0, draft);
  if (parcel) forget(word.parcel(), draft);
  if (news.value()) {
    STILE_CHECKED(pass_on(word, draft));
    if (notice) {
      notice->state = word.what().state;
      draft.notices[notice->id] = *std::move(notice);
    }
  }
  draft.outcomes.emplace_back(Delivered(word));
  return ok();
}

Status Recorder::pass_on(const Acknowledged& word, Draft& draft) {
  auto leaf = leaf_of(word, draft.now);
  leaf.counter = next_counter(word.agreement(), draft);
  STILE_TRY(const std::uint64_t index, add_leaf(std::move(leaf), draft));
  draft.batch.note.push_back({index, word.what().from.text(), word.note()});
  return ok();
}

Result<std::optional<Notice>> Recorder::notice_of(const Acknowledged& word,
                                                  const Draft& draft) const {
  const auto& gone = draft.batch.notice_done;
  if (std::ranges::find(gone, word.parcel()) != gone.end()) return std::optional<Notice>();
  const auto drafted = draft.notices.find(word.parcel());
  if (drafted != draft.notices.end()) return std::optional(drafted->second);
  const auto& what = word.what();
  return store_->notice(what.to.text(), what.from.text(), what.number, what.consignment);
}

Result<std::optional<Parcel>> Recorder::waiting(std::uint64_t parcel, const std::string& recipient,
                                                const Draft& draft) const {
  const auto& done = draft.batch.parcel_done;
  if (std::ranges::find(done, parcel) != done.end()) return std::optional<Parcel>();
  STILE_TRY(auto found, store_->parcel(parcel, recipient));
  const auto marked = draft.marks.find(parcel);
  if (found && marked != draft.marks.end()) {
    found->frozen = marked->second.frozen;
    found->uncollected = marked->second.uncollected;
  }
  return found;
}

// The leaf has the commitment of the one that admitted it, by which the source knows its
// consignment.
Status Recorder::hold(Held held, Draft& draft) {
  STILE_TRY(const auto parcel, waiting(held.parcel(), held.recipient(), draft));
  if (parcel && is_news(held.what(), *parcel)) {
    ledger::Leaf admitted;
    STILE_TRY(const auto text, store_->leaf_text(parcel->id));
    if (text) {
      STILE_TRY(admitted, ledger::parse_leaf(*text));
    }
    auto leaf = leaf_of(held.what(), *parcel, admitted, draft.now);
    leaf.counter = next_counter(parcel->agreement, draft);
    STILE_TRY(const std::uint64_t index, add_leaf(std::move(leaf), draft));
    draft.batch.note.push_back({index, parcel->source, {}, parcel->number, parcel->digest});
    if (held.what() == record::Holding::kEnded) {
      forget(parcel->id, draft);
      if (parcel->urgency == Urgency::kInteractive) draft.batch.notice_done.push_back(parcel->id);
    } else {
      draft.marks[parcel->id] = marked(held.what(), *parcel);
    }
  }
  draft.outcomes.emplace_back(std::move(held));
  return ok();
}

Status Recorder::challenge(Challenged entry, Draft& draft) {
  const std::uint64_t admission = entry.about().admission;
  STILE_TRY(auto before, store_->challenges(admission));
  std::ranges::copy_if(draft.batch.challenge, std::back_inserter(before),
                       [&](const ChallengedRow& one) { return one.admission == admission; });
  const auto news = check_challenge(entry, before);
  if (!news.ok()) return refuse(refusal_of(entry, news.reason()), 0, draft);
  if (news.value()) {
    auto leaf = leaf_of(entry, draft.now);
    leaf.counter = next_counter(entry.about().agreement, draft);
    STILE_TRY(const std::uint64_t index, add_leaf(std::move(leaf), draft));
    draft.batch.note.push_back({index, entry.about().source, entry.note()});
    draft.batch.challenge.push_back({admission, entry.what().row, crypto::sha256(entry.note())});
  }
  draft.outcomes.emplace_back(WordPassed(entry.about()));
  return ok();
}

void Recorder::forget(std::uint64_t parcel, Draft& draft) {
  draft.marks.erase(parcel);
  draft.batch.parcel_done.push_back(parcel);
}

Status Recorder::note_event(Event event, Draft& draft) {
  event.leaf.time = draft.now;
  STILE_CHECKED(add_leaf(event.leaf, draft));
  draft.outcomes.emplace_back(std::move(event));
  return ok();
}

// What was only counted becomes one leaf as soon as its minute is over.
Status Recorder::flush_floods(Draft& draft) {
  const Instant minute = draft.now / kSecondsPerMinute;
  for (auto& [key, flood] : floods_) {
    if (flood.counted == 0 || flood.minute == minute) continue;
    ledger::Leaf leaf;
    leaf.op = ledger::Op::kRefusal;
    leaf.time = draft.now;
    leaf.from = key.first;
    leaf.rows = flood.counted;
    leaf.decision = "refused-repeatedly";
    leaf.reason = std::string(name(key.second));
    STILE_CHECKED(add_leaf(leaf, draft));
    flood.counted = 0;
  }
  return ok();
}

std::uint64_t Recorder::next_counter(const Hash& agreement, Draft& draft) {
  const auto kept = counters_.find(agreement);
  auto [drafted, fresh] =
      draft.counters.try_emplace(agreement, kept == counters_.end() ? 0 : kept->second);
  return ++drafted->second;
}

Result<std::uint64_t> Recorder::add_leaf(ledger::Leaf leaf, Draft& draft) {
  leaf.nonce = crypto::random_token(random_);
  leaf.build = build_;
  STILE_TRY(std::string text, ledger::leaf_text(leaf));
  const std::uint64_t index = draft.frontier.size();
  for (const auto& hash : draft.frontier.append(ledger::leaf_hash(text))) {
    draft.batch.hash.push_back(hash);
  }
  draft.batch.leaf.push_back({std::move(leaf.from), std::move(leaf.to), std::move(text)});
  return index;
}

Status Recorder::commit(Draft& draft, const Kept& kept) {
  auto& batch = draft.batch;
  batch.tree_size = draft.frontier.size();
  for (auto& taken : batch.taken) taken.tree_size = batch.tree_size;
  for (auto& taken : batch.question) taken.tree_size = batch.tree_size;
  for (auto& [stream, taken] : draft.last) taken.tree_size = batch.tree_size;
  for (const auto& [agreement, last] : draft.counters) batch.counter.push_back({agreement, last});
  for (const auto& [id, notice] : draft.notices) batch.notice.push_back(notice);
  for (const auto& [id, mark] : draft.marks) batch.parcel_mark.push_back(mark);
  if (!batch.leaf.empty()) {
    batch.checkpoint =
        crypto::sign_note(ledger::checkpoint_text(
                              {log_key_.verifier().name(), batch.tree_size, draft.frontier.root()}),
                          log_key_);
  }
  STILE_CHECKED(store_->commit(batch));
  if (!batch.leaf.empty()) {
    if (kept) kept(batch.checkpoint, batch.tree_size);
    STILE_CHECKED(second_->advance(checkpoint_, batch.checkpoint));
    checkpoint_ = batch.checkpoint;
  }
  frontier_ = std::move(draft.frontier);
  for (auto& [stream, taken] : draft.last) last_[stream] = std::move(taken);
  for (const auto& [agreement, last] : draft.counters) counters_[agreement] = last;
  return ok();
}

}  // namespace stile::gateway
