#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/civil_time.h"
#include "core/base/result.h"
#include "core/record/codes.h"
#include "core/storage/database.h"
#include "core/storage/statement.h"

namespace stile::agent {

// kApprovalSchema is the step of the intake store from 5 to 6: questions that a person has to
// approve, each decided once: 1 approved, 2 refused, 3 expired; and those that are declined, by
// record::Declined, until the regulator is told.
inline constexpr std::string_view kApprovalSchema = R"sql(
CREATE TABLE approval (
  question INTEGER PRIMARY KEY REFERENCES question,
  due INTEGER NOT NULL,
  decision INTEGER NOT NULL DEFAULT 0 CHECK (decision BETWEEN 0 AND 3),
  account TEXT NOT NULL DEFAULT '',
  decided INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE TABLE declined (
  question INTEGER PRIMARY KEY REFERENCES question,
  why INTEGER NOT NULL,
  told INTEGER NOT NULL DEFAULT 0 CHECK (told IN (0, 1))
) STRICT;
CREATE TRIGGER approval_update BEFORE UPDATE ON approval
WHEN old.decision <> 0 OR new.question <> old.question OR new.due <> old.due
BEGIN SELECT RAISE(ABORT, 'a decision about a question never changes'); END;
CREATE TRIGGER approval_delete BEFORE DELETE ON approval
BEGIN SELECT RAISE(ABORT, 'a decision about a question is never deleted'); END;
CREATE TRIGGER declined_update BEFORE UPDATE OF question, why ON declined
BEGIN SELECT RAISE(ABORT, 'why a question was declined never changes'); END;
)sql";

// Decided is what became of a question that a person has to approve, once and for all.
enum class Decided { kNone = 0, kApproved, kRefused, kExpired };

// Approval is until when a question waits for a person, and what was decided. `due` is 0 where
// nobody has to approve it.
struct Approval {
  Instant due = 0;  // the last moment is the one before
  Decided decision = Decided::kNone;
  Instant decided_at = 0;
  std::string account = {};  // who decided; empty: nobody did in time

  bool waits() const { return due != 0 && decision == Decided::kNone; }
};

// Approvals are the statements about questions that a person has to approve, and about those that
// are declined, until the regulator can be told. What changes the store is used as IntakeTables is,
// of which it is a part; late() also beside the writer. It borrows the database.
class Approvals {
 public:
  explicit Approvals(const storage::Database& database) : database_(database) {}

  // wait() lets a question wait, once. decide() settles one that waits: kConflict where another
  // decision stands.
  Status wait(std::int64_t question, Instant due);
  Status decide(std::int64_t question, Decided decision, std::string_view account, Instant now);
  // waiting() is how many wait for a person.
  Result<std::uint64_t> waiting();
  // overdue() are the questions whose time is over at `now`, and late() those half of whose time
  // is: of what still waits, oldest first.
  Result<std::vector<std::int64_t>> overdue(Instant now);
  Result<std::vector<std::int64_t>> late(Instant now);

  // decline() says why a question is answered with nothing; the first reason stands. told() is that
  // the regulator is told, or never can be.
  Status decline(std::int64_t question, record::Declined why);
  Status told(std::int64_t question);

 private:
  const storage::Database& database_;
  storage::Statement wait_{
      database_, "INSERT INTO approval (question, due) VALUES (?, ?) ON CONFLICT DO NOTHING"};
  storage::Statement decide_{
      database_,
      "UPDATE approval SET decision = ?2, account = ?3, decided = ?4 WHERE question = ?1"
      " AND decision = 0"};
  storage::Statement waiting_{
      database_,
      "SELECT count(*) FROM approval AS a JOIN question AS q ON q.id = a.question"
      " WHERE a.decision = 0 AND q.state = 1"};
  storage::Statement overdue_{
      database_,
      "SELECT a.question FROM approval AS a JOIN question AS q ON q.id = a.question"
      " WHERE a.decision = 0 AND q.state = 1 AND a.due <= ? ORDER BY a.question"};
  storage::Statement late_{
      database_,
      "SELECT a.question FROM approval AS a JOIN question AS q ON q.id = a.question"
      " WHERE a.decision = 0 AND q.state = 1 AND q.came + (a.due - q.came) / 2 <= ?"
      " ORDER BY a.question"};
  storage::Statement decline_{
      database_, "INSERT INTO declined (question, why) VALUES (?, ?) ON CONFLICT DO NOTHING"};
  storage::Statement told_{database_, "UPDATE declined SET told = 1 WHERE question = ?"};
};

}  // namespace stile::agent
