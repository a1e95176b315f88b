#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "core/storage/database.h"
#include "core/storage/statement.h"
#include "gateway/pipeline/ports.h"
#include "gateway/pipeline/succession.h"

namespace stile::gateway {

// Reader asks one read-only connection what the Store port promises to answer. It sees what
// was durable when a question began. One thread at a time.
class Reader {
 public:
  static Result<std::unique_ptr<Reader>> open(const std::string& path);

  Result<std::optional<Hash>> stored_hash(std::uint64_t index);
  Result<std::optional<std::string>> checkpoint_at(std::uint64_t tree_size);
  // leaf_text() is one nothing when there is no such leaf, and another when it has no body.
  Result<std::optional<std::optional<std::string>>> leaf_text(std::uint64_t index);
  Result<std::vector<std::uint64_t>> leaves_naming(const std::string& agency, std::uint64_t first,
                                                   std::size_t most);
  Result<std::optional<Taken>> taken(const StreamKey& stream, std::uint64_t number);
  Result<std::vector<Taken>> last_taken();
  Result<std::vector<Counter>> counters();
  Result<std::vector<Parcel>> parcels(const std::string& recipient, Urgency urgency,
                                      std::uint64_t first, std::size_t most);
  Result<std::optional<Parcel>> parcel(std::uint64_t id, const std::string& recipient);
  Result<std::vector<WaitingParcel>> waiting_parcels();
  Result<std::vector<Note>> notes(const std::string& agency, std::uint64_t first, std::size_t most);
  Result<std::optional<Notice>> notice(const std::string& recipient, const std::string& source,
                                       std::uint64_t number, const Hash& digest);
  Result<std::optional<TakenQuestion>> question(const Hash& digest);
  Result<std::uint64_t> questions_on(const std::string& agreement_id, Day day);
  Result<Waiting> waiting();
  Result<std::optional<Taken>> admitted(const std::string& recipient, const std::string& source,
                                        std::uint64_t number, const Hash& digest);
  Result<std::vector<ChallengedRow>> challenges(std::uint64_t admission);
  Result<std::optional<TakenIdentityRequest>> identity_request(const Hash& digest);
  Result<std::vector<TakenIdentityRequest>> identity_requests(std::uint64_t admission);
  Result<std::vector<Note>> waiting_questions();
  Result<bool> note_belongs(std::uint64_t id, const std::string& agency);
  Result<std::uint64_t> directory_serial();
  Result<std::uint64_t> texts_from();
  Result<std::map<std::uint64_t, GivenBack>> given_back();

 private:
  explicit Reader(storage::Database database) : database_(std::move(database)) {}

