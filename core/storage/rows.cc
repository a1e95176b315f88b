#include "core/storage/rows.h"

#include <sqlite3.h>

#include <cstdlib>

#include "core/storage/sqlite_error.h"

namespace stile::storage {

void Rows::Reset::operator()(sqlite3_stmt* statement) const {
  sqlite3_reset(statement);
  sqlite3_clear_bindings(statement);
}

Result<bool> Rows::next() {
  const int code = sqlite3_step(statement_.get());
  if (code == SQLITE_ROW) return true;
  if (code == SQLITE_DONE) return false;
  return sqlite_error(sqlite3_db_handle(statement_.get()), code);
}

void Rows::expect_columns(int count) const {
  if (sqlite3_data_count(statement_.get()) != count) std::abort();
}

Status Rows::misfit(int index) const {
  return Error{Reason::kIntegrity, std::string("a stored value has the wrong form: ") +
                                       sqlite3_column_name(statement_.get(), index)};
}

bool Rows::is_null(int index) const {
  return sqlite3_column_type(statement_.get(), index) == SQLITE_NULL;
}

bool Rows::read_one(int index, std::int64_t& to) const {
  if (sqlite3_column_type(statement_.get(), index) != SQLITE_INTEGER) return false;
  to = sqlite3_column_int64(statement_.get(), index);
  return true;
}

bool Rows::read_one(int index, std::string& to) const {
  const int type = sqlite3_column_type(statement_.get(), index);
  if (type != SQLITE_TEXT && type != SQLITE_BLOB) return false;
  // Asked as a BLOB, a TEXT is given as its stored UTF-8 bytes, NUL included. Empty is null.
  const void* bytes = sqlite3_column_blob(statement_.get(), index);
  const int length = sqlite3_column_bytes(statement_.get(), index);
  if (bytes == nullptr) {
    to.clear();
    return length == 0;
  }
  to.assign(static_cast<const char*>(bytes), static_cast<std::size_t>(length));
  return true;
}

std::optional<ByteView> Rows::blob(int index) const {
  if (sqlite3_column_type(statement_.get(), index) != SQLITE_BLOB) return std::nullopt;
  const void* bytes = sqlite3_column_blob(statement_.get(), index);
  if (bytes == nullptr) return ByteView();
  return ByteView(static_cast<const char*>(bytes),
                  static_cast<std::size_t>(sqlite3_column_bytes(statement_.get(), index)));
}

}  // namespace stile::storage
