#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "agents/recipient/challenge.h"
#include "agents/recipient/change.h"
#include "core/base/result.h"
#include "core/storage/database.h"
#include "core/storage/statement.h"

namespace stile::agent {

// CitedRow is a row that came of an event, or of what followed it, with the parcel that brought it:
// what a challenge may cite.
struct CitedRow {
  std::int64_t parcel = 0;
  std::int64_t source_id = 0;
  std::string source;  // SPIFFE identity
  std::string agreement_id;
  std::uint64_t number = 0;
  Hash consignment{};
  Hash row{};
  std::uint64_t revision = 0;
  record::RecordType type = record::RecordType::kCallOut;
  bool kept = false;       // the row itself is here; else it was about the record alone
  bool pseudonym = false;  // it has one of the child
  std::string leaf;
};

// Whereabouts are what became of an event here.
struct Whereabouts {
  bool notified = false;
  bool returned = false;
  bool unread = false;  // nobody has opened its newest revision
  bool withdrawn = false;
  bool disposed = false;  // its time is over (disposal.h)
};

// check_there() fails with kNotFound where nothing of it is kept any more, and check_read() with
// kConflict where nobody has read it as it is now.
Status check_there(const Whereabouts& is);
Status check_read(const Whereabouts& is);

// CitedRecord is a record that is here, with all that came of it: `rows` has one that is kept.
struct CitedRecord {
  Token event_token{};
  bool notified = false;
  std::vector<CitedRow> rows;
};

// ChallengeTables is every statement about challenges and their answers, on the connection of
// InboxStore and within its transactions; nothing here is durable until that commits. Errors are
// those of storage::Database. One thread at a time.
class ChallengeTables {
 public:
  explicit ChallengeTables(const storage::Database& database) : database_(database) {}

  // rows_of() are those of an event, by source, what came last of each last.
  Result<std::vector<CitedRow>> rows_of(const Token& event_token);
  Result<Whereabouts> whereabouts(std::int64_t source, const Token& event_token);
  // of_event() is every challenge of an event, the first first.
  Result<std::vector<OwnChallenge>> of_event(std::int64_t source, const Token& event_token);

  Status add(const OwnChallenge& challenge);
  // add_answer() keeps what a source says to a challenge, behind its parcel.
  Status add_answer(const Change& answer);
  // answer() is as NoticeTables::answer(), of challenges: true where the digest is of one.
  Result<bool> answer(const Hash& digest, std::string_view answer);

 private:
  const storage::Database& database_;
  storage::Statement rows_of_{
      database_,
      "SELECT parcel.id, source.id, agency, agreement_id, number, digest, substr(row_hashes,"
      " 1 + 32 * position, 32), revision, type, kept, named, leaf FROM"
      " (SELECT source AS of_source, parcel AS of_parcel, position, revision, type, 1 AS kept,"
      "   pseudonym <> x'' AS named FROM row WHERE event_token = ?1"
      "  UNION ALL SELECT source, parcel, 0, revision, type, 0, 0 FROM following"
      "   WHERE event_token = ?1)"
      " JOIN parcel ON parcel.id = of_parcel JOIN stream ON stream.id = stream"
      " JOIN source ON source.id = of_source ORDER BY source.id, revision, kept"};
  storage::Statement whereabouts_{
      database_,
      "SELECT EXISTS (SELECT 1 FROM notice WHERE source = ?1 AND event_token = ?2),"
      " EXISTS (SELECT 1 FROM notice WHERE source = ?1 AND event_token = ?2 AND state IN (4, 5)),"
      " coalesce((SELECT state = 1 FROM notice WHERE source = ?1 AND event_token = ?2"
      "  ORDER BY revision DESC, parcel DESC LIMIT 1), 0),"
      " EXISTS (SELECT 1 FROM change WHERE source = ?1 AND event_token = ?2 AND kind = 5),"
      " EXISTS (SELECT 1 FROM disposed_event WHERE source = ?1 AND event_token = ?2)"};
  storage::Statement of_event_{
      database_, "SELECT * FROM kept_challenge WHERE event_token = ?2 AND source = ?1 ORDER BY id"};
  storage::Statement add_{
      database_,
      "INSERT INTO challenge (parcel, source, event_token, revision, type, notified, why, fields,"
      " account, salt, note, digest, made, due)"
      " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"};
  storage::Statement add_answer_{
      database_,
      "INSERT INTO answer (parcel, source, event_token, revision, reason, type, salt, arrived, due,"
      " notified) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"};
  storage::Statement answer_{database_,
                             "UPDATE challenge SET sent = ?2 WHERE sent = '' AND digest = ?1"};
};

// each_challenge() goes through all challenges on a connection of a reader, in the order in which
// they were made. It stops at the first failure of `take`, which it returns.
Status each_challenge(const storage::Database& database,
                      const std::function<Status(OwnChallenge)>& take);

}  // namespace stile::agent
