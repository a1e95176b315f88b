#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "agents/source/intake_types.h"
#include "core/base/result.h"
#include "core/storage/database.h"
#include "core/storage/statement.h"

namespace stile::agent {

// OwnCopy is the source's sealed copy of an event (own_copy.h); its key names no route.
struct OwnCopy {
  RecordKey key;
  Day day = 0;  // that it was kept, and whose key opens it
  Bytes sealed = {};
};

// Released is that an event was told on a route of the home's own authority by a data officer's
// order, though it names who placed the child: `denied` is a keyed digest of that code. Whoever is
// no data officer sees nothing of it (X1).
struct Released {
  RecordKey key;
  Token denied{};
};

// Releases are the statements about own copies and releases. What changes the store is used as
// IntakeTables is, of which it is a part; the rest also beside the writer. It borrows the database.
class Releases {
 public:
  explicit Releases(const storage::Database& database) : database_(database) {}

  // keep() puts a copy in the place of the one of an earlier revision. forget() deletes it, and
  // forget_until() all of that day and before; they give how many those were.
  Status keep(const OwnCopy& copy);
  Result<std::uint64_t> forget(const RecordKey& key);
  Result<std::uint64_t> forget_until(Day last);
  // copies() are those of a record of a system, one for each child.
  Result<std::vector<OwnCopy>> copies(std::int64_t system, std::string_view reference);

  // add() begins a release: what goes on its route of that record from then on is unlisted. end()
  // ends all of a record's; what is unlisted stays so.
  Status add(const Released& released);
  Status end(const RecordKey& key);
  // any() is whether there is one at all; of() are those of a record, one for each route.
  Result<bool> any();
  Result<std::vector<Released>> of(const RecordKey& key);

 private:
  const storage::Database& database_;
  storage::Statement keep_{database_,
                           "INSERT OR REPLACE INTO own_copy (system, reference, child, day, sealed)"
                           " VALUES (?, ?, ?, ?, ?)"};
  storage::Statement forget_{
      database_, "DELETE FROM own_copy WHERE system = ? AND reference = ? AND child = ?"};
  storage::Statement forget_until_{database_, "DELETE FROM own_copy WHERE day <= ?"};
  storage::Statement copies_{database_,
                             "SELECT system, reference, child, day, sealed FROM own_copy"
                             " WHERE system = ? AND reference = ? ORDER BY child"};
  storage::Statement add_{
      database_,
      "INSERT OR REPLACE INTO released (system, reference, child, route, denied)"
      " VALUES (?, ?, ?, ?, ?)"};
  storage::Statement end_{database_,
                          "DELETE FROM released WHERE system = ? AND reference = ? AND child = ?"};
  storage::Statement any_{database_, "SELECT 1 FROM released LIMIT 1"};
  storage::Statement of_{database_,
                         "SELECT route, denied FROM released"
                         " WHERE system = ? AND reference = ? AND child = ? ORDER BY route"};
};

}  // namespace stile::agent
