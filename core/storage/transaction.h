#pragma once

#include "core/base/result.h"

struct sqlite3;

namespace stile::storage {

class Database;

// Transaction makes all that is written on its connection while it lives one unit: durable
// when commit() has succeeded, else rolled back when it ends. Move-only; one at a time on a
// connection, in that connection's thread.
class Transaction {
 public:
  // begin() takes the write lock at once (BEGIN IMMEDIATE), so that no later statement can
  // fail for want of it.
  static Result<Transaction> begin(Database& database);

  // commit() after which kIo means that nobody knows whether it is durable; kIntegrity, that
  // a deferred constraint refused and nothing is changed. At most once.
  Status commit();

  Transaction(Transaction&& other) noexcept;
  Transaction& operator=(Transaction&&) = delete;
  Transaction(const Transaction&) = delete;
  Transaction& operator=(const Transaction&) = delete;
  ~Transaction();

 private:
  explicit Transaction(sqlite3* connection) : connection_(connection) {}
  sqlite3* connection_;  // null once committed or moved from
};

}  // namespace stile::storage
