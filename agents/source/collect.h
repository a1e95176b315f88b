#pragma once

#include <vector>

#include "core/base/result.h"
#include "core/storage/statement.h"

namespace stile::agent {

// collect() reads every row of an answer by `read`, Status(const storage::Rows&, T&).
template <typename T, typename Read>
Result<std::vector<T>> collect(Result<storage::Rows> started, const Read& read) {
  if (!started.ok()) return started.error();
  std::vector<T> all;
  for (;;) {
    STILE_TRY(const bool more, started->next());
    if (!more) return all;
    STILE_CHECKED(read(started.value(), all.emplace_back()));
  }
}

}  // namespace stile::agent
