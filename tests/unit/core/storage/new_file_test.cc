#include "core/storage/new_file.h"

#include <gtest/gtest.h>

#include <chrono>
#include <fstream>

#include "tests/support/temporary_folder.h"

namespace stile::storage {
namespace {

namespace fs = std::filesystem;

constexpr Instant kThen = 1'796'000'000;

Instant dated(const fs::path& path) {
  return std::chrono::floor<std::chrono::seconds>(
             std::chrono::file_clock::to_sys(fs::last_write_time(path)))
      .time_since_epoch()
      .count();
}

class NewFileTest : public ::testing::Test {
 protected:
  // write() makes a file of one line, and finishes it for the group.
  Status write() const {
    STILE_TRY(NewFile file, begin());
    return file.finish(NewFile::Readers::kGroup, kThen);
  }
  Result<NewFile> begin() const {
    STILE_TRY(NewFile file, NewFile::create(path_));
    STILE_CHECKED(file.append("said"));
    return file;
  }

  support::TemporaryFolder folder_;
  const fs::path path_ = folder_.file("result");
  const fs::path beside_ = folder_.file("result.part");
};

TEST_F(NewFileTest, StandsWholeDatedAndForItsReaders) {
  ASSERT_TRUE(write().ok());
  EXPECT_EQ(read_whole(path_.string()).value(), "said");
  EXPECT_EQ(fs::status(path_).permissions(), fs::perms(0640));
  EXPECT_EQ(dated(path_), kThen);
  EXPECT_FALSE(fs::exists(beside_));
}

TEST_F(NewFileTest, VanishesUnlessItIsFinished) {
  ASSERT_TRUE(begin().ok());
  EXPECT_TRUE(fs::is_empty(folder_.path()));
}

TEST_F(NewFileTest, OpensNothingToTheGroupThatIsPutInItsPlace) {
  const fs::path store = folder_.file("intake.db");
  ASSERT_TRUE(File::create(store.string()).ok());
  NewFile file = begin().value();
  fs::remove(beside_);
  fs::create_symlink(store, beside_);
  (void)file.finish(NewFile::Readers::kGroup, kThen);
  EXPECT_EQ(fs::status(store).permissions(), fs::perms(0600));
  EXPECT_NE(dated(store), kThen);
}

TEST_F(NewFileTest, WritesIntoNothingThatWaitsUnderItsName) {
  const fs::path store = folder_.file("intake.db");
  ASSERT_TRUE(File::create(store.string()).ok());
  fs::create_symlink(store, beside_);
  ASSERT_TRUE(write().ok());
  EXPECT_TRUE(fs::is_empty(store));
  EXPECT_TRUE(fs::is_regular_file(fs::symlink_status(path_)));
}

}  // namespace
}  // namespace stile::storage
