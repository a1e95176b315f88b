#pragma once

#include <cstdint>

#include "core/base/result.h"
#include "core/storage/database.h"

namespace stile::gateway {

// check_tree() gives the size of the tree that a store holds, after finding that leaves and hashes
// end where the newest checkpoint does and that the hashes at the tree's right edge have its root.
// A new leaf is hashed together with these alone, so whoever starts on the store signs nothing but
// what continues that checkpoint. A tree cut or grown since, or a checkpoint that says otherwise,
// is kIntegrity. The checkpoint's signature is the ledger's to check, and what lies behind the edge
// LedgerCheck's. The same few reads for a tree of any size.
Result<std::uint64_t> check_tree(storage::Database& database);

}  // namespace stile::gateway
