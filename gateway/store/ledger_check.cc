#include "gateway/store/ledger_check.h"

#include <algorithm>
#include <thread>
#include <utility>

namespace stile::gateway {
namespace {

using storage::Rows;

Error broken(const std::string& what) {
  return {Reason::kIntegrity, "the store is damaged: " + what};
}

// newest_checkpoint() is of no leaves while nothing was signed.
Result<ledger::Checkpoint> newest_checkpoint(const storage::Database& database,
                                             const crypto::NoteVerifier& log) {
  storage::Statement newest(database, "SELECT note FROM checkpoint ORDER BY size DESC LIMIT 1");
  STILE_TRY(Rows rows, newest.start());
  STILE_TRY(const bool found, rows.next());
  if (!found) return ledger::Checkpoint{log.name(), 0, ledger::empty_root()};
  std::string note;
  STILE_CHECKED(rows.read(note));
  auto checkpoint = ledger::verify_checkpoint(note, log);
  if (!checkpoint.ok()) return broken("the newest checkpoint: " + checkpoint.error().detail);
  return checkpoint;
}

// read_next() reads the next of rows that are as many as their numbers, so that one which is
// missing is missed at the end at the latest.
template <typename T>
Status read_next(Rows& rows, const char* what, std::uint64_t index, T& value) {
  STILE_TRY(const bool found, rows.next());
  if (found) return rows.read(value);
  return broken(what + std::to_string(index) + ", or one before it, is missing");
}

}  // namespace

Result<std::unique_ptr<LedgerCheck>> LedgerCheck::open(const std::string& path,
                                                       const crypto::NoteVerifier& log) {
  STILE_TRY(storage::Database bodies, storage::Database::open(path, storage::OpenMode::kRead));
  STILE_TRY(storage::Database tree, storage::Database::open(path, storage::OpenMode::kRead));
  STILE_TRY(ledger::Checkpoint end, newest_checkpoint(tree, log));
  return std::unique_ptr<LedgerCheck>(
      new LedgerCheck(std::move(bodies), std::move(tree), std::move(end)));
}

Status LedgerCheck::whole(const std::string& path, const crypto::NoteVerifier& log) {
  STILE_TRY(const auto check, open(path, log));
  for (bool done = false; !done;) {
    STILE_TRY(done, check->step(kLeavesAtOnce));
  }
  return ok();
}

// Bodies and tree are each as much reading and hashing as the other, and meet in the leaves'
// hashes.
Result<bool> LedgerCheck::step(std::uint64_t leaves) {
  const std::uint64_t from = tree_.size();
  const std::uint64_t until = from + std::min(leaves, end_.size - from);
  Status hashed;
  std::jthread beside([&] { hashed = bodies_.hash(from, until); });
  const Status tree = check_tree(until);
  beside.join();
  STILE_CHECKED(check_bodies(from));
  STILE_CHECKED(hashed);
  STILE_CHECKED(tree);
  if (tree_.size() < end_.size) return false;
  if (tree_.root() != end_.root) return broken("the tree's root is not the one that was signed");
  return true;
}

// One read transaction, so that bodies and the date to which they may be missing are of one moment.
Status LedgerCheck::Bodies::hash(std::uint64_t from, std::uint64_t until) {
  hashes.clear();
  STILE_CHECKED(database.run("BEGIN"));
  STILE_TRY(const std::int64_t kept, database.integer("SELECT bodies_from FROM setting"));
  {
    STILE_TRY(Rows rows, query.start(from, until));
    for (std::uint64_t index = from; index < until; ++index) {
      STILE_CHECKED(hash_next(rows, index, static_cast<std::uint64_t>(kept)));
    }
  }
  return database.run("COMMIT");
}

Status LedgerCheck::Bodies::hash_next(Rows& rows, std::uint64_t index, std::uint64_t bodies_from) {
  STILE_CHECKED(read_next(rows, "leaf ", index, body));
  if (body.empty() && index >= bodies_from) {
    return broken("the body of leaf " + std::to_string(index) + " is missing before its date");
  }
  hashes.push_back(body.empty() ? std::nullopt : std::optional(ledger::leaf_hash(body)));
  return ok();
}

Status LedgerCheck::check_tree(std::uint64_t until) {
  leaves_.clear();
  STILE_TRY(Rows hashes, hashes_.start(ledger::stored_hash_count(tree_.size()),
                                       ledger::stored_hash_count(until)));
  while (tree_.size() < until) STILE_CHECKED(check_leaf(hashes));
  return ok();
}

Status LedgerCheck::check_leaf(Rows& hashes) {
  std::uint64_t place = ledger::stored_hash_count(tree_.size());
  Hash stored;
  STILE_CHECKED(read_next(hashes, "tree hash ", place, stored));
  leaves_.push_back(stored);
  completed_.clear();
  tree_.append(stored, completed_);
  for (std::size_t i = 1; i < completed_.size(); ++i) {
    STILE_CHECKED(read_next(hashes, "tree hash ", ++place, stored));
    if (stored != completed_[i]) return broken("tree hash " + std::to_string(place) + " is wrong");
  }
  return ok();
}

// Both may have been read only so far.
Status LedgerCheck::check_bodies(std::uint64_t from) const {
  const std::size_t both = std::min(leaves_.size(), bodies_.hashes.size());
  for (std::size_t i = 0; i < both; ++i) {
    const auto& hash = bodies_.hashes[i];
    if (hash.has_value() && *hash != leaves_[i]) {
      return broken("leaf " + std::to_string(from + i) + " is not the one that was hashed");
    }
  }
  return ok();
}

}  // namespace stile::gateway
