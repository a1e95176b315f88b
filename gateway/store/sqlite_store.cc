#include "gateway/store/sqlite_store.h"

#include <utility>

#include "core/ledger/merkle.h"

namespace stile::gateway {
namespace {

constexpr std::size_t kReaders = 4;

}  // namespace

Result<std::unique_ptr<SqliteStore>> SqliteStore::open(const std::string& path,
                                                       const crypto::Random& random) {
  STILE_TRY(std::unique_ptr<Writer> writer, Writer::open(path));
  STILE_TRY(std::unique_ptr<ReaderPool> readers, ReaderPool::open(path, kReaders));
  return std::unique_ptr<SqliteStore>(
      new SqliteStore(std::move(writer), std::move(readers), random));
}

SqliteStore::SqliteStore(std::unique_ptr<Writer> writer, std::unique_ptr<ReaderPool> readers,
                         const crypto::Random& random)
    : writer_(std::move(writer)), readers_(std::move(readers)), keys_(*writer_, random) {}

Status SqliteStore::commit(const Batch& batch) {
  STILE_CHECKED(writer_->commit(batch));
  std::uint64_t index = batch.first_hash;
  for (const Hash& hash : batch.hash) hashes_.keep(index++, hash);
  return ok();
}

Result<Hash> SqliteStore::stored_hash(std::uint64_t index) const {
  if (const std::optional<Hash> cached = hashes_.find(index)) return *cached;
  if (index >= ledger::stored_hash_count(writer_->tree_size())) {
    return Error{Reason::kNotFound, "no such tree hash"};
  }
  STILE_TRY(const std::optional<Hash> hash, readers_->borrow()->stored_hash(index));
  if (!hash.has_value()) return Error{Reason::kIntegrity, "a tree hash is missing"};
  hashes_.keep(index, *hash);
  return *hash;
}

Result<std::map<std::uint64_t, GivenBack>> SqliteStore::given_back() const {
  return readers_->borrow()->given_back();
}

Result<std::uint64_t> SqliteStore::tree_size() const { return writer_->tree_size(); }

Result<std::optional<std::string>> SqliteStore::checkpoint_at(std::uint64_t tree_size) const {
  return readers_->borrow()->checkpoint_at(tree_size);
}

Result<std::optional<std::string>> SqliteStore::leaf_text(std::uint64_t index) const {
  if (index >= writer_->tree_size()) return Error{Reason::kNotFound, "no such leaf"};
  STILE_TRY(std::optional<std::optional<std::string>> leaf, readers_->borrow()->leaf_text(index));
  if (!leaf.has_value()) return Error{Reason::kIntegrity, "a leaf is missing"};
  if (!leaf->has_value()) return std::optional<std::string>();
  STILE_TRY(const Hash hash, stored_hash(ledger::stored_hash_index(0, index)));
  if (ledger::leaf_hash(**leaf) != hash) {
    return Error{Reason::kIntegrity, "the body of leaf " + std::to_string(index) + " was altered"};
  }
  return *std::move(leaf);
}

Result<std::vector<std::uint64_t>> SqliteStore::leaves_naming(const std::string& agency,
                                                              std::uint64_t first,
                                                              std::size_t most) const {
  return readers_->borrow()->leaves_naming(agency, first, most);
}

Result<std::optional<Taken>> SqliteStore::taken(const StreamKey& stream,
                                                std::uint64_t number) const {
  return readers_->borrow()->taken(stream, number);
}

Result<std::vector<Taken>> SqliteStore::last_taken() const {
  return readers_->borrow()->last_taken();
}

Result<std::vector<Counter>> SqliteStore::counters() const {
  return readers_->borrow()->counters();
}

Result<std::vector<Parcel>> SqliteStore::parcels(const std::string& recipient, Urgency urgency,
                                                 std::uint64_t first, std::size_t most) const {
  return readers_->borrow()->parcels(recipient, urgency, first, most);
}

Result<std::optional<Parcel>> SqliteStore::parcel(std::uint64_t id,
                                                  const std::string& recipient) const {
  return readers_->borrow()->parcel(id, recipient);
}

Result<std::vector<WaitingParcel>> SqliteStore::waiting_parcels() const {
  return readers_->borrow()->waiting_parcels();
}

Result<std::vector<Note>> SqliteStore::notes(const std::string& agency, std::uint64_t first,
                                             std::size_t most) const {
  return readers_->borrow()->notes(agency, first, most);
}

Result<std::vector<Note>> SqliteStore::waiting_questions() const {
  return readers_->borrow()->waiting_questions();
}

Result<std::optional<Notice>> SqliteStore::notice(const std::string& recipient,
                                                  const std::string& source, std::uint64_t number,
                                                  const Hash& digest) const {
  return readers_->borrow()->notice(recipient, source, number, digest);
}

Result<std::optional<Taken>> SqliteStore::admitted(const std::string& recipient,
                                                   const std::string& source, std::uint64_t number,
                                                   const Hash& digest) const {
  return readers_->borrow()->admitted(recipient, source, number, digest);
}

Result<std::optional<TakenIdentityRequest>> SqliteStore::identity_request(
    const Hash& digest) const {
  return readers_->borrow()->identity_request(digest);
}

Result<std::vector<TakenIdentityRequest>> SqliteStore::identity_requests(
    std::uint64_t admission) const {
  return readers_->borrow()->identity_requests(admission);
}

Result<std::vector<ChallengedRow>> SqliteStore::challenges(std::uint64_t admission) const {
  return readers_->borrow()->challenges(admission);
}

Result<std::optional<TakenQuestion>> SqliteStore::question(const Hash& digest) const {
  return readers_->borrow()->question(digest);
}

Result<std::uint64_t> SqliteStore::questions_on(const std::string& agreement_id, Day day) const {
  return readers_->borrow()->questions_on(agreement_id, day);
}

Result<Waiting> SqliteStore::waiting() const { return readers_->borrow()->waiting(); }

Result<bool> SqliteStore::note_belongs(std::uint64_t id, const std::string& agency) const {
  return readers_->borrow()->note_belongs(id, agency);
}

Result<const crypto::PseudonymKey*> SqliteStore::pseudonym_key(const std::string& agreement_id,
                                                               const std::string& epoch,
                                                               Instant expires) {
  return keys_.find_or_make(agreement_id, epoch, expires);
}

Result<std::uint64_t> SqliteStore::destroy_pseudonym_keys(Instant now) {
  return keys_.destroy(now);
}

Result<std::uint64_t> SqliteStore::directory_serial() const {
  return readers_->borrow()->directory_serial();
}

Status SqliteStore::keep_directory_serial(std::uint64_t serial) {
  return writer_->keep_directory_serial(serial);
}

Result<std::uint64_t> SqliteStore::texts_from() const { return readers_->borrow()->texts_from(); }

Result<std::uint64_t> SqliteStore::delete_leaf_texts(std::uint64_t below) {
  return writer_->delete_bodies(below);
}

}  // namespace stile::gateway
