#include "tests/bench/durable_rows.h"

#include <algorithm>
#include <chrono>

#include "core/base/bytes.h"
#include "core/base/limits.h"
#include "tests/bench/plain_database.h"

namespace stile::bench {
namespace {

constexpr std::size_t kRowBytes = 200;
constexpr char kTables[] =
    "CREATE TABLE source (key BLOB PRIMARY KEY, row BLOB NOT NULL) STRICT, WITHOUT ROWID;"
    "CREATE TABLE recipient (key BLOB PRIMARY KEY, row BLOB NOT NULL) STRICT, WITHOUT ROWID;";

Bytes key_of(std::size_t record) {
  Bytes key;
  append_u64(key, record);
  append_u64(key, record * 0x9e3779b97f4a7c15U);
  return key;
}

}  // namespace

double durable_rows(const std::string& folder, std::size_t records) {
  PlainDatabase database(folder + "/floor.db", kTables);
  PlainInsert source(database, "INSERT INTO source (key, row) VALUES (?, ?)");
  PlainInsert recipient(database, "INSERT INTO recipient (key, row) VALUES (?, ?)");
  const Bytes row(kRowBytes, 'r');
  const auto begun = std::chrono::steady_clock::now();
  for (std::size_t done = 0; done < records; done += limits::kConsignmentRowsUnsaid) {
    database.run("BEGIN");
    const auto end = std::min(records, done + limits::kConsignmentRowsUnsaid);
    for (std::size_t record = done; record < end; ++record) {
      const Bytes key = key_of(record);
      source.run(key, row);
      recipient.run(key, row);
    }
    database.run("COMMIT");
  }
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - begun).count();
}

}  // namespace stile::bench
