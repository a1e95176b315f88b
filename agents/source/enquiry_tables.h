#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "agents/source/approvals.h"
#include "agents/source/intake_types.h"
#include "core/base/result.h"
#include "core/record/question.h"
#include "core/storage/database.h"
#include "core/storage/statement.h"

namespace stile::agent {

// AnswerRow is what an agreement about enquiries would let go of a record, if it was asked for: its
// treated fields and what routes it, and nothing by which anybody could be found but the keyed
// digest of the child.
struct AnswerRow {
  RecordKey key = {};  // its route is that of the agreement about enquiries
  record::RecordType type = record::RecordType::kCallOut;
  std::string home = {};
  Day day = 0;
  Bytes fields = {};    // canonical; empty: what the agreement does not let go is only counted
  Bytes envelope = {};  // canonical
  Bytes facts = {};     // what it adds to its home's month (month_facts.h); empty: nobody knows
  // Somebody who has the record was told that it is disputed, under review or restricted.
  bool marked = false;
};

// NoAnswer is a record of which nothing is kept any more: by its system and reference, and of one
// child where one is named.
struct NoAnswer {
  std::int64_t system = 0;
  std::string reference = {};
  std::optional<ChildDigest> child = {};
};

// KeptMonth is how the rows of a month stand here that such an agreement may ask for: that an
// export of the system was read while the agreement was in force, how many rows of it could not be
// read, and whether the month was over by then.
struct KeptMonth {
  std::int64_t route = 0;
  Month month = {};
  std::string system = {};
  record::RecordType type = record::RecordType::kCallOut;
  std::uint64_t rejected = 0;
  bool whole = false;
};

// QuestionState is how far a question has come at the source that is asked. A refused one is never
// answered any more.
enum class QuestionState { kWaiting = 1, kAnswered, kRefused };

// AskedQuestion is one as it is kept.
struct AskedQuestion {
  std::int64_t id = 0;
  Bytes note = {};
  Instant came = 0;
  QuestionState state = QuestionState::kWaiting;
  std::string why = {};                           // it waits still, or was refused
  Approval approval = {};                         // by a person, where the agreement asks for it
  std::optional<record::Declined> declined = {};  // what who asked is told of a refusal
};

// EnquiryTables is every statement about what is kept to be asked for, and about who asked. It is
// used as IntakeTables is, of which it is a part.
class EnquiryTables {
 public:
  explicit EnquiryTables(const storage::Database& database) : database_(database) {}

  // keep() puts a row in the place of what was kept of its record. forget() is for one route, or
  // for all there are: how many rows it was. forget_of_recipient() is for every route to the one
  // whom the key's leads to.
  Status keep(const AnswerRow& row);
  Status forget(const RecordKey& key);
  Status forget_of_recipient(const RecordKey& key);
  Result<std::uint64_t> forget(const NoAnswer& record);
  // next_home() is the home behind that one, in the order of their texts, of which something is
  // kept. forget_before() is of what happened there before that day,
  // but for children of whom `held` is the digests: how many rows it was.
  Result<std::optional<std::string>> next_home(std::string_view after);
  Result<std::uint64_t> forget_before(std::string_view home, Day day, ByteView held);
  // routes() are those that something is kept for.
  Result<std::vector<std::int64_t>> routes();
  // kept() are the rows of a route about a home, under that number, of the days asked about, in no
  // order.
  Result<std::vector<AnswerRow>> kept(std::int64_t route, const HomeId& home,
                                      const record::Question& question);

  Status keep_month(const KeptMonth& month);
  // month() is how an export of a system stands; nothing was kept of it where it is not `whole`.
  Result<KeptMonth> month(std::int64_t route, const Month& month, std::string_view system,
                          record::RecordType type);

  // add_question() keeps one once; again it is false and changes nothing.
  Result<bool> add_question(const Hash& digest, ByteView note, const Hash& salt,
                            std::string_view leaf, std::string_view receipt, Instant came);
  // waiting() are those that are not answered yet, untold() those that are declined of which who
  // asked is not told yet, all() all of them; oldest first.
  Result<std::vector<AskedQuestion>> waiting();
  Result<std::vector<AskedQuestion>> untold();
  Result<std::vector<AskedQuestion>> all();
  // waits() is whether it is one of waiting(). settle() says what becomes of one that is, and
  // changes none that is not: what was refused meanwhile stays so.
  Result<bool> waits(std::int64_t question);
  Status settle(std::int64_t question, QuestionState state, std::string_view why);
  // add_answer() says that a consignment is part of the answer to a question, and refuse_answer()
  // that the gateway never takes it: then the question is refused and declined, and what it returns
  // is never sent, which is all of the answer that is queued.
  Status add_answer(std::int64_t consignment, std::int64_t question);
  Result<std::vector<std::int64_t>> refuse_answer(std::int64_t consignment, std::string_view why);

