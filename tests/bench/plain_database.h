#pragma once

#include <sqlite3.h>

#include <string>
#include <string_view>

namespace stile::bench {

// PlainDatabase is a new SQLite file as the floors use it: write-ahead log, synchronous=FULL,
// and nothing of what the product adds. A failure ends the program: there is nothing to measure.
class PlainDatabase {
 public:
  PlainDatabase(const std::string& path, const std::string& tables);
  PlainDatabase(const PlainDatabase&) = delete;
  PlainDatabase& operator=(const PlainDatabase&) = delete;
  ~PlainDatabase();

  void run(const char* sql);
  sqlite3* connection() const { return database_; }

 private:
  sqlite3* database_ = nullptr;
};

// PlainInsert is one prepared statement whose values are all blobs.
class PlainInsert {
 public:
  PlainInsert(const PlainDatabase& database, const char* sql);
  PlainInsert(const PlainInsert&) = delete;
  PlainInsert& operator=(const PlainInsert&) = delete;
  ~PlainInsert();

  template <typename... Blob>
  void run(const Blob&... values) {
    int index = 0;
    (bind(++index, values), ...);
    step();
  }

 private:
  void bind(int index, std::string_view bytes);
  void step();

  sqlite3_stmt* statement_ = nullptr;
};

}  // namespace stile::bench
