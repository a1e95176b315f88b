#include "gateway/tile_files.h"

#include <gmock/gmock.h>

#include <filesystem>
#include <fstream>
#include <map>

#include "core/ledger/checkpoint.h"
#include "core/storage/file.h"
#include "tests/support/keys.h"
#include "tests/support/scheme.h"
#include "tests/support/temporary_folder.h"
#include "tests/unit/core/ledger/memory_tree.h"

namespace stile::gateway {
namespace {

namespace fs = std::filesystem;
using ::testing::HasSubstr;

// One that may fail to be read.
class ReadTree : public ledger::HashReader {
 public:
  explicit ReadTree(const ledger::MemoryTree& tree) : tree_(&tree) {}
  Result<Hash> stored_hash(std::uint64_t index) const override {
    if (failing_) return Reason::kIo;
    return tree_->stored_hash(index);
  }
  bool failing_ = false;

 private:
  const ledger::MemoryTree* tree_;
};

class TileFilesTest : public ::testing::Test {
 protected:
  TileFilesTest() { fs::create_directory(folder_); }

  void grow(std::uint64_t size) {
    while (tree_.size() < size) tree_.append(ledger::MemoryTree::leaf_of(tree_.size()));
  }
  Result<TileFiles> open() const {
    return TileFiles::open(folder_, log_.verifier(), read_, tree_.size());
  }
  std::string checkpoint() const {
    return crypto::sign_note(
        ledger::checkpoint_text({log_.verifier().name(), tree_.size(), tree_.root()}), log_);
  }
  // publish() does so to the end, and says in how many steps.
  int publish(TileFiles& files) const {
    EXPECT_TRUE(files.publish(checkpoint()).ok());
    int steps = 0;
    for (; !files.done(); ++steps) EXPECT_TRUE(files.step().ok());
    return steps;
  }
  // found() are the files that are there, by their paths in the folder.
  std::map<std::string, Bytes> found() const {
    std::map<std::string, Bytes> files;
    for (const auto& entry : fs::recursive_directory_iterator(folder_)) {
      if (!entry.is_regular_file()) continue;
      files[fs::relative(entry.path(), folder_).string()] =
          storage::read_whole(entry.path().string()).value();
    }
    return files;
  }
  void expect_whole() const {
    const auto files = found();
    const auto published =
        ledger::verify_checkpoint(files.at("checkpoint"), log_.verifier()).value();
    for (const auto& tile : ledger::tiles_of(published.size)) {
      const auto file = files.find(ledger::tile_path(tile));
      ASSERT_NE(file, files.end()) << ledger::tile_path(tile);
      EXPECT_EQ(file->second, ledger::tile_hashes(tile, tree_).value());
    }
  }

