#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "core/base/result.h"
#include "core/crypto/note.h"
#include "core/ledger/checkpoint.h"
#include "core/ledger/merkle.h"
#include "core/storage/database.h"
#include "core/storage/statement.h"

namespace stile::gateway {

// kLeavesPerStep is what one step takes that has to leave room for others: some milliseconds.
inline constexpr std::uint64_t kLeavesPerStep = 4'000;

// LedgerCheck goes through the ledger in a store's file, from its first leaf to the newest
// checkpoint that there was at open(), beside whoever writes. Every body is hashed and every stored
// hash computed anew, and the root has to be the one that the log signed: a leaf, body or hash that
// was altered, moved, removed or invented is kIntegrity, and its place is named. A body may be
// missing only below the log-retention date. One thread.
class LedgerCheck {
 public:
  static Result<std::unique_ptr<LedgerCheck>> open(const std::string& path,
                                                   const crypto::NoteVerifier& log);

  // step() goes on by at most `leaves`; true once all are checked. What it read of the file is one
  // moment's, so that it keeps no writer from tidying up for longer than that.
  Result<bool> step(std::uint64_t leaves);

 private:
  LedgerCheck(storage::Database database, ledger::Checkpoint end)
      : database_(std::move(database)), end_(std::move(end)) {}
  Status check_slice(std::uint64_t until, std::uint64_t bodies_from);
  Status check_leaf(storage::Rows& bodies, storage::Rows& hashes, std::uint64_t bodies_from);

  storage::Database database_;
  const ledger::Checkpoint end_;
  ledger::Frontier tree_;  // of the leaves checked so far
  // Of one leaf, kept for their memory.
  std::string body_;
  std::vector<Hash> completed_;

  storage::Statement bodies_{
      database_, "SELECT coalesce(body, '') FROM leaf WHERE idx >= ? AND idx < ? ORDER BY idx"};
  storage::Statement hashes_{database_,
                             "SELECT hash FROM tree_hash WHERE idx >= ? AND idx < ? ORDER BY idx"};
};

}  // namespace stile::gateway
