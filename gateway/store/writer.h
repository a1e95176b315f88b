#pragma once

#include <atomic>
#include <cstdint>
#include <memory>
#include <mutex>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "core/storage/database.h"
#include "core/storage/statement.h"
#include "gateway/pipeline/ports.h"
#include "gateway/pipeline/succession.h"

namespace stile::gateway {

// Writer is the one connection that writes. Every function that returns success has made its
// change durable. After one failed with kIo nobody knows what is on the disk (a second fsync
// may lie), so from then on all fail with that same error: start again to learn. Any thread;
// one at a time gets through.
class Writer {
 public:
  // open() makes the file when it is absent, brings it to the newest version and checks its
  // tree; fails as Database::open(), Database::migrate() and check_tree() do.
  static Result<std::unique_ptr<Writer>> open(const std::string& path);

  // commit() as Store::commit().
  Status commit(const Batch& batch);
  // tidy() as storage::Database::tidy_log().
  void tidy();
  std::uint64_t tree_size() const { return tree_size_.load(std::memory_order_acquire); }

  // keep_key() gives the key of (agreement id, epoch): the one already kept, else `fresh`,
  // which is then kept. It is kept to the later of all `expires` it was asked for with.
  Result<Bytes> keep_key(const std::string& agreement_id, const std::string& epoch, Instant expires,
                         ByteView fresh);
  // destroy_keys() overwrites the keys that expire before `now`; in the write-ahead log, too, but
  // while somebody reads it, which then the next call does.
  Result<std::uint64_t> destroy_keys(Instant now);

  Status keep_directory_serial(std::uint64_t serial);
  // give_back() keeps what is not there yet. What the source of a consignment, or a party to a
  // question, says of it is added to what the other party had given.
  Status give_back(std::span<const GivenBack> given);
  // delete_bodies() overwrites the bodies of leaves below that index, in the log as above.
  Result<std::uint64_t> delete_bodies(std::uint64_t below);

 private:
  Writer(storage::Database database, std::uint64_t tree_size);

  // guarded() runs `change` as the only writer, and not at all after an earlier kIo.
  template <typename Change>
  auto guarded(const Change& change) -> decltype(change());

  Status in_transaction(const Batch& batch);
  Status write(const Batch& batch);
  Status write_tree(const Batch& batch);
  Status write_checkpoint(const Batch& batch);
  Status write_taken(const Taken& taken);
  Status write_outbox(const Batch& batch);
  Status write_identity_requests(const Batch& batch);
  Status delete_done(const Batch& batch);
  Status empty_log();
  Status write_parcel(const Parcel& parcel);
  Status write_notice(const Notice& notice);
  Result<std::int64_t> party(const std::string& spiffe);

  std::mutex mutex_;
  std::optional<Error> stopped_;
  std::atomic<std::uint64_t> tree_size_;
  storage::Database database_;

