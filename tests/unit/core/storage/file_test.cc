#include "core/storage/file.h"

#include <gtest/gtest.h>
#include <sys/stat.h>

#include <filesystem>

#include "tests/support/temporary_folder.h"

namespace stile::storage {
namespace {

class FileTest : public ::testing::Test {
 protected:
  support::TemporaryFolder folder_;
  const std::string path_ = folder_.file("file");
};

TEST_F(FileTest, IsMadePrivateAndOnce) {
  ASSERT_TRUE(File::create(path_).ok());
  EXPECT_EQ(std::filesystem::status(path_).permissions(), std::filesystem::perms(0600));
  EXPECT_EQ(File::create(path_).reason(), Reason::kConflict);
  EXPECT_TRUE(File::open(path_).ok());
  EXPECT_TRUE(File::open_or_create(path_).ok());
}

TEST_F(FileTest, IsNotOpenedWhenAbsentForeignOrNoFile) {
  EXPECT_EQ(File::open(path_).reason(), Reason::kNotFound);
  EXPECT_EQ(check_private(folder_.path()).reason(), Reason::kNotPermitted);
  ASSERT_TRUE(File::open_or_create(path_).ok());
  ASSERT_EQ(::chmod(path_.c_str(), 0604), 0);
  EXPECT_EQ(File::open(path_).reason(), Reason::kNotPermitted);
  EXPECT_EQ(File::open_or_create(path_).reason(), Reason::kNotPermitted);
}

TEST_F(FileTest, ReadsBackWhatItWrote) {
  File file = File::create(path_).value();
  ASSERT_TRUE(file.write_at(3, "bytes").ok());
  ASSERT_TRUE(file.sync().ok());
  EXPECT_EQ(file.size().value(), 8u);
  EXPECT_EQ(file.read_at(0, 8).value(), Bytes("\0\0\0bytes", 8));
  EXPECT_EQ(file.read_at(4, 5).reason(), Reason::kIo);
}

TEST_F(FileTest, IsReadWholeWhoseverItIsUpToItsBound) {
  ASSERT_TRUE(File::create(path_).value().write_at(0, "content").ok());
  ASSERT_EQ(::chmod(path_.c_str(), 0644), 0);
  EXPECT_EQ(read_whole(path_).value(), "content");
  EXPECT_EQ(read_whole(path_, 7).value(), "content");
  EXPECT_EQ(read_whole(path_, 6).reason(), Reason::kTooLarge);
}

TEST_F(FileTest, IsNotReadWhenAbsentOrNoFile) {
  const std::string pipe = folder_.file("pipe");
  ASSERT_EQ(::mkfifo(pipe.c_str(), 0600), 0);
  EXPECT_EQ(read_whole(path_).reason(), Reason::kNotFound);
  EXPECT_EQ(read_whole(folder_.path()).reason(), Reason::kIo);
  EXPECT_EQ(read_whole(pipe).reason(), Reason::kIo);
}

TEST_F(FileTest, IsLockedUntilItIsClosed) {
  File other = File::create(path_).value();
  {
    File first = File::open(path_).value();
    ASSERT_TRUE(first.lock().ok());
    File moved = std::move(first);
    EXPECT_EQ(other.lock().reason(), Reason::kUnavailable);
  }
  EXPECT_TRUE(other.lock().ok());
}

}  // namespace
}  // namespace stile::storage
