#include "agents/ports/stored_leaves.h"

#include <utility>

namespace stile::agent {

Result<std::unique_ptr<OwnLeaves>> StoredLeaves::open(const std::string& store,
                                                      const StoredQueries& queries) {
  STILE_TRY(auto database, storage::Database::open(store, storage::OpenMode::kRead));
  return std::unique_ptr<OwnLeaves>(new StoredLeaves(std::move(database), queries));
}

Result<std::vector<OwnLeaf>> StoredLeaves::held(std::uint64_t first, std::uint64_t end) {
  std::vector<OwnLeaf> held;
  STILE_TRY(storage::Rows rows, held_.start(first, end));
  for (;;) {
    STILE_TRY(const bool more, rows.next());
    if (!more) return held;
    auto& leaf = held.emplace_back();
    STILE_CHECKED(rows.read(leaf.index, leaf.text));
  }
}

Result<std::vector<HeldLeaf>> StoredLeaves::with_receipts(std::uint64_t first, std::uint64_t end) {
  std::vector<HeldLeaf> held;
  STILE_TRY(storage::Rows rows, whole_.start(first, end));
  for (;;) {
    STILE_TRY(const bool more, rows.next());
    if (!more) return held;
    auto& leaf = held.emplace_back();
    STILE_CHECKED(
        rows.read(leaf.leaf, leaf.receipt, leaf.number, leaf.digest, leaf.note, leaf.salt));
  }
}

Result<std::optional<std::uint64_t>> StoredLeaves::newest() {
  STILE_TRY(storage::Rows rows, newest_.start());
  STILE_TRY(const bool found, rows.next());
  if (!found) return std::optional<std::uint64_t>();
  std::uint64_t index = 0;
  STILE_CHECKED(rows.read(index));
  return std::optional(index);
}

}  // namespace stile::agent
