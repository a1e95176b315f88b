#include "agents/report/tree_files.h"

#include <gtest/gtest.h>

#include <map>

#include "core/ledger/checkpoint.h"
#include "tests/support/keys.h"
#include "tests/support/scheme.h"
#include "tests/unit/core/ledger/memory_tree.h"

namespace stile::agent {
namespace {

using ledger::MemoryTree;
using ledger::Tile;

class TreeFilesTest : public ::testing::Test {
 protected:
  std::string checkpoint_of(const MemoryTree& tree) const {
    return crypto::sign_note(
        ledger::checkpoint_text({log_.verifier().name(), tree.size(), tree.root()}), log_);
  }
  Status make(const MemoryTree& tree, const TileReader& read) {
    files_.clear();
    return tree_files(checkpoint_of(tree), log_.verifier(), read, [this](ProofFile file) {
      EXPECT_TRUE(files_.emplace(file.name, file.content).second) << file.name;
    });
  }
  static TileReader reader_of(const MemoryTree& tree) {
    return [&tree](const Tile& tile) {
      EXPECT_EQ(tile.level, 0);
      return ledger::tile_hashes(tile, tree);
    };
  }

  const crypto::NoteSigner log_ = support::signer_named(support::kLog);
  std::map<std::string, Bytes> files_;
};

TEST_F(TreeFilesTest, AreThoseOfTheWholeTree) {
  for (const std::uint64_t size : {0, 1, 2, 255, 256, 257, 1'000, 65'536, 70'001}) {
    const MemoryTree tree(size);
    ASSERT_TRUE(make(tree, reader_of(tree)).ok()) << size;
    const auto tiles = ledger::tiles_of(size);
    EXPECT_EQ(files_.size(), tiles.size() + 1);
    for (const Tile& tile : tiles) {
      EXPECT_EQ(files_[ledger::tile_path(tile)], ledger::tile_hashes(tile, tree).value())
          << ledger::tile_path(tile);
    }
    EXPECT_EQ(files_["checkpoint"], checkpoint_of(tree));
  }
}

TEST_F(TreeFilesTest, AreNoneOfAnotherTree) {
  const MemoryTree tree(300);
  MemoryTree other(299);
  other.append("another leaf");
  EXPECT_EQ(make(tree, reader_of(other)).reason(), Reason::kIntegrity);
  EXPECT_EQ(files_.count("checkpoint"), 0U);
}

TEST_F(TreeFilesTest, TakeNoTileOfAnotherLength) {
  const MemoryTree tree(300);
  const auto shorter = [&](const Tile& tile) -> Result<Bytes> {
    STILE_TRY(Bytes hashes, ledger::tile_hashes(tile, tree));
    hashes.pop_back();
    return hashes;
  };
  EXPECT_EQ(make(tree, shorter).reason(), Reason::kMalformed);
}

TEST_F(TreeFilesTest, FailAsWhoeverHasTheTiles) {
  const MemoryTree tree(300);
  const auto away = [](const Tile&) -> Result<Bytes> { return Reason::kUnavailable; };
  EXPECT_EQ(make(tree, away).reason(), Reason::kUnavailable);
}

TEST_F(TreeFilesTest, TakeNoCheckpointOfAnotherLog) {
  const MemoryTree tree(3);
  const auto done =
      tree_files(checkpoint_of(tree), support::signer_named("another/log").verifier(),
                 reader_of(tree), [](const ProofFile&) { FAIL() << "a file is given"; });
  EXPECT_EQ(done.reason(), Reason::kBadSignature);
}

}  // namespace
}  // namespace stile::agent
