#include "core/storage/sqlite_error.h"

#include <sqlite3.h>

#include <string>

namespace stile::storage {
namespace {

// A constraint or trigger that refuses is an integrity failure too: what was to be written
// contradicts what is stored.
Reason reason_of(int code) {
  switch (code & 0xff) {
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
    case SQLITE_CONSTRAINT:
    case SQLITE_MISMATCH: return Reason::kIntegrity;
    default: return Reason::kIo;
  }
}

}  // namespace

Error sqlite_error(sqlite3* connection, int code) {
  const char* text = connection != nullptr ? sqlite3_errmsg(connection) : sqlite3_errstr(code);
  const char* path = connection != nullptr ? sqlite3_db_filename(connection, "main") : nullptr;
  std::string detail = path != nullptr ? std::string(path) + ": " : std::string();
  return {reason_of(code), detail + text + " (SQLite code " + std::to_string(code) + ")"};
}

}  // namespace stile::storage
