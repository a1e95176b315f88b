#include <set>
#include <utility>

#include "tests/support/failing_store.h"

// What a commit asks of a batch, and what it keeps.
namespace stile::support {

using gateway::Batch;
using gateway::ChallengedRow;
using gateway::Counter;
using gateway::Note;
using gateway::Notice;
using gateway::Parcel;
using gateway::ParcelMark;
using gateway::StreamKey;
using gateway::Taken;
using gateway::TakenQuestion;

namespace {

Error refused(const char* what) { return {Reason::kIntegrity, what}; }

template <typename Key, typename Value>
std::optional<Value> find(const std::map<Key, Value>& in, const Key& key) {
  const auto found = in.find(key);
  if (found == in.end()) return std::nullopt;
  return found->second;
}

}  // namespace

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
  STILE_CHECKED(requests_go_on(batch));
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

Status FailingStore::requests_go_on(const Batch& batch) const {
  auto requests = kept_.identity_request;
  for (const auto& one : batch.identity_request) {
    if (!requests.emplace(one.digest, one).second) return refused("a request is taken");
  }
  for (const Hash& digest : batch.identity_answered) {
    const auto found = requests.find(digest);
    if (found == requests.end() || found->second.answered) return refused("a request is answered");
    found->second.answered = true;
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
  for (const auto& one : batch.identity_request) kept_.identity_request[one.digest] = one;
  for (const Hash& digest : batch.identity_answered) {
    kept_.identity_request[digest].answered = true;
  }
}

}  // namespace stile::support
