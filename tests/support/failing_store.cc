#include "tests/support/failing_store.h"

#include <algorithm>

namespace stile::support {

using gateway::Batch;
using gateway::ChallengedRow;
using gateway::Counter;
using gateway::LeafBody;
using gateway::Note;
using gateway::Notice;
using gateway::Parcel;
using gateway::ParcelMark;
using gateway::StreamKey;
using gateway::Taken;
using gateway::TakenQuestion;
using gateway::Urgency;
using gateway::Waiting;
using gateway::WaitingParcel;

namespace {

Error refused(const char* what) { return {Reason::kIntegrity, what}; }

template <typename Key, typename Value>
std::optional<Value> find(const std::map<Key, Value>& in, const Key& key) {
  const auto found = in.find(key);
  if (found == in.end()) return std::nullopt;
  return found->second;
}

// waiting_for() is at most `most` of the values from id `first` on that `wanted` says yes to.
template <typename Value, typename Wanted>
std::vector<Value> waiting_for(const std::map<std::uint64_t, Value>& in, std::uint64_t first,
                               std::size_t most, const Wanted& wanted) {
  std::vector<Value> values;
  for (auto it = in.lower_bound(first); it != in.end() && values.size() < most; ++it) {
    if (wanted(it->second)) values.push_back(it->second);
  }
  return values;
}

}  // namespace

template <typename Apply>
Status FailingStore::change(Step step, const Apply& apply_change) {
  const std::optional<Fault> fault = faults_.due(step);
  if (fault != Fault::kLost) apply_change();
  if (fault.has_value()) return planned_fault();
  return ok();
}

template <typename T, typename Look>
Result<T> FailingStore::read(const Look& look) const {
  const std::lock_guard lock(mutex_);
  if (faults_.due(Step::kRead).has_value()) return planned_fault();
  return look(kept_);
}

void FailingStore::fail(Step step, Fault fault, std::size_t spared) {
  const std::lock_guard lock(mutex_);
  faults_.fail(step, fault, spared);
}

std::unique_ptr<FailingStore> FailingStore::reopened() const {
  const std::lock_guard lock(mutex_);
  auto store = std::make_unique<FailingStore>(random_);
  store->kept_ = kept_;
  return store;
}

Status FailingStore::commit(const Batch& batch) {
  const std::lock_guard lock(mutex_);
  STILE_CHECKED(acceptable(batch));
  return change(Step::kCommit, [&] { apply(batch); });
}

Status FailingStore::acceptable(const Batch& batch) const {
  if (batch.first_hash != kept_.hash.size() ||
      batch.tree_size != kept_.leaf.size() + batch.leaf.size() ||
      batch.first_hash + batch.hash.size() != ledger::stored_hash_count(batch.tree_size)) {
    return refused("a batch does not continue the tree");
  }
  if (!batch.leaf.empty() && batch.checkpoint.empty()) return refused("no checkpoint");
  const auto kept = find(kept_.checkpoint, batch.tree_size);
  if (!batch.checkpoint.empty() && kept.has_value() && *kept != batch.checkpoint) {
    return refused("a checkpoint of this size is kept");
  }
  STILE_CHECKED(numbers_are_new(batch));
  STILE_CHECKED(notices_go_on(batch));
  return outbox_fits(batch);
}

Status FailingStore::numbers_are_new(const Batch& batch) const {
  std::set<std::pair<StreamKey, std::uint64_t>> seen;
  for (const Taken& taken : batch.taken) {
    const auto stream = kept_.taken.find(taken.stream);
    const bool kept = stream != kept_.taken.end() && stream->second.contains(taken.number);
    if (kept || taken.number == 0 || !seen.emplace(taken.stream, taken.number).second) {
      return refused("a number is taken");
    }
  }
  std::map<Hash, std::uint64_t> last = kept_.counter;
  for (const Counter& counter : batch.counter) {
    if (counter.last < last[counter.agreement]) return refused("a counter goes back");
    last[counter.agreement] = counter.last;
  }
  return ok();
}

Status FailingStore::outbox_fits(const Batch& batch) const {
  std::set<std::uint64_t> parcels;
  for (const auto& [id, parcel] : kept_.parcel) parcels.insert(id);
  for (const std::uint64_t id : batch.parcel_done) {
    if (parcels.erase(id) == 0) return refused("a parcel is not there");
  }
  for (const ParcelMark& mark : batch.parcel_mark) {
    if (!parcels.contains(mark.id)) return refused("a parcel is not there");
  }
  for (const Parcel& parcel : batch.parcel) {
    if (!parcels.insert(parcel.id).second) return refused("a parcel is there");
  }
  std::set<std::pair<std::uint64_t, Hash>> challenged;
  for (const auto& one : kept_.challenge) challenged.emplace(one.admission, one.row);
  for (const ChallengedRow& one : batch.challenge) {
    if (!challenged.emplace(one.admission, one.row).second) return refused("it is challenged");
  }
  std::set<Hash> questions;
  for (const TakenQuestion& taken : batch.question) {
    const bool is_new =
        !kept_.question.contains(taken.digest) && questions.insert(taken.digest).second;
    if (!is_new) return refused("a question is taken");
  }
  std::set<std::uint64_t> notes;
  for (const Note& note : batch.note) {
    const bool is_new = !kept_.note.contains(note.id) && notes.insert(note.id).second;
    if (!is_new) return refused("a note is there");
  }
  return ok();
}

Status FailingStore::notices_go_on(const Batch& batch) const {
  auto notices = kept_.notice;
  for (const std::uint64_t id : batch.notice_done) {
    const auto found = notices.find(id);
    if (found == notices.end()) continue;
    if (found->second.state) return refused("a notice is not given up");
    notices.erase(found);
  }
  for (const Notice& next : batch.notice) {
    const auto [at, is_new] = notices.try_emplace(next.id, next);
    if (is_new) continue;
    Notice& last = at->second;
    const bool same = last.source == next.source && last.recipient == next.recipient &&
                      last.number == next.number && last.digest == next.digest &&
                      last.agreement == next.agreement;
    if (!same || next.state < last.state) {
      return refused("a notice goes back");
    }
    last = next;
  }
  return ok();
}

void FailingStore::apply(const Batch& batch) {
  kept_.hash.insert(kept_.hash.end(), batch.hash.begin(), batch.hash.end());
  kept_.leaf.insert(kept_.leaf.end(), batch.leaf.begin(), batch.leaf.end());
  if (!batch.checkpoint.empty()) kept_.checkpoint[batch.tree_size] = batch.checkpoint;
  for (const Taken& taken : batch.taken) kept_.taken[taken.stream][taken.number] = taken;
  for (const Counter& counter : batch.counter) kept_.counter[counter.agreement] = counter.last;
  for (const std::uint64_t id : batch.parcel_done) kept_.parcel.erase(id);
  for (const std::uint64_t id : batch.note_done) kept_.note.erase(id);
  for (const std::uint64_t id : batch.notice_done) kept_.notice.erase(id);
  for (const ParcelMark& mark : batch.parcel_mark) {
    kept_.parcel[mark.id].frozen = mark.frozen;
    kept_.parcel[mark.id].uncollected = mark.uncollected;
  }
  for (const Parcel& parcel : batch.parcel) kept_.parcel[parcel.id] = parcel;
  for (const Note& note : batch.note) kept_.note[note.id] = note;
  for (const Notice& notice : batch.notice) kept_.notice[notice.id] = notice;
  kept_.challenge.insert(kept_.challenge.end(), batch.challenge.begin(), batch.challenge.end());
  for (const TakenQuestion& taken : batch.question) kept_.question[taken.digest] = taken;
}

Result<Hash> FailingStore::stored_hash(std::uint64_t index) const {
  return read<Hash>([&](const Kept& kept) -> Result<Hash> {
    if (index >= kept.hash.size()) return Error{Reason::kNotFound, "no such tree hash"};
    return kept.hash[index];
  });
}

Result<std::uint64_t> FailingStore::tree_size() const {
  return read<std::uint64_t>([](const Kept& kept) { return std::uint64_t{kept.leaf.size()}; });
}

Result<std::optional<std::string>> FailingStore::checkpoint_at(std::uint64_t tree_size) const {
  return read<std::optional<std::string>>(
      [&](const Kept& kept) { return find(kept.checkpoint, tree_size); });
}

Result<std::optional<std::string>> FailingStore::leaf_text(std::uint64_t index) const {
  using Text = std::optional<std::string>;
  return read<Text>([&](const Kept& kept) -> Result<Text> {
    if (index >= kept.leaf.size()) return Error{Reason::kNotFound, "no such leaf"};
    return Text(kept.leaf[index].text);
  });
}

Result<std::vector<std::uint64_t>> FailingStore::leaves_naming(const std::string& agency,
                                                               std::uint64_t first,
                                                               std::size_t most) const {
  using Indices = std::vector<std::uint64_t>;
  return read<Indices>([&](const Kept& kept) {
    Indices indices;
    for (std::uint64_t i = first; i < kept.leaf.size() && indices.size() < most; ++i) {
      const LeafBody& leaf = kept.leaf[i];
      const bool named = leaf.from == agency || leaf.to == agency;
      if (named && !agency.empty()) indices.push_back(i);
    }
    return indices;
  });
}

Result<std::optional<Taken>> FailingStore::taken(const StreamKey& stream,
                                                 std::uint64_t number) const {
  using Found = std::optional<Taken>;
  return read<Found>([&](const Kept& kept) {
    const auto numbers = kept.taken.find(stream);
    return numbers == kept.taken.end() ? Found() : find(numbers->second, number);
  });
}

Result<std::vector<Taken>> FailingStore::last_taken() const {
  return read<std::vector<Taken>>([](const Kept& kept) {
    std::vector<Taken> last;
    for (const auto& [stream, numbers] : kept.taken) last.push_back(numbers.rbegin()->second);
    return last;
  });
}

Result<std::vector<Counter>> FailingStore::counters() const {
  return read<std::vector<Counter>>([](const Kept& kept) {
    std::vector<Counter> counters;
    for (const auto& [agreement, last] : kept.counter) counters.push_back({agreement, last});
    return counters;
  });
}

Result<std::vector<Parcel>> FailingStore::parcels(const std::string& recipient, Urgency urgency,
                                                  std::uint64_t first, std::size_t most) const {
  return read<std::vector<Parcel>>([&](const Kept& kept) {
    return waiting_for(kept.parcel, first, most, [&](const Parcel& parcel) {
      return parcel.recipient == recipient && parcel.urgency == urgency;
    });
  });
}

Result<std::optional<Parcel>> FailingStore::parcel(std::uint64_t id,
                                                   const std::string& recipient) const {
  return read<std::optional<Parcel>>([&](const Kept& kept) {
    auto found = find(kept.parcel, id);
    if (found && found->recipient != recipient) found.reset();
    return found;
  });
}

Result<std::vector<WaitingParcel>> FailingStore::waiting_parcels() const {
  return read<std::vector<WaitingParcel>>([](const Kept& kept) {
    std::vector<WaitingParcel> waiting;
    for (const auto& [id, parcel] : kept.parcel) {
      waiting.push_back({id, parcel.source, parcel.recipient, parcel.agreement, parcel.admitted,
                         parcel.urgency, parcel.corrects, parcel.frozen, parcel.uncollected});
    }
    return waiting;
  });
}

Result<std::vector<Note>> FailingStore::notes(const std::string& agency, std::uint64_t first,
                                              std::size_t most) const {
  return read<std::vector<Note>>([&](const Kept& kept) {
    return waiting_for(kept.note, first, most,
                       [&](const Note& note) { return note.agency == agency; });
  });
}

Result<std::vector<Note>> FailingStore::waiting_questions() const {
  return read<std::vector<Note>>([](const Kept& kept) {
    return waiting_for(kept.note, 0, kept.note.size(),
                       [](const Note& note) { return note.salt.has_value(); });
  });
}

Result<std::optional<Notice>> FailingStore::notice(const std::string& recipient,
                                                   const std::string& source, std::uint64_t number,
                                                   const Hash& digest) const {
  return read<std::optional<Notice>>([&](const Kept& kept) {
    for (const auto& [id, notice] : kept.notice) {
      if (notice.recipient == recipient && notice.source == source && notice.number == number &&
          notice.digest == digest) {
        return std::optional(notice);
      }
    }
    return std::optional<Notice>();
  });
}

Result<std::optional<Taken>> FailingStore::admitted(const std::string& recipient,
                                                    const std::string& source, std::uint64_t number,
                                                    const Hash& digest) const {
  return read<std::optional<Taken>>([&](const Kept& kept) {
    for (const auto& [stream, numbers] : kept.taken) {
      if (stream.recipient != recipient || stream.source != source) continue;
      auto found = find(numbers, number);
      if (found && found->digest == digest) return found;
    }
    return std::optional<Taken>();
  });
}

Result<std::vector<ChallengedRow>> FailingStore::challenges(std::uint64_t admission) const {
  return read<std::vector<ChallengedRow>>([&](const Kept& kept) {
    std::vector<ChallengedRow> found;
    for (const auto& one : kept.challenge) {
      if (one.admission == admission) found.push_back(one);
    }
    return found;
  });
}

Result<std::optional<TakenQuestion>> FailingStore::question(const Hash& digest) const {
  return read<std::optional<TakenQuestion>>(
      [&](const Kept& kept) { return find(kept.question, digest); });
}

Result<std::uint64_t> FailingStore::questions_on(const std::string& agreement_id, Day day) const {
  return read<std::uint64_t>([&](const Kept& kept) {
    return static_cast<std::uint64_t>(std::ranges::count_if(kept.question, [&](const auto& one) {
      return one.second.agreement_id == agreement_id && one.second.day == day;
    }));
  });
}

Result<Waiting> FailingStore::waiting() const {
  return read<Waiting>([](const Kept& kept) {
    if (kept.parcel.empty()) return Waiting{};
    return Waiting{kept.parcel.size(), kept.parcel.begin()->second.admitted};
  });
}

Result<bool> FailingStore::note_belongs(std::uint64_t id, const std::string& agency) const {
  return read<bool>([&](const Kept& kept) {
    const auto note = kept.note.find(id);
    return note != kept.note.end() && note->second.agency == agency;
  });
}

Result<const crypto::PseudonymKey*> FailingStore::pseudonym_key(const std::string& agreement_id,
                                                                const std::string& epoch,
                                                                Instant expires) {
  const std::lock_guard lock(mutex_);
  const KeyName name(agreement_id, epoch);
  STILE_CHECKED(change(Step::kPseudonymKey, [&] {
    const auto [key, made] = kept_.key.try_emplace(name, Key{expires, {}});
    if (made) key->second.bytes = Bytes(view(crypto::random_32(random_)));
    key->second.expires = std::max(key->second.expires, expires);
  }));
  std::unique_ptr<const crypto::PseudonymKey>& lent = lent_[name];
  if (lent == nullptr) {
    STILE_TRY(crypto::PseudonymKey key, crypto::PseudonymKey::from_bytes(kept_.key[name].bytes));
    lent = std::make_unique<crypto::PseudonymKey>(std::move(key));
  }
  return lent.get();
}

Result<std::uint64_t> FailingStore::destroy_pseudonym_keys(Instant now) {
  const std::lock_guard lock(mutex_);
  std::uint64_t destroyed = 0;
  STILE_CHECKED(change(Step::kDestroyKeys, [&] {
    destroyed = std::erase_if(kept_.key, [&](const auto& key) { return key.second.expires < now; });
    std::erase_if(lent_, [&](const auto& lent) { return !kept_.key.contains(lent.first); });
  }));
  return destroyed;
}

Result<std::uint64_t> FailingStore::directory_serial() const {
  return read<std::uint64_t>([](const Kept& kept) { return kept.directory_serial; });
}

Status FailingStore::keep_directory_serial(std::uint64_t serial) {
  const std::lock_guard lock(mutex_);
  if (serial < kept_.directory_serial) {
    return Error{Reason::kRolledBack, "the directory's serial is lower than one already seen"};
  }
  return change(Step::kKeepSerial, [&] { kept_.directory_serial = serial; });
}

}  // namespace stile::support
