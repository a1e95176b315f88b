#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "agents/recipient/challenge_tables.h"
#include "agents/recipient/change_tables.h"
#include "agents/recipient/disposal.h"
#include "agents/recipient/exercise.h"
#include "agents/recipient/identity_request_tables.h"
#include "agents/recipient/notice.h"
#include "agents/recipient/notice_tables.h"
#include "agents/recipient/own_question.h"
#include "agents/recipient/parcel.h"
#include "agents/recipient/received_holds.h"
#include "core/base/civil_time.h"
#include "core/base/result.h"
#include "core/storage/database.h"
#include "core/storage/statement.h"

namespace stile::agent {

// InboxOperation is an entry of the operation log: the operations of the Data Protection Act 2018
// s.62 that happen here (collection, consultation, alteration, erasure), "integrity" for what did
// not verify, and "breach" for what was somebody else's. `account` is empty for what no person did;
// `number` is 0 where it is about no consignment.
struct InboxOperation {
  std::string_view name;
  Instant time = 0;
  std::string account;
  std::string agency;
  std::string agreement;
  std::string occasion;
  std::uint64_t number = 0;
  std::uint64_t rows = 0;
  std::string reason;
};
inline constexpr std::string_view kCollection = "collection";
inline constexpr std::string_view kConsultation = "consultation";
// kExported is the reason of a consultation that wrote files: copies that the inbox does not know.
inline constexpr std::string_view kExported = "export";
inline constexpr std::string_view kAlteration = "alteration";
inline constexpr std::string_view kErasure = "erasure";
// kRetention is the reason of an erasure whose agreement's time was over.
inline constexpr std::string_view kRetention = "retention";
inline constexpr std::string_view kBreach = "breach";
inline constexpr std::string_view kIntegrityEvent = "integrity";
// kIdentityRequest is the occasion of what is done about a request to be told who a child is.
inline constexpr std::string_view kIdentityRequest = "identity-request";

// Taken is what is known of a number that was taken before.
struct Taken {
  Hash digest{};
  std::string acknowledgement;
};

// AnsweredQuestionId is a question of one's own, by the store's number and its digest.
struct AnsweredQuestionId {
  std::int64_t id = 0;
  Hash digest{};
};

// Arrival is a parcel with what proves it and what answers it. With `notice` it is of a single
// event; with `word`, of one that was returned before: then its row is not kept, and the word goes
// up in its turn. With `change` it follows a record; `erased` are the rows that it destroys, and
// `word` says of an event that was returned that nothing of it is here. What they have of the
// store's own numbers is set here.
struct Arrival {
  const VerifiedParcel& parcel;
  std::string_view leaf;
  std::string_view receipt;
  std::string_view acknowledgement;
  std::optional<Notice> notice = std::nullopt;
  std::optional<Word> word = std::nullopt;
  std::optional<Change> change = std::nullopt;
  std::vector<ErasedRow> erased = {};
  bool held = false;                           // what it would destroy is set aside
  std::set<std::size_t> aside = {};            // rows that are, instead of not being kept
  std::vector<ExerciseContact> exercise = {};  // of an exercise, whose row says nothing
  std::optional<AnsweredQuestionId> answers = std::nullopt;  // the question that it answers
  // Of what answers a request to be told who a child is.
  std::optional<IdentityAnswer> identity = std::nullopt;

  bool keeps_rows() const {
    return !parcel.statement().disclosure.occasion.exercises() && !word &&
           (!change || change->kind() == record::ChangeKind::kCorrected);
  }
};

// InboxStore writes the inbox. Each call is one transaction, durable when it succeeds, or part of
// the one that together() makes. After kIo
// nobody knows what is on the disk: every later call fails with the same error. One thread at a
// time; readers (inbox_reader.h) have connections of their own.
class InboxStore {
 public:
  // open() makes the file where there is none; fails as storage::Database does.
  static Result<std::unique_ptr<InboxStore>> open(const std::string& path);

  // checkpoint() is the ledger's checkpoint kept last; empty before the first.
  Result<std::string> checkpoint();

  // taken() is nothing for a number of this source and agreement that has not come yet;
  // last_number() the highest that has, 0 for none.
  Result<std::optional<Taken>> taken(const AgencyId& source, const AgreementId& agreement,
                                     std::uint64_t number);
  Result<std::uint64_t> last_number(const AgencyId& source, const AgreementId& agreement);

  // store() keeps a parcel, its rows, the checkpoint and entries of the log together. Of each
  // event every revision stays, and the highest counts; the same revision with other content is
  // kConflict, and nothing changes. No row is kept of an event that was withdrawn or disposed of,
  // but for those that are to be set aside.
  Status store(const Arrival& arrival, std::string_view checkpoint,
               std::span<const InboxOperation> operations);

  // notices() is for what becomes of them, within together(); reading needs no transaction.
  NoticeTables& notices() { return notices_; }
  // changes() is for reading, which needs no transaction.
  ChangeTables& changes() { return changes_; }

  // challenges() is for what becomes of them, within together(); reading needs no transaction.
  ChallengeTables& challenges() { return challenges_; }

  // identity_requests() is for what becomes of them, within together(); reading needs none.
  IdentityRequestTables& identity_requests() { return identity_requests_; }

  // exercises() is for what becomes of them, within together(); reading needs no transaction.
  ExerciseTables& exercises() { return exercises_; }

  // questions() is for what becomes of them, within together(); reading needs no transaction.
  OwnQuestionTables& questions() { return questions_; }

  // disposals() is for what may not be kept any more, within together(); reading needs none.
  DisposalTables& disposals() { return disposals_; }

  // holds() is for what the law keeps, within together(); reading needs no transaction.
  HoldTables& holds() { return holds_; }

