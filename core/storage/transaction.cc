#include "core/storage/transaction.h"

#include <sqlite3.h>

#include <utility>

#include "core/storage/database.h"
#include "core/storage/sqlite_error.h"

namespace stile::storage {

Result<Transaction> Transaction::begin(Database& database) {
  STILE_CHECKED(database.run("BEGIN IMMEDIATE"));
  return Transaction(database.connection());
}

Transaction::Transaction(Transaction&& other) noexcept
    : connection_(std::exchange(other.connection_, nullptr)) {}

Status Transaction::commit() {
  const int code = sqlite3_exec(connection_, "COMMIT", nullptr, nullptr, nullptr);
  if (code != SQLITE_OK) return sqlite_error(connection_, code);
  connection_ = nullptr;
  return ok();
}

// SQLite rolls back by itself after some errors, so that there may be nothing left to do.
Transaction::~Transaction() {
  if (connection_ == nullptr || sqlite3_get_autocommit(connection_) != 0) return;
  sqlite3_exec(connection_, "ROLLBACK", nullptr, nullptr, nullptr);
}

}  // namespace stile::storage
