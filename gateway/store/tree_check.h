#pragma once

#include <cstdint>

#include "core/base/result.h"
#include "core/storage/database.h"

namespace stile::gateway {

// check_tree() gives the size of the tree that a store holds, after computing every inner hash
// and the root anew from the leaf hashes and comparing them with what is stored and with the
// newest checkpoint. So whoever starts on the store knows that it is whole and of one piece; a
// hash altered, missing or too many, or a checkpoint that says otherwise, is kIntegrity. The
// checkpoint's signature is the ledger's to check. One SHA-256 and one row read a hash.
Result<std::uint64_t> check_tree(storage::Database& database);

}  // namespace stile::gateway
