#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/bytes.h"
#include "core/base/civil_time.h"
#include "core/base/result.h"
#include "core/storage/database.h"
#include "core/storage/statement.h"

namespace stile::agent {

// ExerciseContact is what has become of an exercise with one contact who may be on duty. It is
// about nobody: it asks whether this contact can be told, and answers.
struct ExerciseContact {
  std::int64_t parcel = 0;
  std::string source;  // SPIFFE identity
  std::string agreement_id;
  std::uint64_t number = 0;
  Hash consignment{};
  std::string contact;  // its code
  Token reference{};
  Instant arrived = 0;
  Instant told = 0;      // when a means took it; 0: none has
  Instant answered = 0;  // 0: nobody has
  std::string account;   // who answered
};

// exercise_reference() is what one contact is told of one exercise: 16 bytes of the SHA-256 of
// "stile-exercise/v1", a newline, the consignment's digest and the contact's code.
Token exercise_reference(const Hash& consignment, std::string_view contact);

// exercises() are, contact by contact in the order of the directory, the newest exercise of each
// source, or all, in the order in which they came.
Result<std::vector<ExerciseContact>> exercises(const storage::Database& database, bool all);

// ExerciseTables are the statements of InboxStore about exercises.
class ExerciseTables {
 public:
  explicit ExerciseTables(const storage::Database& database) : database_(database) {}

  Status add(const ExerciseContact& contact);
  // of_reference() is one contact's; of_parcel() those of the whole exercise; open() those that
  // came after `since` and were not answered.
  Result<std::optional<ExerciseContact>> of_reference(const Token& reference);
  Result<std::vector<ExerciseContact>> of_parcel(std::int64_t parcel);
  Result<std::vector<ExerciseContact>> open(Instant since);
  // tell() and answer() keep the first time only.
  Status tell(const Token& reference, Instant now);
  Status answer(const Token& reference, Instant now, std::string_view account);

 private:
  const storage::Database& database_;
  storage::Statement add_{database_,
                          "INSERT INTO exercise (parcel, contact, reference, arrived)"
                          " VALUES (?, ?, ?, ?)"};
  storage::Statement of_reference_{database_, "SELECT * FROM kept_exercise WHERE reference = ?"};
  storage::Statement of_parcel_{database_,
                                "SELECT * FROM kept_exercise WHERE parcel = ? ORDER BY id"};
  storage::Statement open_{
      database_, "SELECT * FROM kept_exercise WHERE answered = 0 AND arrived > ? ORDER BY id"};
  storage::Statement tell_{database_,
                           "UPDATE exercise SET told = ?2 WHERE reference = ?1 AND told = 0"};
  storage::Statement answer_{database_,
                             "UPDATE exercise SET answered = ?2, account = ?3 WHERE reference = ?1"
                             " AND answered = 0"};
};

}  // namespace stile::agent
