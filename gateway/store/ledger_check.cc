#include "gateway/store/ledger_check.h"

#include <algorithm>
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
  STILE_TRY(storage::Database database, storage::Database::open(path, storage::OpenMode::kRead));
  STILE_TRY(ledger::Checkpoint end, newest_checkpoint(database, log));
  return std::unique_ptr<LedgerCheck>(new LedgerCheck(std::move(database), std::move(end)));
}

// One read transaction, so that bodies and the date to which they may be missing are of one moment.
Result<bool> LedgerCheck::step(std::uint64_t leaves) {
  const std::uint64_t until = tree_.size() + std::min(leaves, end_.size - tree_.size());
  STILE_CHECKED(database_.run("BEGIN"));
  STILE_TRY(const std::int64_t kept, database_.integer("SELECT bodies_from FROM setting"));
  STILE_CHECKED(check_slice(until, static_cast<std::uint64_t>(kept)));
  STILE_CHECKED(database_.run("COMMIT"));
  if (tree_.size() < end_.size) return false;
  if (tree_.root() != end_.root) return broken("the tree's root is not the one that was signed");
  return true;
}

Status LedgerCheck::check_slice(std::uint64_t until, std::uint64_t bodies_from) {
  STILE_TRY(Rows bodies, bodies_.start(tree_.size(), until));
  STILE_TRY(Rows hashes, hashes_.start(ledger::stored_hash_count(tree_.size()),
                                       ledger::stored_hash_count(until)));
  while (tree_.size() < until) STILE_CHECKED(check_leaf(bodies, hashes, bodies_from));
  return ok();
}

Status LedgerCheck::check_leaf(Rows& bodies, Rows& hashes, std::uint64_t bodies_from) {
  const std::uint64_t index = tree_.size();
  std::uint64_t place = ledger::stored_hash_count(index);
  Hash stored;
  STILE_CHECKED(read_next(hashes, "tree hash ", place, stored));
  STILE_CHECKED(read_next(bodies, "leaf ", index, body_));
  if (body_.empty() && index >= bodies_from) {
    return broken("the body of leaf " + std::to_string(index) + " is missing before its date");
  }
  if (!body_.empty() && ledger::leaf_hash(body_) != stored) {
    return broken("leaf " + std::to_string(index) + " is not the one that was hashed");
  }
  completed_.clear();
  tree_.append(stored, completed_);
  for (std::size_t i = 1; i < completed_.size(); ++i) {
    STILE_CHECKED(read_next(hashes, "tree hash ", ++place, stored));
    if (stored != completed_[i]) return broken("tree hash " + std::to_string(place) + " is wrong");
  }
  return ok();
}

}  // namespace stile::gateway