  // database() is for readers within this thread's turn.
  const storage::Database& database() const { return database_; }

  // wipe() leaves nothing of what was deleted in the file or its log. kUnavailable while somebody
  // reads: then it is to be called again.
  Status wipe() { return database_.empty_log(); }

  // tidy() as storage::Database::tidy_log().
  void tidy() { database_.tidy_log(); }

  // together() makes what `change`, Status(), calls here one transaction: all of it is durable, or
  // nothing. It fails as `change` does; kIo, of a read within it too, stops the store.
  Status together(const std::function<Status()>& change);

  // keep() makes a checkpoint durable, and log() an entry; keep_and_log() both.
  Status keep(std::string_view checkpoint);
  Status log(const InboxOperation& operation);
  Status keep_and_log(std::string_view checkpoint, const InboxOperation& operation);

 private:
  InboxStore(storage::Database database, std::int64_t last_parcel);

  template <typename Change>
  Status in_transaction(const Change& change);
  Status write_checkpoint(std::string_view checkpoint);
  Status write_operation(const InboxOperation& operation);
  Result<std::int64_t> source_id(const std::string& agency);
  Result<std::int64_t> stream_id(std::int64_t source, const std::string& agreement_id);
  Status write_arrival(const Arrival& arrival);
  Status write_notice(const Arrival& arrival, std::int64_t source);
  Status write_change(const Arrival& arrival, std::int64_t source);
  Status write_identity(IdentityAnswer answer, std::int64_t parcel);
  Result<std::uint64_t> write_rows(std::int64_t source, std::int64_t stream,
                                   const Arrival& arrival);
  Status check_same(std::int64_t source, const wire::ParcelRow& row);

  // Gone are events between the first and the last of some rows of which nothing is kept any more.
  // `all_new` is said of the rows themselves: each is of another event, and nothing came of events
  // between these, so that no earlier row is to be looked for.
  struct Gone {
    bool all_new = false;
    std::set<Token> withdrawn;  // or what stands in the place of what was buried
    std::set<Token> disposed;
    bool is_withdrawn(const Token& event_token) const;
  };
  Result<Gone> gone_among(std::int64_t source, const std::vector<wire::ParcelRow>& rows);

  storage::Database database_;
  std::int64_t last_parcel_;
  std::optional<Error> stopped_;
  bool together_ = false;  // within together()
  NoticeTables notices_{database_};
  ChangeTables changes_{database_};
  ChallengeTables challenges_{database_};
  IdentityRequestTables identity_requests_{database_};
  ExerciseTables exercises_{database_};
  OwnQuestionTables questions_{database_};
  DisposalTables disposals_{database_};
  HoldTables holds_{database_};

  storage::Statement read_checkpoint_{database_, "SELECT checkpoint FROM log_view"};
  storage::Statement keep_checkpoint_{database_, "UPDATE log_view SET checkpoint = ?"};
  storage::Statement find_source_{database_, "SELECT id FROM source WHERE agency = ?"};
  storage::Statement add_source_{database_, "INSERT INTO source (agency) VALUES (?) RETURNING id"};
  storage::Statement find_stream_{database_,
                                  "SELECT id FROM stream WHERE source = ? AND agreement_id = ?"};
  storage::Statement add_stream_{
      database_, "INSERT INTO stream (source, agreement_id) VALUES (?, ?) RETURNING id"};
  storage::Statement find_taken_{
      database_,
      "SELECT digest, acknowledgement FROM parcel WHERE number = ?3 AND stream ="
      " (SELECT id FROM stream WHERE agreement_id = ?2 AND source ="
      " (SELECT id FROM source WHERE agency = ?1))"};
  storage::Statement find_last_{database_,
                                "SELECT coalesce(max(number), 0) FROM parcel WHERE stream ="
                                " (SELECT id FROM stream WHERE agreement_id = ?2 AND source ="
                                " (SELECT id FROM source WHERE agency = ?1))"};
  storage::Statement add_row_{
      database_,
      "INSERT INTO row (source, event_token, revision, superseded, stream, month, type, home,"
      " parcel, position, salt, fields, sealed_identity, pseudonym)"
      " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING"};
  storage::Statement keep_aside_{
      database_,
      "INSERT INTO aside (parcel, position, source, event, event_token, revision, salt, fields,"
      " sealed_identity, pseudonym) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"};
  storage::Statement any_between_{database_,
                                  "SELECT EXISTS (SELECT 1 FROM row WHERE source = ?"
                                  " AND event_token BETWEEN ? AND ?)"};
  storage::Statement find_newest_{database_,
                                  "SELECT revision FROM row WHERE source = ? AND event_token = ?"
                                  " ORDER BY revision DESC LIMIT 1"};
  storage::Statement find_row_{database_,
                               "SELECT fields, sealed_identity, pseudonym FROM row"
                               " WHERE source = ? AND event_token = ? AND revision = ?"};
  storage::Statement supersede_{database_,
                                "UPDATE row SET superseded = 1 WHERE source = ? AND"
                                " event_token = ? AND revision < ? AND superseded = 0"};
  storage::Statement add_parcel_{
      database_,
      "INSERT INTO parcel (id, stream, number, digest, month, rows, added, salt, source_key, leaf,"
      " acknowledgement, statement, receipt, row_hashes)"
      " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"};
  storage::Statement add_operation_{
      database_,
      "INSERT INTO operation_log (time, operation, account, agency, agreement, occasion, number,"
      " rows, reason) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)"};
};

// month_number() is how the store writes a month; month_from() its inverse. row_month() is that
// under which people select a row of a parcel of this month: none, which is 0, of an answer's.
std::int64_t month_number(const Month& month);
std::int64_t row_month(const record::Occasion& occasion, const Month& month);
Month month_from(std::int64_t number);

}  // namespace stile::agent