  support::TemporaryFolder place_;
  const std::string folder_ = place_.file("tiles");
  const crypto::NoteSigner log_ = support::signer_named(support::kLog);
  ledger::MemoryTree tree_;
  ReadTree read_{tree_};
};

TEST_F(TileFilesTest, PublishesWhatThereIs) {
  grow(70'000);
  auto files = open().value();
  const int steps = publish(files);
  EXPECT_GT(steps, 10);
  expect_whole();
  EXPECT_EQ(found().size(), 1 + ledger::tiles_of(70'000).size());
}

TEST_F(TileFilesTest, HasNothingOfAnEmptyLedger) {
  auto files = open().value();
  EXPECT_TRUE(files.publish("").ok());
  EXPECT_TRUE(files.done());
  EXPECT_TRUE(found().empty());
}

TEST_F(TileFilesTest, WritesWhatIsNewAndDropsWhatAFullTileReplaces) {
  auto files = open().value();
  for (const std::uint64_t size : {1, 200, 255, 256, 257, 511, 600, 1'000}) {
    grow(size);
    publish(files);
    expect_whole();
  }
  EXPECT_EQ(found().count("tile/0/000.p/200"), 0U);
  EXPECT_EQ(found().count("tile/0/003.p/232"), 1U);
  const auto written = fs::last_write_time(folder_ + "/tile/0/000");
  grow(1'001);
  publish(files);
  EXPECT_EQ(fs::last_write_time(folder_ + "/tile/0/000"), written);
  EXPECT_EQ(found().count("tile/0/003.p/232"), 1U) << "somebody may still read the last checkpoint";
}

TEST_F(TileFilesTest, AReaderFindsAllTilesOfTheCheckpointAtEveryMoment) {
  grow(300);
  auto files = open().value();
  publish(files);
  grow(20'000);
  ASSERT_TRUE(files.publish(checkpoint()).ok());
  while (!files.done()) {
    expect_whole();
    ASSERT_TRUE(files.step().ok());
  }
  expect_whole();
}

TEST_F(TileFilesTest, GoesOnAfterACrash) {
  grow(300);
  auto first = open().value();
  publish(first);
  grow(20'000);
  ASSERT_TRUE(first.publish(checkpoint()).ok());
  ASSERT_TRUE(first.step().ok());
  std::ofstream(folder_ + "/tile/0/050.part") << "half";
  auto second = open().value();
  publish(second);
  expect_whole();
}

TEST_F(TileFilesTest, TakesNoCheckpointThatIsOlderOrNotTheLogs) {
  grow(10);
  const auto older = checkpoint();
  grow(20);
  auto files = open().value();
  publish(files);
  EXPECT_TRUE(files.publish(older).ok());
  EXPECT_TRUE(files.done());
  const auto other = crypto::sign_note(ledger::checkpoint_text({"other", 30, tree_.root()}),
                                       support::signer_named("other"));
  EXPECT_FALSE(files.publish(other).ok());
}

TEST_F(TileFilesTest, NoticesAStoreThatWasPutBackOrHasAnotherHistory) {
  grow(300);
  auto files = open().value();
  publish(files);
  const auto put_back = TileFiles::open(folder_, log_.verifier(), tree_, 299);
  EXPECT_EQ(put_back.reason(), Reason::kIntegrity);
  EXPECT_THAT(put_back.error().detail, HasSubstr("an older store was put back"));

  ledger::MemoryTree other;
  for (int i = 0; i < 301; ++i) other.append("another leaf " + std::to_string(i));
  const auto rewritten = TileFiles::open(folder_, log_.verifier(), other, other.size());
  EXPECT_EQ(rewritten.reason(), Reason::kIntegrity);
  EXPECT_EQ(rewritten.error().detail, "the store's history is not the one that was published");

  const auto of_another = support::signer_named("another/log");
  EXPECT_EQ(TileFiles::open(folder_, of_another.verifier(), tree_, 300).reason(),
            Reason::kIntegrity);
  EXPECT_TRUE(open().ok());
}

TEST_F(TileFilesTest, NeedsItsFolder) {
  EXPECT_EQ(TileFiles::open(place_.file("none"), log_.verifier(), tree_, 0).reason(),
            Reason::kNotFound);
}

TEST_F(TileFilesTest, GoesOnWhereItFailed) {
  grow(300);
  auto files = open().value();
  ASSERT_TRUE(files.publish(checkpoint()).ok());
  read_.failing_ = true;
  EXPECT_EQ(files.step().reason(), Reason::kIo);
  read_.failing_ = false;
  std::ofstream(folder_ + "/tile") << "in the way";
  const auto blocked = files.step();
  EXPECT_EQ(blocked.reason(), Reason::kIo);
  EXPECT_THAT(blocked.error().detail, HasSubstr("/tile"));
  fs::remove(folder_ + "/tile");
  EXPECT_TRUE(files.step().ok());
  expect_whole();
}

TEST_F(TileFilesTest, IsItsGroupsToRead) {
  grow(300);
  auto files = open().value();
  publish(files);
  using fs::perms;
  constexpr auto kFile = perms::owner_read | perms::owner_write | perms::group_read;
  constexpr auto kFolder = perms::owner_all | perms::group_read | perms::group_exec;
  EXPECT_EQ(fs::status(folder_ + "/checkpoint").permissions(), kFile);
  EXPECT_EQ(fs::status(folder_ + "/tile/0/001.p/44").permissions(), kFile);
  for (const char* folder : {"/tile", "/tile/0", "/tile/0/001.p"}) {
    EXPECT_EQ(fs::status(folder_ + folder).permissions(), kFolder) << folder;
  }
}

}  // namespace
}  // namespace stile::gateway
