#pragma once

#include "core/base/result.h"

struct sqlite3;

namespace stile::storage {

// sqlite_error() is what the connection's last failed call, of extended result code `code`,
// means to us. The text is SQLite's: it names tables and columns, never a row's content.
Error sqlite_error(sqlite3* connection, int code);

}  // namespace stile::storage
