#include "agents/recipient/exercise.h"

#include <algorithm>
#include <utility>

#include "core/crypto/digest.h"

namespace stile::agent {
namespace {

using storage::Rows;

Result<std::vector<ExerciseContact>> collect(Result<Rows> started) {
  STILE_TRY(Rows rows, std::move(started));
  std::vector<ExerciseContact> all;
  while (true) {
    STILE_TRY(const bool found, rows.next());
    if (!found) return all;
    ExerciseContact& one = all.emplace_back();
    std::int64_t id = 0;
    std::int64_t source = 0;
    STILE_CHECKED(rows.read(id, one.parcel, source, one.source, one.agreement_id, one.number,
                            one.consignment, one.contact, one.reference, one.arrived, one.told,
                            one.answered, one.account));
  }
}

}  // namespace

Token exercise_reference(const Hash& consignment, std::string_view contact) {
  std::string text = "stile-exercise/v1\n";
  text.append(view(consignment)).append(contact);
  const Hash digest = crypto::sha256(text);
  Token reference{};
  std::copy_n(digest.begin(), reference.size(), reference.begin());
  return reference;
}

Result<std::vector<ExerciseContact>> exercises(const storage::Database& database, bool all) {
  storage::Statement statement(database,
                               "SELECT * FROM kept_exercise AS e WHERE ? OR parcel ="
                               " (SELECT max(parcel) FROM kept_exercise AS other"
                               "  WHERE other.source = e.source) ORDER BY id");
  return collect(statement.start(all ? 1 : 0));
}

Status ExerciseTables::add(const ExerciseContact& contact) {
  STILE_CHECKED(add_.run(contact.parcel, contact.contact, contact.reference, contact.arrived));
  return ok();
}

Result<std::optional<ExerciseContact>> ExerciseTables::of_reference(const Token& reference) {
  STILE_TRY(auto found, collect(of_reference_.start(reference)));
  if (found.empty()) return std::optional<ExerciseContact>();
  return std::optional(std::move(found.front()));
}

Result<std::vector<ExerciseContact>> ExerciseTables::of_parcel(std::int64_t parcel) {
  return collect(of_parcel_.start(parcel));
}

Result<std::vector<ExerciseContact>> ExerciseTables::open(Instant since) {
  return collect(open_.start(since));
}

Status ExerciseTables::tell(const Token& reference, Instant now) {
  STILE_CHECKED(tell_.run(reference, now));
  return ok();
}

Status ExerciseTables::answer(const Token& reference, Instant now, std::string_view account) {
  STILE_CHECKED(answer_.run(reference, now, account));
  return ok();
}

}  // namespace stile::agent
