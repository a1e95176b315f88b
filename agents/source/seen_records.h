#pragma once

#include <memory>
#include <optional>

#include "agents/source/intake_types.h"
#include "core/base/result.h"
#include "core/storage/database.h"
#include "core/storage/statement.h"

namespace stile::agent {

// SeenRecords holds the records of one export on one way, and what was last decided of each, in a
// temporary file: however large the export, a megabyte of memory. It holds of each row what the
// intake store would hold of it: references, homes and keyed digests. The file has no name, is open
// to this account alone and ends with the run. One thread.
class SeenRecords {
 public:
  static Result<std::unique_ptr<SeenRecords>> open();

  // put() takes the place of what was put of the same record before. All keys of a way have the
  // same route and system.
  Status put(const RecordKey& key, const KnownRecord& record);
  Result<std::optional<KnownRecord>> find(const RecordKey& key);

 private:
  explicit SeenRecords(storage::Database database) : database_(std::move(database)) {}

  storage::Database database_;
  storage::Statement put_{
      database_,
      "INSERT OR REPLACE INTO seen (reference, child, event_token, revision, digest, home, facts,"
      " lives, withdrawn) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)"};
  storage::Statement find_{database_,
                           "SELECT event_token, revision, digest, home, facts, lives, withdrawn"
                           " FROM seen"
                           " WHERE reference = ? AND child = ?"};
};

}  // namespace stile::agent
