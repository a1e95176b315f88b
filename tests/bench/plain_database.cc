#include "tests/bench/plain_database.h"

#include <cstdlib>

namespace stile::bench {
namespace {

void require(int result, int expected) {
  if (result != expected) std::abort();
}

}  // namespace

PlainDatabase::PlainDatabase(const std::string& path, const std::string& tables) {
  require(sqlite3_open(path.c_str(), &database_), SQLITE_OK);
  run("PRAGMA journal_mode = WAL");
  run("PRAGMA synchronous = FULL");
  run(tables.c_str());
}

PlainDatabase::~PlainDatabase() { sqlite3_close(database_); }

void PlainDatabase::run(const char* sql) {
  require(sqlite3_exec(database_, sql, nullptr, nullptr, nullptr), SQLITE_OK);
}

PlainInsert::PlainInsert(const PlainDatabase& database, const char* sql) {
  require(sqlite3_prepare_v2(database.connection(), sql, -1, &statement_, nullptr), SQLITE_OK);
}

PlainInsert::~PlainInsert() { sqlite3_finalize(statement_); }

void PlainInsert::bind(int index, std::string_view bytes) {
  require(sqlite3_bind_blob(statement_, index, bytes.data(), static_cast<int>(bytes.size()),
                            SQLITE_STATIC),
          SQLITE_OK);
}

void PlainInsert::step() {
  require(sqlite3_step(statement_), SQLITE_DONE);
  require(sqlite3_reset(statement_), SQLITE_OK);
}

}  // namespace stile::bench
