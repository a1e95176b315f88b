#include "agents/report/tree_files.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "core/ledger/checkpoint.h"
#include "core/ledger/merkle.h"

namespace stile::agent {
namespace {

using ledger::Tile;

constexpr std::size_t kHash = std::tuple_size_v<Hash>;
constexpr std::size_t kTileHeight = 8;

// Tiles fills those at the right edge, one a level, and gives each as it is full.
class Tiles {
 public:
  explicit Tiles(const std::function<void(ProofFile)>& give) : give_(give) {}

  // add() takes the hashes that a leaf completed, its own first.
  void add(const std::vector<Hash>& completed) {
    for (std::size_t level = 0; level * kTileHeight < completed.size(); ++level) {
      if (level == edge_.size()) edge_.emplace_back();
      Edge& tile = edge_[level];
      tile.hashes.append(view(completed[level * kTileHeight]));
      if (tile.hashes.size() == ledger::kTileWidth * kHash) finish(level);
    }
  }
  void finish() {
    for (std::size_t level = 0; level < edge_.size(); ++level) {
      if (!edge_[level].hashes.empty()) finish(level);
    }
  }

 private:
  struct Edge {
    std::uint64_t index = 0;
    Bytes hashes;
  };
  void finish(std::size_t level) {
    Edge& tile = edge_[level];
    const std::uint64_t width = tile.hashes.size() / kHash;
    give_({ledger::tile_path({static_cast<int>(level), tile.index++, width}),
           std::exchange(tile.hashes, {})});
  }

  const std::function<void(ProofFile)>& give_;
  std::vector<Edge> edge_;
};

}  // namespace

Status tree_files(const std::string& checkpoint, const crypto::NoteVerifier& log,
                  const TileReader& read, const std::function<void(ProofFile)>& give) {
  STILE_TRY(const auto end, ledger::verify_checkpoint(checkpoint, log));
  ledger::Frontier tree;
  Tiles tiles(give);
  std::vector<Hash> completed;
  while (tree.size() < end.size) {
    const std::uint64_t width = std::min(ledger::kTileWidth, end.size - tree.size());
    STILE_TRY(const Bytes hashes, read({0, tree.size() / ledger::kTileWidth, width}));
    if (hashes.size() != width * kHash) {
      return Error{Reason::kMalformed,
                   "a tile of the ledger has another length than it was asked for"};
    }
    for (std::size_t at = 0; at < hashes.size(); at += kHash) {
      Hash leaf;
      copy_exact(ByteView(hashes).substr(at, kHash), leaf);
      completed.clear();
      tree.append(leaf, completed);
      tiles.add(completed);
    }
  }
  if (tree.root() != end.root) {
    return Error{Reason::kIntegrity,
                 "the gateway's tiles make another tree than the one it signed"};
  }
  tiles.finish();
  give({"checkpoint", checkpoint});
  return ok();
}

}  // namespace stile::agent
