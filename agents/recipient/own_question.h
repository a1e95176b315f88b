#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "agents/recipient/change.h"
#include "core/base/bytes.h"
#include "core/base/civil_time.h"
#include "core/base/ids.h"
#include "core/base/result.h"
#include "core/record/answer_token.h"
#include "core/record/question.h"
#include "core/record/treated.h"
#include "core/storage/database.h"
#include "core/storage/statement.h"

namespace stile::agent {

// OwnQuestionState is how far a question of this agency's has come: it was written down, the
// gateway has taken it, or it never will. One that was only written down may have been taken all
// the same, and is answered then.
enum class OwnQuestionState { kWritten = 1, kTaken, kRefused };

// OwnQuestion is a question that somebody here has asked, with what proves that it was.
struct OwnQuestion {
  std::int64_t id = 0;
  Token enquiry{};
  std::string source;  // SPIFFE identity of who is asked
  Hash digest{};
  Bytes note = {};
  Hash salt{};        // opens the leaf's commitment to it
  Hash actor_salt{};  // opens its own to the account
  std::string account = {};
  Instant asked = 0;
  OwnQuestionState state = OwnQuestionState::kWritten;
  std::string reason = {};  // of a refusal
  std::string leaf = {};    // with receipt, once it is taken
  std::string receipt = {};
  std::optional<std::int64_t> inspected = {};  // the day on which its inspection began, once said

  // is_uninspected() is whether nobody has said within kInspectionDays that its inspection began;
  // of one that the gateway has refused it never is.
  bool is_uninspected(Instant now) const;
};

// read_question() is what was asked. kIntegrity where the store has it otherwise than it was signed
// and asked: somebody has altered it.
Result<record::Question> read_question(const OwnQuestion& kept);

// AnsweredRow is one row of an answer, as it came, or as it was corrected since.
struct AnsweredRow {
  Token event_token{};
  std::uint64_t revision = 0;
  std::uint64_t number = 0;  // of its consignment
  Bytes fields;
  Bytes pseudonym;
  Marks marks = {};
};

// OwnQuestionTables are the statements of InboxStore about questions and which parcels answer them.
class OwnQuestionTables {
 public:
  explicit OwnQuestionTables(const storage::Database& database) : database_(database) {}

  Status add(const OwnQuestion& question);
  // settle() says what the gateway said of it, once.
  Status settle(const OwnQuestion& question);
  // add_number() says under which number of the home an enquiry asks, too.
  Status add_number(const Token& enquiry, const HomeId& number);
  // add_answer() says that a parcel answers a question, and between which tokens its rows stand.
  Status add_answer(std::int64_t parcel, std::int64_t question, const record::TokenRange& rows);
  // of_source() is the question of an enquiry to one source.
  Result<std::optional<OwnQuestion>> of_source(const Token& enquiry, std::string_view source);
  // set_inspected() says so of all questions of an enquiry.
  Status set_inspected(const Token& enquiry, Day day, std::string_view account, Instant now);
  // enquiry_of() is whose answer had a record of a source, if any.
  Result<std::optional<Token>> enquiry_of(std::string_view source, const Token& event_token);

 private:
  const storage::Database& database_;
  storage::Statement add_{
      database_,
      "INSERT INTO question (enquiry, source, digest, note, salt, actor_salt, account, asked)"
      " VALUES (?, ?, ?, ?, ?, ?, ?, ?)"};
  storage::Statement settle_{database_,
                             "UPDATE question SET state = ?2, reason = ?3, leaf = ?4, receipt = ?5"
                             " WHERE digest = ?1 AND state = 1"};
  storage::Statement add_number_{
      database_, "INSERT OR IGNORE INTO asked_number (enquiry, home) VALUES (?, ?)"};
  storage::Statement add_answer_{
      database_, "INSERT INTO enquiry_answer (parcel, question, first, last) VALUES (?, ?, ?, ?)"};
  storage::Statement enquiry_of_{
      database_,
      "SELECT enquiry FROM row JOIN enquiry_answer AS answer ON answer.parcel = row.parcel"
      " JOIN question ON question.id = answer.question"
      " WHERE row.source = (SELECT id FROM source WHERE agency = ?) AND row.event_token = ?"};
  storage::Statement of_source_{
      database_,
      "SELECT id, enquiry, source, digest, note, salt, actor_salt, account, asked, state, reason,"
      " leaf, receipt, (SELECT day FROM inspected WHERE inspected.enquiry = question.enquiry)"
      " FROM question WHERE enquiry = ? AND source = ?"};
  storage::Statement set_inspected_{
      database_,
      "INSERT OR REPLACE INTO inspected (enquiry, day, account, said) VALUES (?, ?, ?, ?)"};
};

// asked_numbers() are those under which an enquiry asked about its home; none of one that was asked
// before they were written down.
Result<std::vector<HomeId>> asked_numbers(const storage::Database& database, const Token& enquiry);

// own_questions() are all, the newest first, or those of one enquiry; unsent_questions() those that
// were only written down, likewise; answered_rows() what has come
// of the answer to one, by type of record and day.
Result<std::vector<OwnQuestion>> own_questions(const storage::Database& database,
                                               const std::optional<Token>& enquiry);
Result<std::vector<OwnQuestion>> unsent_questions(const storage::Database& database);
Result<std::vector<AnsweredRow>> answered_rows(const storage::Database& database,
                                               std::int64_t question);

// no_such_enquiry() is kNotFound: of an id that none of them has.
Error no_such_enquiry();

// The query of an answer's rows, which a test holds against their tables' order. SQLite 3.40 would
// look for what is newest of an event between the first and the last of its answer, but for `+`.
inline constexpr std::string_view kAnsweredRows =
    "SELECT newest.event_token, newest.revision, brought.number, newest.fields, row.pseudonym,"
    " coalesce((SELECT reason FROM mark WHERE mark.event_token = row.event_token AND"
    "  mark.source = row.source AND kind = 2), 0),"
    " coalesce((SELECT reason FROM mark WHERE mark.event_token = row.event_token AND"
    "  mark.source = row.source AND kind = 3), 0) FROM answer_row AS row"
    " CROSS JOIN row AS newest ON newest.source = row.source"
    " AND newest.event_token = +row.event_token AND newest.superseded = 0"
    " CROSS JOIN parcel AS brought ON brought.id = newest.parcel"
    " WHERE row.question = ? GROUP BY row.type, row.event_token, row.source"
    " ORDER BY row.type, row.event_token";

}  // namespace stile::agent