  storage::Database database_;
  storage::Statement stored_hash_{database_, "SELECT hash FROM tree_hash WHERE idx = ?"};
  storage::Statement given_back_{
      database_, "SELECT idx, leaf, agreement_id, number, digest, note, salt FROM given_back"};
  storage::Statement checkpoint_at_{database_, "SELECT note FROM checkpoint WHERE size = ?"};
  storage::Statement leaf_text_{database_, "SELECT body FROM leaf WHERE idx = ?"};
  storage::Statement leaves_naming_{
      database_,
      "SELECT idx FROM leaf_party WHERE party = (SELECT id FROM party WHERE spiffe = ?)"
      " AND idx >= ? ORDER BY idx LIMIT ?"};
  storage::Statement taken_{
      database_,
      "SELECT digest, leaf_index, tree_size FROM taken WHERE stream ="
      " (SELECT id FROM stream WHERE agreement_id = ? AND source = ? AND recipient = ?)"
      " AND number = ?"};
  storage::Statement last_taken_{
      database_,
      "SELECT agreement_id, source, recipient, number, digest, leaf_index, tree_size"
      " FROM stream CROSS JOIN taken ON taken.stream = stream.id AND taken.number = stream.last"
      " ORDER BY agreement_id, source, recipient"};
  storage::Statement counters_{database_, "SELECT agreement, last FROM counter"};
  storage::Statement parcels_{
      database_,
      "SELECT parcel.id, s.spiffe, r.spiffe, digest, agreement, admitted, urgency,"
      " number, corrects, frozen, uncollected, sealed"
      " FROM parcel JOIN party s ON s.id = source JOIN party r ON r.id = recipient"
      " WHERE recipient = (SELECT id FROM party WHERE spiffe = ?) AND urgency = ?"
      " AND parcel.id >= ? ORDER BY parcel.id LIMIT ?"};
  storage::Statement parcel_{
      database_,
      "SELECT parcel.id, s.spiffe, r.spiffe, digest, agreement, admitted, urgency,"
      " number, corrects, frozen, uncollected, x''"
      " FROM parcel JOIN party s ON s.id = source JOIN party r ON r.id = recipient"
      " WHERE parcel.id = ? AND recipient = (SELECT id FROM party WHERE spiffe = ?)"};
  storage::Statement waiting_parcels_{
      database_,
      "SELECT parcel.id, s.spiffe, r.spiffe, agreement, admitted, urgency, corrects, frozen,"
      " uncollected"
      " FROM parcel INDEXED BY parcel_waiting JOIN party s ON s.id = source"
      " JOIN party r ON r.id = recipient ORDER BY parcel.id"};
  storage::Statement notice_{
      database_,
      "SELECT notice.id, s.spiffe, r.spiffe, number, digest, agreement, state"
      " FROM notice JOIN party s ON s.id = source JOIN party r ON r.id = recipient"
      " WHERE recipient = (SELECT id FROM party WHERE spiffe = ?)"
      " AND source = (SELECT id FROM party WHERE spiffe = ?) AND number = ? AND digest = ?"};
  storage::Statement admitted_{
      database_,
      "SELECT agreement_id, source, recipient, number, digest, leaf_index, tree_size"
      " FROM stream CROSS JOIN taken ON taken.stream = stream.id"
      " WHERE recipient = ? AND source = ? AND number = ? AND digest = ?"};
  storage::Statement challenges_{database_,
                                 "SELECT admission, row, note FROM challenge WHERE admission = ?"};
  storage::Statement identity_request_{
      database_,
      "SELECT digest, admission, row, leaf_index, expires, answered FROM identity_request"
      " WHERE digest = ?"};
  storage::Statement identity_requests_{
      database_,
      "SELECT digest, admission, row, leaf_index, expires, answered FROM identity_request"
      " WHERE admission = ? ORDER BY leaf_index"};
  storage::Statement notes_{
      database_,
      "SELECT note.id, spiffe, number, digest, text, salt FROM note JOIN party ON party.id = agency"
      " WHERE agency = (SELECT id FROM party WHERE spiffe = ?) AND note.id >= ?"
      " ORDER BY note.id LIMIT ?"};
  storage::Statement question_{
      database_,
      "SELECT digest, agreement_id, day, leaf_index, tree_size FROM question WHERE digest = ?"};
  storage::Statement questions_on_{
      database_, "SELECT count(*) FROM question WHERE agreement_id = ? AND day = ?"};
  storage::Statement waiting_{database_,
                              "SELECT (SELECT count(*) FROM parcel),"
                              " coalesce((SELECT admitted FROM parcel ORDER BY id LIMIT 1), 0)"};
  storage::Statement waiting_questions_{
      database_,
      "SELECT note.id, spiffe, number, digest, text, salt FROM note JOIN party ON party.id = agency"
      " WHERE salt IS NOT NULL ORDER BY note.id"};
  storage::Statement note_belongs_{
      database_,
      "SELECT note.id FROM note JOIN party ON party.id = agency WHERE note.id = ? AND spiffe = ?"};
  storage::Statement directory_serial_{database_, "SELECT directory_serial FROM setting"};
  storage::Statement texts_from_{database_, "SELECT bodies_from FROM setting"};
};

}  // namespace stile::gateway
