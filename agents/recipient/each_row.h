#pragma once

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

}  // namespace stile::agent
