#pragma once

#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "core/crypto/random.h"
#include "gateway/pipeline/ports.h"
#include "gateway/store/hash_cache.h"
#include "gateway/store/pseudonym_keys.h"
#include "gateway/store/reader_pool.h"
#include "gateway/store/writer.h"

namespace stile::gateway {

// SqliteStore is the Store in one SQLite file. Opening it has proved that its tree is whole
// (check_tree); that the tree is the newest one is for CheckpointFile to say. One connection
// writes and a few read beside it, so a question never waits for a commit. Any thread.
class SqliteStore final : public Store {
 public:
  // open() makes the file when it is absent. kIntegrity when it is damaged, another program's
  // or of a newer version; kUnavailable when another process has it; kNotPermitted when others
  // may read it.
  static Result<std::unique_ptr<SqliteStore>> open(const std::string& path,
                                                   const crypto::Random& random);

  Status commit(const Batch& batch) override;
  // tidy() moves what is in the write-ahead log to its place, where that is much: for when nobody
  // waits for a commit.
  void tidy() { writer_->tidy(); }
  Result<Hash> stored_hash(std::uint64_t index) const override;
  Result<std::uint64_t> tree_size() const override;
  Result<std::optional<std::string>> checkpoint_at(std::uint64_t tree_size) const override;
  // leaf_text() compares the text with its hash in the tree: kIntegrity if it was altered.
  Result<std::optional<std::string>> leaf_text(std::uint64_t index) const override;
  Result<std::vector<std::uint64_t>> leaves_naming(const std::string& agency, std::uint64_t first,
                                                   std::size_t most) const override;
  Result<std::optional<Taken>> taken(const StreamKey& stream, std::uint64_t number) const override;
  Result<std::vector<Taken>> last_taken() const override;
  Result<std::vector<Counter>> counters() const override;
  Result<std::vector<Parcel>> parcels(const std::string& recipient, Urgency urgency,
                                      std::uint64_t first, std::size_t most) const override;
  Result<std::optional<Parcel>> parcel(std::uint64_t id,
                                       const std::string& recipient) const override;
  Result<std::vector<WaitingParcel>> waiting_parcels() const override;
  Result<std::vector<Note>> notes(const std::string& agency, std::uint64_t first,
                                  std::size_t most) const override;
  Result<std::vector<Note>> waiting_questions() const override;
  Result<std::optional<Notice>> notice(const std::string& recipient, const std::string& source,
                                       std::uint64_t number, const Hash& digest) const override;
  Result<std::optional<TakenQuestion>> question(const Hash& digest) const override;
  Result<std::uint64_t> questions_on(const std::string& agreement_id, Day day) const override;
  Result<Waiting> waiting() const override;
  Result<std::optional<Taken>> admitted(const std::string& recipient, const std::string& source,
                                        std::uint64_t number, const Hash& digest) const override;
  Result<std::vector<ChallengedRow>> challenges(std::uint64_t admission) const override;
  Result<std::optional<TakenIdentityRequest>> identity_request(const Hash& digest) const override;
  Result<std::vector<TakenIdentityRequest>> identity_requests(
      std::uint64_t admission) const override;
  Result<bool> note_belongs(std::uint64_t id, const std::string& agency) const override;

  // The key stays good until destroy_pseudonym_keys() is called for a time after its expiry,
  // the latest that it was asked for with.
  Result<const crypto::PseudonymKey*> pseudonym_key(const std::string& agreement_id,
                                                    const std::string& epoch,
                                                    Instant expires) override;
  // kUnavailable when readers kept the write-ahead log from being emptied: the keys are gone
  // from the file but may be legible in the log, so call again.
  Result<std::uint64_t> destroy_pseudonym_keys(Instant now) override;

  Result<std::uint64_t> directory_serial() const override;
  // A serial lower than the one kept is kRolledBack.
  Status keep_directory_serial(std::uint64_t serial) override;

  // give_back() keeps what agencies hold of a ledger that was closed, and given_back() is all of
  // it, by the index of its leaf, until a batch begins the successor.
  Status give_back(std::span<const GivenBack> given) { return writer_->give_back(given); }
  Result<std::map<std::uint64_t, GivenBack>> given_back() const;

  // texts_from() is the index below which leaves have lost their texts at their date.
  Result<std::uint64_t> texts_from() const;
  // delete_leaf_texts() overwrites the bodies of all leaves below that index, which have
  // reached the log's retention date, and says how many. Notices of closed notifications among
  // them go too, what says which of their rows were challenged, requests for identities and notes
  // that were recorded by them. Their hashes stay, and so do all proofs. Where a reader holds up
  // the store's log they are in it until the next call, or that of destroy_pseudonym_keys().
  Result<std::uint64_t> delete_leaf_texts(std::uint64_t below);

 private:
  SqliteStore(std::unique_ptr<Writer> writer, std::unique_ptr<ReaderPool> readers,
              const crypto::Random& random);

  std::unique_ptr<Writer> writer_;  // before the readers: closing it last empties the log
  std::unique_ptr<ReaderPool> readers_;
  mutable HashCache hashes_;
  PseudonymKeys keys_;
};

}  // namespace stile::gateway
