#pragma once

#include <cstdint>
#include <memory>
#include <optional>
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
// kLeavesAtOnce is the most that is worth while where there is nobody else.
inline constexpr std::uint64_t kLeavesPerStep = 4'000;
inline constexpr std::uint64_t kLeavesAtOnce = 50'000;

// LedgerCheck goes through the ledger in a store's file, from its first leaf to the newest
// checkpoint that there was at open(), beside whoever writes. Every body is hashed and every stored
// hash computed anew, and the root has to be the one that the log signed: a leaf, body or hash that
// was altered, moved, removed or invented is kIntegrity, and its place is named. A body may be
// missing only below the log-retention date. One thread, which has another hash the bodies beside
// it while a step lasts.
class LedgerCheck {
 public:
  static Result<std::unique_ptr<LedgerCheck>> open(const std::string& path,
                                                   const crypto::NoteVerifier& log);

  // whole() does all steps, one after the other.
  static Status whole(const std::string& path, const crypto::NoteVerifier& log);

  // step() goes on by at most `leaves`; true once all are checked. Of bodies, and of the tree, it
  // reads one moment's each, and keeps no writer from tidying up for longer than that.
  Result<bool> step(std::uint64_t leaves);

 private:
  // Bodies reads what leaves say, on a connection of its own.
  struct Bodies {
    explicit Bodies(storage::Database file) : database(std::move(file)) {}
    Status hash(std::uint64_t from, std::uint64_t until);
    Status hash_next(storage::Rows& rows, std::uint64_t index, std::uint64_t bodies_from);

    storage::Database database;
    storage::Statement query{
        database, "SELECT coalesce(body, '') FROM leaf WHERE idx >= ? AND idx < ? ORDER BY idx"};
    std::string body;
    std::vector<std::optional<Hash>> hashes;  // of each leaf read; nothing where its body is gone
  };

  LedgerCheck(storage::Database bodies, storage::Database tree, ledger::Checkpoint end)
      : bodies_(std::move(bodies)), database_(std::move(tree)), end_(std::move(end)) {}
  Status check_tree(std::uint64_t until);
  Status check_leaf(storage::Rows& hashes);
  Status check_bodies(std::uint64_t from) const;

  Bodies bodies_;
  storage::Database database_;
  const ledger::Checkpoint end_;
  ledger::Frontier tree_;        // of the leaves checked so far
  std::vector<Hash> leaves_;     // their stored hashes, of the last step
  std::vector<Hash> completed_;  // by one leaf, kept for its memory

  storage::Statement hashes_{database_,
                             "SELECT hash FROM tree_hash WHERE idx >= ? AND idx < ? ORDER BY idx"};
};

}  // namespace stile::gateway
