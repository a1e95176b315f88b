#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/base/bytes.h"
#include "core/base/result.h"
#include "core/ledger/tile.h"

namespace stile::agent {

// ListedLeaf is a leaf that the gateway says names this agency; without text where it keeps that no
// longer. Nobody has checked it.
struct ListedLeaf {
  std::uint64_t index = 0;
  std::optional<std::string> text;
};

// LeafLister asks the gateway for what its ledger has about this agency. Any thread.
class LeafLister {
 public:
  virtual ~LeafLister() = default;
  // leaves() are at most `most` that name this agency, from index `first` on, in the order of their
  // indices: fewer only where there are no more. kMalformed or kTooLarge where the answer is
  // otherwise.
  virtual Result<std::vector<ListedLeaf>> leaves(std::uint64_t first, std::size_t most) = 0;
  // inclusion() is the proof that a leaf is at `index` of the tree of `size` leaves (merkle.h).
  virtual Result<std::vector<Hash>> inclusion(std::uint64_t index, std::uint64_t size) = 0;
  // tile() is the content of a tile (tile.h); of any length.
  virtual Result<Bytes> tile(const ledger::Tile& tile) = 0;
};

}  // namespace stile::agent
