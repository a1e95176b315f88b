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

// one_value() is the only column of the only row.
template <typename T>
Result<T> one_value(Result<storage::Rows> started) {
  if (!started.ok()) return started.error();
  STILE_TRY(const bool found, started->next());
  if (!found) return Error{Reason::kIntegrity, "intake store: something that was kept is gone"};
  T value{};
  STILE_CHECKED(started->read(value));
  return value;
}

}  // namespace stile::agent
