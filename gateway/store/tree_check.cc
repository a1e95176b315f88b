#include "gateway/store/tree_check.h"

#include <optional>
#include <string>
#include <utility>

#include "core/crypto/note.h"
#include "core/ledger/checkpoint.h"
#include "core/ledger/merkle.h"
#include "core/storage/statement.h"

namespace stile::gateway {
namespace {

Error broken(const std::string& what) {
  return {Reason::kIntegrity, "the store is damaged: " + what};
}

// newest_checkpoint() is nothing when no checkpoint was ever kept.
Result<std::optional<ledger::Checkpoint>> newest_checkpoint(storage::Database& database) {
  storage::Statement newest(database,
                            "SELECT size, note FROM checkpoint ORDER BY size DESC LIMIT 1");
  STILE_TRY(storage::Rows rows, newest.start());
  STILE_TRY(const bool found, rows.next());
  if (!found) return std::optional<ledger::Checkpoint>();
  std::uint64_t size = 0;
  std::string text;
  STILE_CHECKED(rows.read(size, text));
  const Result<crypto::Note> note = crypto::parse_note(text);
  if (!note.ok()) return broken("the newest checkpoint is not a signed note");
  const Result<ledger::Checkpoint> checkpoint = ledger::parse_checkpoint_text(note->text);
  if (!checkpoint.ok()) return broken("the newest checkpoint does not read");
  if (checkpoint->size != size) return broken("the newest checkpoint is kept for another size");
  return std::optional(*checkpoint);
}

// FileHashes reads the stored hashes of a database.
class FileHashes : public ledger::HashReader {
 public:
  explicit FileHashes(const storage::Database& database)
      : stored_hash_(database, "SELECT hash FROM tree_hash WHERE idx = ?") {}

  Result<Hash> stored_hash(std::uint64_t index) const override {
    STILE_TRY(storage::Rows rows, stored_hash_.start(index));
    STILE_TRY(const bool found, rows.next());
    if (!found) return broken("tree hash " + std::to_string(index) + " is missing");
    Hash hash;
    STILE_CHECKED(rows.read(hash));
    return hash;
  }

 private:
  mutable storage::Statement stored_hash_;
};

}  // namespace

Result<std::uint64_t> check_tree(storage::Database& database) {
  STILE_TRY(const std::optional<ledger::Checkpoint> checkpoint, newest_checkpoint(database));
  const std::uint64_t size = checkpoint.has_value() ? checkpoint->size : 0;
  STILE_TRY(const std::int64_t hashes,
            database.integer("SELECT coalesce(max(idx) + 1, 0) FROM tree_hash"));
  STILE_TRY(const std::int64_t leaves,
            database.integer("SELECT coalesce(max(idx) + 1, 0) FROM leaf"));
  if (std::cmp_not_equal(hashes, ledger::stored_hash_count(size))) {
    return broken("the tree and the newest checkpoint differ in size");
  }
  if (std::cmp_not_equal(leaves, size)) return broken("leaves are missing or too many");
  STILE_TRY(const auto tree, ledger::Frontier::restore(size, FileHashes(database)));
  if (checkpoint.has_value() && tree.root() != checkpoint->root) {
    return broken("the tree's root is not the newest checkpoint's");
  }
  return size;
}

}  // namespace stile::gateway
