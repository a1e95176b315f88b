#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "agents/recipient/notice.h"
#include "core/base/bytes.h"
#include "core/base/result.h"
#include "core/record/row.h"
#include "core/storage/database.h"
#include "core/storage/statement.h"

namespace stile::agent {

// NoticeContent is a revision of what a notice says, and what proves it: of the parcel that was the
// first to bring it.
struct NoticeContent {
  record::Row row;
  Bytes pseudonym;
  std::string source_key;  // vkey under which its statement verified
  std::string leaf;
  std::string statement;
  Bytes row_hashes;
};

// Returned is the word by which an event was sent back, and whose it was.
struct Returned {
  NoticeState state = NoticeState::kNotOurs;
  std::string account;
};

// NoticeTables is every statement that changes notices and words, on the connection of InboxStore
// and within its transactions; nothing here is durable until that commits. Errors are those of
// storage::Database. One thread at a time.
class NoticeTables {
 public:
  explicit NoticeTables(const storage::Database& database) : database_(database) {}

  // add() keeps a notice that has just come, behind its parcel, which has the rest of it.
  Status add(const Notice& notice);

  // of_event() is everything that came of an event, by source, its earliest revision first.
  Result<std::vector<Notice>> of_event(const Token& event_token);
  // content() is what an event says as it is now: nothing once it was returned or withdrawn.
  // identified() is of its newest revision that is no correction, which has pseudonym and identity.
  Result<std::optional<NoticeContent>> content(const Notice& notice);
  Result<std::optional<NoticeContent>> identified(const Notice& notice);
  Result<std::optional<Returned>> returned(std::string_view source, const Token& event_token);

  // say() keeps a word until the gateway has it, and moves its notice on.
  Status say(const Word& word);
  // destroy() deletes every revision of an event that was returned, and says how many there were.
  Result<std::uint64_t> destroy(std::int64_t source, const Token& event_token);

  // tell() keeps that a contact was told of a notice; told() are the codes of those who were.
  Status tell(std::int64_t parcel, std::string_view contact, Instant now);
  Result<std::set<std::string>> told(std::int64_t parcel);

  // oldest_undecided() is when the first came of those about which nobody has decided.
  Result<std::optional<Instant>> oldest_undecided();

  // untaken() and answer() are as WordSource's, of the words that may be said by `now`, and
  // untaken() of challenges behind them, and of requests that have not expired: an answer is
  // "taken" or the name of a reason. due() counts those that may be since `before`.
  Result<std::vector<Bytes>> untaken(std::size_t most, Instant now);
  Result<std::uint64_t> due(Instant before, Instant now);
  // say_again() has all of them said once more that were taken since that time: the gateway may
  // have lost them. Of those answer() changes nothing but that they were.
  Result<std::uint64_t> answer(const Hash& digest, std::string_view answer);
  Status say_again(Instant since, Instant now);

 private:
  Result<std::optional<NoticeContent>> content_of(storage::Statement& statement,
                                                  const Notice& notice);

  const storage::Database& database_;
  storage::Statement add_{
      database_,
      "INSERT INTO notice (parcel, source, event_token, revision, type, arrived, due, alleged,"
      " state) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)"};
  storage::Statement of_event_{
      database_,
      "SELECT * FROM kept_notice WHERE event_token = ? ORDER BY source, revision, parcel"};
  storage::Statement content_{
      database_,
      "SELECT parcel, salt, fields, event_token, revision, sealed_identity, pseudonym FROM row"
      " WHERE source = ? AND event_token = ? ORDER BY revision DESC LIMIT 1"};
  storage::Statement identified_{
      database_,
      "SELECT parcel, salt, fields, event_token, revision, sealed_identity, pseudonym FROM row"
      " WHERE source = ? AND event_token = ? AND NOT EXISTS"
      " (SELECT 1 FROM change WHERE change.parcel = row.parcel) ORDER BY revision DESC LIMIT 1"};
  storage::Statement proof_{
      database_, "SELECT source_key, leaf, statement, row_hashes FROM parcel WHERE id = ?"};
  storage::Statement returned_{
      database_,
      "SELECT word.state, account FROM source JOIN notice ON notice.source = source.id"
      " JOIN word ON word.parcel = notice.parcel AND word.state = notice.state"
      " WHERE agency = ? AND event_token = ? AND notice.state IN (4, 5) ORDER BY word.id LIMIT 1"};
  storage::Statement say_{
      database_,
      "INSERT INTO word (parcel, state, account, salt, note, digest, after, answer)"
      " VALUES (?, ?, ?, ?, ?, ?, ?, '')"};
  storage::Statement move_{database_, "UPDATE notice SET state = ?2 WHERE parcel = ?1"};
  storage::Statement tell_{
      database_,
      "INSERT INTO told (parcel, contact, time) VALUES (?, ?, ?) ON CONFLICT DO NOTHING"};
  storage::Statement told_{database_, "SELECT contact FROM told WHERE parcel = ?"};
  storage::Statement destroy_{database_, "DELETE FROM row WHERE source = ? AND event_token = ?"};
  storage::Statement oldest_undecided_{database_,
                                       "SELECT min(arrived) FROM notice WHERE state <= 2 AND"
                                       " NOT EXISTS (SELECT 1 FROM change WHERE"
                                       " change.source = notice.source AND"
                                       " change.event_token = notice.event_token AND kind = 5) AND"
                                       " NOT EXISTS (SELECT 1 FROM disposed_event AS gone WHERE"
                                       " gone.source = notice.source AND"
                                       " gone.event_token = notice.event_token)"};
  storage::Statement untaken_{
      database_,
      "SELECT note FROM (SELECT 0 AS turn, id, note FROM said_again"
      " UNION ALL SELECT 1, id, note FROM word WHERE answer = '' AND after <= ?2"
      " UNION ALL SELECT 2, id, note FROM challenge WHERE sent = ''"
      " UNION ALL SELECT 3, id, note FROM identity_request WHERE sent = '' AND expires > ?2)"
      " ORDER BY turn, id LIMIT ?1"};
  storage::Statement due_{
      database_, "SELECT count(*) FROM word WHERE answer = '' AND after > ?1 AND after <= ?2"};
  storage::Statement say_again_{
      database_,
      "INSERT INTO said_again (digest, note) SELECT digest, note FROM ("
      "SELECT 1 AS turn, w.id AS id, w.digest, w.note FROM word AS w"
      " JOIN notice AS n ON n.parcel = w.parcel WHERE w.answer = 'taken' AND n.arrived >= ?1"
      " UNION ALL SELECT 2, id, digest, note FROM challenge WHERE sent = 'taken' AND made >= ?1"
      " UNION ALL SELECT 3, id, digest, note FROM identity_request WHERE sent = 'taken'"
      "  AND made >= ?1 AND expires > ?2)"
      " WHERE true ORDER BY turn, id ON CONFLICT DO NOTHING"};
  storage::Statement said_again_{database_, "DELETE FROM said_again WHERE digest = ?"};
  storage::Statement answer_{database_,
                             "UPDATE word SET answer = ?2 WHERE answer = '' AND digest = ?1"};
};

}  // namespace stile::agent
