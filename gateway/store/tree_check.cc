#include "gateway/store/tree_check.h"

#include <optional>
#include <string>
#include <vector>

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

// recomputed() grows the tree from the stored leaf hashes and checks every hash in between.
Result<ledger::Frontier> recomputed(storage::Database& database) {
  storage::Statement all(database, "SELECT idx, hash FROM tree_hash ORDER BY idx");
  STILE_TRY(storage::Rows rows, all.start());
  ledger::Frontier frontier;
  std::vector<Hash> expected;  // hashes that the newest leaf completes, itself first
  std::size_t met = 0;         // how many of them were found
  for (std::uint64_t next = 0;; ++next) {
    STILE_TRY(const bool more, rows.next());
    if (!more) break;
    std::uint64_t index = 0;
    Hash hash;
    STILE_CHECKED(rows.read(index, hash));
    if (index != next) return broken("tree hash " + std::to_string(next) + " is missing");
    if (met == expected.size()) {
      expected = frontier.append(hash);
      met = 0;
    }
    if (expected[met] != hash) return broken("tree hash " + std::to_string(next) + " is wrong");
    ++met;
  }
  if (met != expected.size()) return broken("the last tree hashes are missing");
  return frontier;
}

}  // namespace

Result<std::uint64_t> check_tree(storage::Database& database) {
  STILE_TRY(const std::optional<ledger::Checkpoint> checkpoint, newest_checkpoint(database));
  STILE_TRY(const ledger::Frontier tree, recomputed(database));
  const std::uint64_t size = checkpoint.has_value() ? checkpoint->size : 0;
  if (tree.size() != size) return broken("the tree and the newest checkpoint differ in size");
  if (checkpoint.has_value() && tree.root() != checkpoint->root) {
    return broken("the tree's root is not the newest checkpoint's");
  }
  STILE_TRY(const std::int64_t leaves, database.integer("SELECT count(*) FROM leaf"));
  STILE_TRY(const std::int64_t end, database.integer("SELECT coalesce(max(idx) + 1, 0) FROM leaf"));
  if (std::cmp_not_equal(leaves, size) || std::cmp_not_equal(end, size)) {
    return broken("leaves are missing or too many");
  }
  return size;
}

}  // namespace stile::gateway
