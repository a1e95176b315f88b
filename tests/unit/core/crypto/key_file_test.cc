#include "core/crypto/key_file.h"

#include <gtest/gtest.h>
#include <sys/stat.h>

#include <fstream>
#include <iterator>

namespace stile::crypto {
namespace {

class KeyFileTest : public testing::Test {
 protected:
  void SetUp() override {
    const auto* test = testing::UnitTest::GetInstance()->current_test_info();
    folder_ = std::filesystem::path(testing::TempDir()) / (std::string("key-") + test->name());
    std::filesystem::remove_all(folder_);
    std::filesystem::create_directories(folder_);
    path_ = folder_ / "signing.key";
  }
  void TearDown() override { std::filesystem::remove_all(folder_); }

  std::filesystem::path folder_;
  std::filesystem::path path_;
};

TEST_F(KeyFileTest, ReadsWhatItWroteAndNobodyElseMay) {
  const Bytes bytes("\0key\n", 5);
  ASSERT_TRUE(write_key_file(path_, bytes).ok());
  EXPECT_EQ(read_key_file(path_).value(), bytes);
  struct stat status {};
  ASSERT_EQ(::stat(path_.c_str(), &status), 0);
  EXPECT_EQ(status.st_mode & 07777U, 0400U);
}

TEST_F(KeyFileTest, NeverReplacesAKey) {
  ASSERT_TRUE(write_key_file(path_, "first").ok());
  EXPECT_EQ(write_key_file(path_, "second").reason(), Reason::kConflict);
  EXPECT_EQ(read_key_file(path_).value(), "first");
}

TEST_F(KeyFileTest, NamesTheFileAndTheMendWhenOthersMayReadIt) {
  ASSERT_TRUE(write_key_file(path_, "key").ok());
  for (const mode_t mode : {0440U, 0404U, 0420U, 0401U}) {
    ASSERT_EQ(::chmod(path_.c_str(), mode), 0);
    const auto read = read_key_file(path_);
    ASSERT_EQ(read.reason(), Reason::kNotPermitted) << mode;
    EXPECT_NE(read.error().detail.find("chmod 0400 " + path_.string()), std::string::npos);
  }
  ASSERT_EQ(::chmod(path_.c_str(), 0600), 0);
  EXPECT_TRUE(read_key_file(path_).ok());
}

TEST_F(KeyFileTest, SaysWhenThereIsNone) {
  EXPECT_EQ(read_key_file(path_).reason(), Reason::kNotFound);
}

TEST_F(KeyFileTest, RefusesWhatIsNoFile) {
  EXPECT_EQ(write_key_file(folder_ / "absent" / "key", "key").reason(), Reason::kIo);
  EXPECT_EQ(read_key_file(folder_).reason(), Reason::kIo);
  ASSERT_EQ(::mkfifo(path_.c_str(), 0600), 0);
  EXPECT_EQ(read_key_file(path_).reason(), Reason::kIo);
}

TEST_F(KeyFileTest, RefusesAFileTooLongForAKey) {
  ASSERT_TRUE(write_key_file(path_, Bytes(4097, 'x')).ok());
  EXPECT_EQ(read_key_file(path_).reason(), Reason::kIo);
}

}  // namespace
}  // namespace stile::crypto
