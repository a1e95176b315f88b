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
using gateway::StreamKey;
using gateway::Taken;
using gateway::TakenIdentityRequest;
using gateway::TakenQuestion;
using gateway::Urgency;
using gateway::Waiting;
using gateway::WaitingParcel;

namespace {

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
    if (found) found->sealed.clear();
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

Result<std::optional<TakenIdentityRequest>> FailingStore::identity_request(
    const Hash& digest) const {
  return read<std::optional<TakenIdentityRequest>>(
      [&](const Kept& kept) { return find(kept.identity_request, digest); });
}

Result<std::vector<TakenIdentityRequest>> FailingStore::identity_requests(
    std::uint64_t admission) const {
  return read<std::vector<TakenIdentityRequest>>([&](const Kept& kept) {
    std::vector<TakenIdentityRequest> found;
    for (const auto& [digest, one] : kept.identity_request) {
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
