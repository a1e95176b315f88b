#pragma once

#include <set>

#include "core/base/bytes.h"
#include "core/base/result.h"
#include "core/storage/statement.h"

namespace stile::agent {

// for_each() calls `read`, Status(const Rows&), for every row that the statement answers to these
// values, and stops at the first failure, which it returns.
template <typename Read, typename... T>
Status for_each(storage::Statement& statement, const Read& read, const T&... values) {
  STILE_TRY(storage::Rows rows, statement.start(values...));
  while (true) {
    STILE_TRY(const bool found, rows.next());
    if (!found) return ok();
    STILE_CHECKED(read(rows));
  }
}

// tokens_in() are the tokens that the statement answers to these values, in its one column.
template <typename... T>
Result<std::set<Token>> tokens_in(storage::Statement& statement, const T&... values) {
  std::set<Token> found;
  const auto take = [&found](const storage::Rows& rows) -> Status {
    Token token{};
    STILE_CHECKED(rows.read(token));
    found.insert(token);
    return ok();
  };
  STILE_CHECKED(for_each(statement, take, values...));
  return found;
}

}  // namespace stile::agent