 private:
  const storage::Database& database_;
  storage::Statement keep_{
      database_,
      "INSERT INTO kept (route, system, reference, child, type, home, day, fields, envelope, facts)"
      " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO UPDATE SET type = excluded.type,"
      " home = excluded.home, day = excluded.day, fields = excluded.fields,"
      " envelope = excluded.envelope, facts = excluded.facts WHERE fields <> excluded.fields"
      " OR envelope <> excluded.envelope OR facts <> excluded.facts"};
  storage::Statement forget_{database_,
                             "DELETE FROM kept WHERE route = ? AND system = ? AND reference = ?"
                             " AND child = ?"};
  storage::Statement forget_of_recipient_{
      database_,
      "DELETE FROM kept WHERE route IN (SELECT other.id FROM route AS own JOIN route AS other"
      " ON other.recipient = own.recipient WHERE own.id = ?) AND system = ? AND reference = ?"
      " AND child = ?"};
  storage::Statement forget_all_{
      database_,
      "DELETE FROM kept WHERE route = ?1 AND system = ?2 AND reference = ?3"
      " AND (?4 = x'' OR child = ?4)"};
  storage::Statement next_home_{database_,
                                "SELECT home FROM kept WHERE home > ? ORDER BY home LIMIT 1"};
  storage::Statement forget_before_{
      database_,
      "DELETE FROM kept WHERE home = ? AND route IN (SELECT id FROM route) AND day < ?"
      " AND instr(?, child) = 0"};
  storage::Statement next_route_{database_,
                                 "SELECT coalesce(min(route), 0) FROM kept WHERE route > ?"};
  storage::Statement kept_{
      database_,
      "SELECT system, reference, child, type, day, fields, envelope, facts,"
      " EXISTS (SELECT 1 FROM change AS c WHERE c.system = kept.system"
      "  AND c.reference = kept.reference AND c.child = kept.child AND c.state < 3"
      "  AND c.reason BETWEEN ?5 AND ?6"
      "  AND NOT EXISTS (SELECT 1 FROM change AS l WHERE l.event_token = c.event_token"
      "   AND l.state < 3 AND l.id > c.id AND l.reason BETWEEN ?7 AND ?8))"
      " FROM kept WHERE home = ?1 AND route = ?2 AND day BETWEEN ?3 AND ?4"};
  storage::Statement keep_month_{
      database_,
      "INSERT OR REPLACE INTO kept_month (route, month, system, type, rejected, whole)"
      " VALUES (?, ?, ?, ?, ?, ?)"};
  storage::Statement month_{database_,
                            "SELECT rejected, whole FROM kept_month WHERE route = ? AND month = ?"
                            " AND system = ? AND type = ?"};
  storage::Statement add_question_{
      database_,
      "INSERT INTO question (digest, note, salt, leaf, receipt, came) VALUES (?, ?, ?, ?, ?, ?)"
      " ON CONFLICT DO NOTHING"};
  // asked_() reads those in one state, and untold of, where these are given.
  storage::Statement asked_{
      database_,
      "SELECT q.id, q.note, q.came, q.state, q.why, coalesce(a.due, 0), coalesce(a.decision, 0),"
      " coalesce(a.decided, 0), coalesce(a.account, ''), coalesce(d.why, 0)"
      " FROM question AS q LEFT JOIN approval AS a ON a.question = q.id"
      " LEFT JOIN declined AS d ON d.question = q.id"
      " WHERE (?1 = 0 OR q.state = ?1) AND (?2 = 0 OR d.told = 0) ORDER BY q.id"};
  storage::Statement settle_{database_,
                             "UPDATE question SET state = ?2, why = ?3 WHERE id = ?1 AND state = 1"
                             " AND (state <> ?2 OR why <> ?3)"};
  storage::Statement waits_{database_, "SELECT state = 1 FROM question WHERE id = ?"};
  storage::Statement add_answer_{database_,
                                 "INSERT INTO answer (consignment, question) VALUES (?, ?)"};
  storage::Statement refuse_answer_{
      database_,
      "UPDATE question SET state = 3, why = ?2 WHERE state <> 3"
      " AND id = (SELECT question FROM answer WHERE consignment = ?1)"};
  storage::Statement decline_{database_,
                              "INSERT INTO declined (question, why)"
                              " SELECT question, ?2 FROM answer WHERE consignment = ?1"
                              " ON CONFLICT DO NOTHING"};
  storage::Statement rest_{
      database_,
      "SELECT rest.consignment FROM answer AS one JOIN answer AS rest"
      " ON rest.question = one.question JOIN consignment AS c ON c.id = rest.consignment"
      " WHERE one.consignment = ? AND c.state = 1 ORDER BY rest.consignment"};
  storage::Statement drop_answer_{database_, "DELETE FROM answer WHERE consignment = ?"};
};

}  // namespace stile::agent
