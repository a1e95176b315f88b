#include "gateway/store/writer.h"

#include <algorithm>
#include <utility>

#include "core/ledger/merkle.h"
#include "core/storage/transaction.h"
#include "gateway/store/schema.h"
#include "gateway/store/tree_check.h"

namespace stile::gateway {
namespace {

using storage::Blob;
using storage::Database;
using storage::Rows;
using storage::Transaction;

Error refused(std::string what) { return {Reason::kIntegrity, std::move(what)}; }

// one() is the single value of a statement that must answer one.
template <typename T>
Result<T> one(Result<Rows> started) {
  STILE_TRY(Rows rows, std::move(started));
  STILE_TRY(const bool found, rows.next());
  if (!found) return refused("a statement answered nothing");
  T value{};
  STILE_CHECKED(rows.read(value));
  // To its end, where a statement that is its own transaction says whether it was committed.
  STILE_CHECKED(rows.next());
  return value;
}

Status continues(std::uint64_t tree_size, const Batch& batch) {
  const std::uint64_t hashes = ledger::stored_hash_count(tree_size);
  if (batch.tree_size != tree_size + batch.leaf.size() || batch.first_hash != hashes ||
      batch.first_hash + batch.hash.size() != ledger::stored_hash_count(batch.tree_size)) {
    return refused("a batch does not continue the tree");
  }
  if (!batch.leaf.empty() && batch.checkpoint.empty()) return refused("a batch has no checkpoint");
  return ok();
}

}  // namespace

Result<std::unique_ptr<Writer>> Writer::open(const std::string& path) {
  STILE_TRY(Database database, Database::open(path, storage::OpenMode::kCreate));
  STILE_CHECKED(database.migrate(store_schema()));
  STILE_TRY(const std::uint64_t size, check_tree(database));
  return std::unique_ptr<Writer>(new Writer(std::move(database), size));
}

Writer::Writer(Database database, std::uint64_t tree_size)
    : tree_size_(tree_size), database_(std::move(database)) {}

template <typename Change>
auto Writer::guarded(const Change& change) -> decltype(change()) {
  const std::lock_guard lock(mutex_);
  if (stopped_.has_value()) return *stopped_;
  auto done = change();
  if (!done.ok() && done.reason() == Reason::kIo) stopped_ = done.error();
  return done;
}

Status Writer::commit(const Batch& batch) {
  return guarded([&] { return in_transaction(batch); });
}

void Writer::tidy() {
  const std::lock_guard lock(mutex_);
  if (!stopped_.has_value()) database_.tidy_log();
}

Status Writer::in_transaction(const Batch& batch) {
  STILE_CHECKED(continues(tree_size(), batch));
  STILE_TRY(Transaction transaction, Transaction::begin(database_));
  STILE_CHECKED(write(batch));
  STILE_CHECKED(transaction.commit());
  tree_size_.store(batch.tree_size, std::memory_order_release);
  return ok();
}

Status Writer::write(const Batch& batch) {
  STILE_CHECKED(write_tree(batch));
  for (const Taken& taken : batch.taken) STILE_CHECKED(write_taken(taken));
  for (const Counter& counter : batch.counter) {
    STILE_CHECKED(set_counter_.run(counter.agreement, counter.last));
  }
  if (batch.succeeds) STILE_CHECKED(use_up_.run());
  return write_outbox(batch);
}

// What is done goes first: its pages are overwritten by what comes in, so that overwriting
// them costs nothing of its own.
Status Writer::delete_done(const Batch& batch) {
  for (const std::uint64_t id : batch.parcel_done) {
    STILE_TRY(const std::uint64_t deleted, delete_parcel_.run(id));
    if (deleted != 1) return refused("parcel " + std::to_string(id) + " is not there");
  }
  for (const std::uint64_t id : batch.note_done) STILE_CHECKED(delete_note_.run(id));
  for (const std::uint64_t id : batch.notice_done) STILE_CHECKED(delete_notice_.run(id));
  return ok();
}

Status Writer::write_outbox(const Batch& batch) {
  STILE_CHECKED(delete_done(batch));
  for (const ParcelMark& mark : batch.parcel_mark) {
    STILE_TRY(const std::uint64_t marked,
              mark_parcel_.run(mark.id, std::int64_t{mark.frozen}, std::int64_t{mark.uncollected}));
    if (marked != 1) return refused("parcel " + std::to_string(mark.id) + " is not there");
  }
  for (const Parcel& parcel : batch.parcel) STILE_CHECKED(write_parcel(parcel));
  for (const Notice& notice : batch.notice) STILE_CHECKED(write_notice(notice));
  for (const Note& note : batch.note) {
    STILE_TRY(const std::int64_t agency, party(note.agency));
    STILE_CHECKED(
        add_note_.run(note.id, agency, note.number, note.digest, Blob{note.text}, note.salt));
  }
  for (const TakenQuestion& taken : batch.question) {
    STILE_CHECKED(add_question_.run(taken.digest, taken.agreement_id, std::int64_t{taken.day},
                                    taken.leaf_index, taken.tree_size));
  }
  for (const ChallengedRow& one : batch.challenge) {
    STILE_CHECKED(add_challenge_.run(one.admission, one.row, one.note));
  }
  return write_identity_requests(batch);
}

Status Writer::write_identity_requests(const Batch& batch) {
  for (const TakenIdentityRequest& one : batch.identity_request) {
    STILE_CHECKED(add_identity_request_.run(one.digest, one.admission, one.row, one.leaf_index,
                                            one.expires, std::int64_t{one.answered}));
  }
  for (const Hash& digest : batch.identity_answered) {
    STILE_TRY(const std::uint64_t answered, answer_identity_.run(digest));
    if (answered != 1) return refused("a request for an identity is not there, or is answered");
  }
  return ok();
}

Status Writer::write_tree(const Batch& batch) {
  std::uint64_t hash_index = batch.first_hash;
  for (const Hash& hash : batch.hash) STILE_CHECKED(add_hash_.run(hash_index++, hash));
  std::uint64_t index = batch.tree_size - batch.leaf.size();
  for (const LeafBody& leaf : batch.leaf) {
    STILE_CHECKED(add_leaf_.run(index, leaf.text));
    for (const std::string* spiffe : {&leaf.from, &leaf.to}) {
      const bool named_before = spiffe == &leaf.to && leaf.to == leaf.from;
      if (spiffe->empty() || named_before) continue;
      STILE_TRY(const std::int64_t party_id, party(*spiffe));
      STILE_CHECKED(add_leaf_party_.run(party_id, index));
    }
    ++index;
  }
  return write_checkpoint(batch);
}

// A batch without leaves leaves the tree at its size, whose checkpoint is there already unless
// it is the very first.
Status Writer::write_checkpoint(const Batch& batch) {
  if (batch.checkpoint.empty()) return ok();
  if (batch.leaf.empty()) {
    STILE_TRY(Rows rows, find_checkpoint_.start(batch.tree_size));
    STILE_TRY(const bool found, rows.next());
    std::string kept;
    if (found) STILE_CHECKED(rows.read(kept));
    if (found && kept != batch.checkpoint) return refused("a checkpoint of this size is kept");
    if (found) return ok();
  }
  STILE_CHECKED(add_checkpoint_.run(batch.tree_size, batch.checkpoint));
  return ok();
}

Status Writer::write_taken(const Taken& taken) {
  const StreamKey& key = taken.stream;
  STILE_TRY(const std::int64_t stream,
            one<std::int64_t>(
                advance_stream_.start(key.agreement_id, key.source, key.recipient, taken.number)));
  STILE_CHECKED(
      add_taken_.run(stream, taken.number, taken.digest, taken.leaf_index, taken.tree_size));
  return ok();
}

Status Writer::write_parcel(const Parcel& parcel) {
  STILE_TRY(const std::int64_t source, party(parcel.source));
  STILE_TRY(const std::int64_t recipient, party(parcel.recipient));
  STILE_CHECKED(add_parcel_.run(
      parcel.id, source, recipient, parcel.digest, parcel.agreement, parcel.admitted,
      static_cast<std::int64_t>(parcel.urgency), parcel.number, std::int64_t{parcel.corrects},
      std::int64_t{parcel.frozen}, std::int64_t{parcel.uncollected}, Blob{parcel.sealed}));
  return ok();
}

Status Writer::write_notice(const Notice& notice) {
  STILE_TRY(const std::int64_t source, party(notice.source));
  STILE_TRY(const std::int64_t recipient, party(notice.recipient));
  const auto state = notice.state ? static_cast<std::int64_t>(*notice.state) : 0;
  STILE_CHECKED(put_notice_.run(notice.id, source, recipient, notice.number, notice.digest,
                                notice.agreement, state));
  return ok();
}

Result<std::int64_t> Writer::party(const std::string& spiffe) {
  STILE_TRY(Rows rows, find_party_.start(spiffe));
  STILE_TRY(const bool found, rows.next());
  if (!found) return one<std::int64_t>(add_party_.start(spiffe));
  std::int64_t id = 0;
  STILE_CHECKED(rows.read(id));
  return id;
}

Result<Bytes> Writer::keep_key(const std::string& agreement_id, const std::string& epoch,
                               Instant expires, ByteView fresh) {
  return guarded(
      [&] { return one<Bytes>(keep_key_.start(agreement_id, epoch, expires, Blob{fresh})); });
}

// What was overwritten is gone; what a reader holds up in the log goes with the next call.
Status Writer::empty_log() {
  const Status emptied = database_.empty_log();
  return emptied.ok() || emptied.reason() == Reason::kUnavailable ? ok() : emptied;
}

Result<std::uint64_t> Writer::destroy_keys(Instant now) {
  return guarded([&]() -> Result<std::uint64_t> {
    STILE_TRY(const std::uint64_t destroyed, delete_keys_.run(now));
    STILE_CHECKED(empty_log());
    return destroyed;
  });
}

Status Writer::keep_directory_serial(std::uint64_t serial) {
  return guarded([&]() -> Status {
    STILE_TRY(const std::uint64_t kept, keep_serial_.run(serial));
    if (kept == 1) return ok();
    return Error{Reason::kRolledBack, "the directory's serial is lower than one already seen"};
  });
}

Status Writer::give_back(std::span<const GivenBack> given) {
  return guarded([&]() -> Status {
    STILE_TRY(Transaction transaction, Transaction::begin(database_));
    for (const GivenBack& one : given) {
      STILE_CHECKED(give_back_.run(one.index, one.leaf, one.agreement_id, one.number, one.digest,
                                   Blob{one.note}, one.salt));
    }
    return transaction.commit();
  });
}

Result<std::uint64_t> Writer::delete_bodies(std::uint64_t below) {
  return guarded([&]() -> Result<std::uint64_t> {
    STILE_TRY(Transaction transaction, Transaction::begin(database_));
    STILE_CHECKED(open_bodies_.run(below));
    STILE_TRY(const std::uint64_t deleted, delete_bodies_.run(below));
    STILE_CHECKED(delete_notices_.run(below));
    STILE_CHECKED(delete_challenges_.run(below));
    STILE_CHECKED(delete_identity_requests_.run(below));
    STILE_CHECKED(delete_questions_.run(below));
    STILE_CHECKED(delete_notes_.run(below));
    STILE_CHECKED(transaction.commit());
    STILE_CHECKED(empty_log());
    return deleted;
  });
}

}  // namespace stile::gateway
