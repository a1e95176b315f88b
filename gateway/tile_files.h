#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/base/result.h"
#include "core/crypto/note.h"
#include "core/ledger/checkpoint.h"
#include "core/ledger/merkle.h"
#include "core/ledger/tile.h"

namespace stile::gateway {

// TileFiles keeps the tree in a folder of static files, laid out as c2sp.org/tlog-tiles says, for
// any web server to give to anybody: "checkpoint", and the hash tiles of the tree that it signs,
// "tile/<level>/<n>", partial ones too. Texts of leaves are in no file. Whoever reads a checkpoint
// finds all tiles of it, also while newer ones are written and after a crash; partial tiles go once
// a full one takes their place. What was published is a further witness against a store that was
// put back. Files are their group's to read. One thread.
class TileFiles {
 public:
  // kTilesPerStep is what one step writes: some milliseconds.
  static constexpr std::size_t kTilesPerStep = 16;

  // open() takes up what was published before. kNotFound when the folder is not there; kIntegrity
  // when its checkpoint is not of this log, or `tree`, of `size` leaves, does not continue it.
  // `tree` outlives it.
  static Result<TileFiles> open(const std::string& folder, const crypto::NoteVerifier& log,
                                const ledger::HashReader& tree, std::uint64_t size);

  // publish() begins with a newer checkpoint of the tree, unless it has still to do with another.
  Status publish(const std::string& checkpoint);
  // step() writes the next tiles, and behind the last one the checkpoint. After a failure it goes
  // on where it was. kIo, or as the tree fails.
  Status step();
  bool done() const { return !next_; }

 private:
  struct Signed {
    std::string note;
    std::uint64_t size = 0;
  };
  TileFiles(std::string folder, crypto::NoteVerifier log, const ledger::HashReader& tree)
      : folder_(std::move(folder)), log_(std::move(log)), tree_(&tree) {}
  std::string path_of(const ledger::Tile& tile) const;
  Status write(const ledger::Tile& tile) const;
  Status finish();

  std::string folder_;
  crypto::NoteVerifier log_;
  const ledger::HashReader* tree_;
  std::uint64_t published_ = 0;
  // Of the checkpoint under way:
  std::optional<Signed> next_;
  std::vector<ledger::Tile> tiles_;  // those that it has and the one published has not
  std::size_t written_ = 0;
};

}  // namespace stile::gateway
