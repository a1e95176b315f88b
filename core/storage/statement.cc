#include "core/storage/statement.h"

#include <sqlite3.h>

#include <cstdlib>

#include "core/storage/database.h"
#include "core/storage/sqlite_error.h"

namespace stile::storage {

Statement::Statement(const Database& database, std::string_view sql)
    : connection_(database.connection()), sql_(sql) {}

Statement::~Statement() { sqlite3_finalize(statement_); }

Status Statement::begin(int values) {
  if (statement_ == nullptr) {
    const int code = sqlite3_prepare_v3(connection_, sql_.data(), static_cast<int>(sql_.size()),
                                        SQLITE_PREPARE_PERSISTENT, &statement_, nullptr);
    if (code != SQLITE_OK) return sqlite_error(connection_, code);
  }
  const bool misused =
      sqlite3_stmt_busy(statement_) != 0 || sqlite3_bind_parameter_count(statement_) != values;
  if (misused) std::abort();
  return ok();
}

Result<std::uint64_t> Statement::finish(Rows& rows) {
  bool more = true;
  while (more) {
    STILE_TRY(more, rows.next());
  }
  return static_cast<std::uint64_t>(sqlite3_changes64(connection_));
}

Status Statement::bind_failure(int index) const {
  return Error{Reason::kTooLarge,
               "parameter " + std::to_string(index) + " is larger than the database can hold"};
}

bool Statement::bind(int index, std::nullptr_t, Lifetime) {
  return sqlite3_bind_null(statement_, index) == SQLITE_OK;
}

bool Statement::bind(int index, std::int64_t value, Lifetime) {
  return sqlite3_bind_int64(statement_, index, value) == SQLITE_OK;
}

bool Statement::bind(int index, std::string_view text, Lifetime lifetime) {
  const char* bytes = text.data() != nullptr ? text.data() : "";
  return sqlite3_bind_text64(statement_, index, bytes, text.size(),
                             lifetime == Lifetime::kCopied ? SQLITE_TRANSIENT : SQLITE_STATIC,
                             SQLITE_UTF8) == SQLITE_OK;
}

bool Statement::bind(int index, Blob blob, Lifetime lifetime) {
  if (blob.bytes.empty()) return sqlite3_bind_zeroblob(statement_, index, 0) == SQLITE_OK;
  return sqlite3_bind_blob64(statement_, index, blob.bytes.data(), blob.bytes.size(),
                             lifetime == Lifetime::kCopied ? SQLITE_TRANSIENT : SQLITE_STATIC) ==
         SQLITE_OK;
}

}  // namespace stile::storage
