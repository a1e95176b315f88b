#pragma once

#include <cstdint>
#include <functional>
#include <string_view>
#include <vector>

#include "agents/recipient/change.h"
#include "core/base/result.h"
#include "core/storage/database.h"

namespace stile::agent {

// ChangeReader reads on a connection that outlives it, as NoticeReader does. Errors are those of
// storage::Database. One thread.
class ChangeReader {
 public:
  explicit ChangeReader(const storage::Database& database) : database_(database) {}

  // each() goes through all changes in the order in which they came, and each_open() through those
  // that wait for a person. They stop at the first failure of `take`, which they return.
  Status each(const std::function<Status(Change)>& take);
  Status each_open(const std::function<Status(Change)>& take);

  // erased() are the rows that a withdrawal destroyed, by parcel and position.
  Result<std::vector<ErasedRow>> erased(std::int64_t change);

 private:
  Status each_of(std::string_view sql, const std::function<Status(Change)>& take);

  const storage::Database& database_;
};

}  // namespace stile::agent