  storage::Statement add_hash_{database_, "INSERT INTO tree_hash (idx, hash) VALUES (?, ?)"};
  storage::Statement add_leaf_{database_, "INSERT INTO leaf (idx, body) VALUES (?, ?)"};
  storage::Statement add_leaf_party_{database_,
                                     "INSERT INTO leaf_party (party, idx) VALUES (?, ?)"};
  storage::Statement find_party_{database_, "SELECT id FROM party WHERE spiffe = ?"};
  storage::Statement add_party_{database_, "INSERT INTO party (spiffe) VALUES (?) RETURNING id"};
  storage::Statement find_checkpoint_{database_, "SELECT note FROM checkpoint WHERE size = ?"};
  storage::Statement add_checkpoint_{database_,
                                     "INSERT INTO checkpoint (size, note) VALUES (?, ?)"};
  storage::Statement advance_stream_{
      database_,
      "INSERT INTO stream (agreement_id, source, recipient, last) VALUES (?, ?, ?, ?)"
      " ON CONFLICT DO UPDATE SET last = max(last, excluded.last) RETURNING id"};
  storage::Statement add_taken_{
      database_,
      "INSERT INTO taken (stream, number, digest, leaf_index, tree_size) VALUES (?, ?, ?, ?, ?)"};
  storage::Statement set_counter_{database_,
                                  "INSERT INTO counter (agreement, last) VALUES (?, ?)"
                                  " ON CONFLICT DO UPDATE SET last = excluded.last"};
  storage::Statement add_parcel_{
      database_,
      "INSERT INTO parcel (id, source, recipient, digest, agreement, admitted, urgency, number,"
      " corrects, frozen, uncollected, sealed) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"};
  storage::Statement mark_parcel_{database_,
                                  "UPDATE parcel SET frozen = ?2, uncollected = ?3 WHERE id = ?1"};
  storage::Statement delete_parcel_{database_, "DELETE FROM parcel WHERE id = ?"};
  storage::Statement put_notice_{
      database_,
      "INSERT INTO notice (id, source, recipient, number, digest, agreement, state)"
      " VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO UPDATE SET source = excluded.source,"
      " recipient = excluded.recipient, number = excluded.number, digest = excluded.digest,"
      " agreement = excluded.agreement, state = excluded.state"};
  storage::Statement delete_notices_{database_, "DELETE FROM notice WHERE id < ? AND state > 2"};
  storage::Statement delete_notice_{database_, "DELETE FROM notice WHERE id = ?"};
  storage::Statement add_note_{
      database_,
      "INSERT INTO note (id, agency, number, digest, text, salt) VALUES (?, ?, ?, ?, ?, ?)"};
  storage::Statement add_question_{
      database_,
      "INSERT INTO question (digest, agreement_id, day, leaf_index, tree_size)"
      " VALUES (?, ?, ?, ?, ?)"};
  storage::Statement add_challenge_{
      database_, "INSERT INTO challenge (admission, row, note) VALUES (?, ?, ?)"};
  storage::Statement delete_challenges_{database_, "DELETE FROM challenge WHERE admission < ?"};
  storage::Statement add_identity_request_{
      database_,
      "INSERT INTO identity_request (digest, admission, row, leaf_index, expires, answered)"
      " VALUES (?, ?, ?, ?, ?, ?)"};
  storage::Statement answer_identity_{
      database_, "UPDATE identity_request SET answered = 1 WHERE digest = ? AND answered = 0"};
  storage::Statement delete_identity_requests_{database_,
                                               "DELETE FROM identity_request WHERE leaf_index < ?"};
  storage::Statement delete_questions_{database_, "DELETE FROM question WHERE leaf_index < ?"};
  storage::Statement delete_notes_{database_, "DELETE FROM note WHERE id < ?"};
  storage::Statement delete_note_{database_, "DELETE FROM note WHERE id = ?"};
  storage::Statement keep_key_{
      database_,
      "INSERT INTO pseudonym_key (agreement_id, epoch, expires, key) VALUES (?, ?, ?, ?)"
      " ON CONFLICT DO UPDATE SET expires = max(expires, excluded.expires) RETURNING key"};
  storage::Statement delete_keys_{database_, "DELETE FROM pseudonym_key WHERE expires < ?"};
  storage::Statement give_back_{
      database_,
      "INSERT INTO given_back (idx, leaf, agreement_id, number, digest, note, salt)"
      " VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO UPDATE SET"
      " agreement_id = excluded.agreement_id, number = excluded.number, digest = excluded.digest,"
      " note = excluded.note, salt = excluded.salt"
      " WHERE excluded.number > 0 OR length(excluded.note) > 0"};
  storage::Statement use_up_{database_, "DELETE FROM given_back"};
  storage::Statement keep_serial_{
      database_, "UPDATE setting SET directory_serial = ?1 WHERE directory_serial <= ?1"};
  storage::Statement open_bodies_{database_,
                                  "UPDATE setting SET bodies_from = ?1 WHERE bodies_from < ?1"};
  storage::Statement delete_bodies_{
      database_, "UPDATE leaf SET body = NULL WHERE idx < ? AND body IS NOT NULL"};
};

}  // namespace stile::gateway
