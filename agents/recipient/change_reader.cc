#include "agents/recipient/change_reader.h"

#include <utility>

#include "agents/recipient/change_row.h"
#include "agents/recipient/each_row.h"
#include "core/storage/statement.h"

namespace stile::agent {

using storage::Rows;
using storage::Statement;

Status ChangeReader::each(const std::function<Status(Change)>& take) {
  return each_of("SELECT * FROM kept_change ORDER BY parcel", take);
}

Status ChangeReader::each_open(const std::function<Status(Change)>& take) {
  return each_of(
      "SELECT * FROM kept_change WHERE NOT EXISTS (SELECT 1 FROM word WHERE"
      " word.parcel = kept_change.parcel) ORDER BY parcel",
      take);
}

Status ChangeReader::each_of(std::string_view sql, const std::function<Status(Change)>& take) {
  Statement statement(database_, sql);
  return for_each(statement, [&](const Rows& rows) -> Status {
    Change change;
    STILE_CHECKED(read_change(rows, change));
    return take(std::move(change));
  });
}

Result<std::vector<ErasedRow>> ChangeReader::erased(std::int64_t change) {
  Statement statement(database_,
                      "SELECT parcel.id, position, digest FROM erased JOIN parcel ON"
                      " parcel.id = erased.parcel WHERE change = ? ORDER BY parcel.id, position");
  std::vector<ErasedRow> found;
  const auto take = [&](const Rows& rows) -> Status {
    ErasedRow& row = found.emplace_back();
    return rows.read(row.parcel, row.position, row.consignment);
  };
  STILE_CHECKED(for_each(statement, take, change));
  return found;
}

}  // namespace stile::agent
