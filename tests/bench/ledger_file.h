#pragma once

#include <cstdint>
#include <string>

#include "core/base/result.h"
#include "core/crypto/note_key.h"

namespace stile::bench {

// leaf_text_of() is the text of a consignment's leaf, as long as a real one and the n-th of its
// kind.
std::string leaf_text_of(std::uint64_t n);

// LedgerSize is how many leaves a file has, and how many of them, the first, have lost their
// bodies.
struct LedgerSize {
  std::uint64_t leaves = 0;
  std::uint64_t without_body = 0;
};

// make_ledger() makes a gateway's store that holds this ledger and nothing else, signed by `log`
// once. It does not wait for the disk while it writes; what it wrote is there when it returns.
Status make_ledger(const std::string& path, const LedgerSize& size, const crypto::NoteSigner& log);

}  // namespace stile::bench
