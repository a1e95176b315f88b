#pragma once

#include <gtest/gtest.h>
#include <sqlite3.h>

#include <string>

namespace stile::gateway {

// raw() runs SQL on the file behind the store's back, as somebody with the SQLite command
// would, and gives the result code.
inline int raw(const std::string& path, const std::string& sql) {
  sqlite3* connection = nullptr;
  EXPECT_EQ(sqlite3_open(path.c_str(), &connection), SQLITE_OK);
  const int code = sqlite3_exec(connection, sql.c_str(), nullptr, nullptr, nullptr);
  EXPECT_EQ(sqlite3_close(connection), SQLITE_OK);
  return code;
}

}  // namespace stile::gateway
