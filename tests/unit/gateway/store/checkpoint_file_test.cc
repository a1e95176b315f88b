#include "gateway/store/checkpoint_file.h"

#include <gtest/gtest.h>
#include <sys/stat.h>

#include <filesystem>
#include <fstream>

#include "core/crypto/initialise.h"
#include "tests/support/temporary_folder.h"

namespace stile::gateway {
namespace {

constexpr std::streamoff kSecond = 4096;

class TwoSlotCheckpointFileTest : public ::testing::Test {
 protected:
  TwoSlotCheckpointFileTest() {
    crypto::initialise();
    EXPECT_TRUE(TwoSlotCheckpointFile::create(path_).ok());
  }
  // advance_twice() leaves "one" in the first slot and "two" in the second, at 4096.
  void advance_twice() {
    auto file = TwoSlotCheckpointFile::open(path_).value();
    ASSERT_TRUE(file->advance("", "one").ok());
    ASSERT_TRUE(file->advance("one", "two").ok());
  }
  void flip(std::streamoff offset) {
    std::fstream file(path_, std::ios::in | std::ios::out | std::ios::binary);
    file.seekg(offset);
    const char byte = static_cast<char>(file.get() ^ 1);
    file.seekp(offset);
    file.put(byte);
  }

  support::TemporaryFolder folder_;
  const std::string path_ = folder_.file("last-checkpoint");
};

TEST_F(TwoSlotCheckpointFileTest, IsNeverMadeByOpening) {
  const auto opened = TwoSlotCheckpointFile::open(folder_.file("absent"));
  ASSERT_FALSE(opened.ok());
  EXPECT_EQ(opened.reason(), Reason::kNotFound);
}

TEST_F(TwoSlotCheckpointFileTest, IsNeverMadeTwice) {
  advance_twice();
  EXPECT_EQ(TwoSlotCheckpointFile::create(path_).reason(), Reason::kConflict);
  EXPECT_EQ(TwoSlotCheckpointFile::open(path_).value()->last().value(), "two");
}

TEST_F(TwoSlotCheckpointFileTest, IsPrivateToItsOwner) {
  EXPECT_EQ(std::filesystem::status(path_).permissions(), std::filesystem::perms(0600));
  ASSERT_EQ(::chmod(path_.c_str(), 0640), 0);
  const auto opened = TwoSlotCheckpointFile::open(path_);
  ASSERT_FALSE(opened.ok());
  EXPECT_EQ(opened.reason(), Reason::kNotPermitted);
}

TEST_F(TwoSlotCheckpointFileTest, HasOneUserAtATime) {
  auto first = TwoSlotCheckpointFile::open(path_).value();
  const auto second = TwoSlotCheckpointFile::open(path_);
  ASSERT_FALSE(second.ok());
  EXPECT_EQ(second.reason(), Reason::kUnavailable);
  first.reset();
  EXPECT_TRUE(TwoSlotCheckpointFile::open(path_).ok());
}

TEST_F(TwoSlotCheckpointFileTest, FallsBackToTheOtherSlotWhenTheNewestIsTorn) {
  advance_twice();
  flip(kSecond + 25);
  EXPECT_EQ(TwoSlotCheckpointFile::open(path_).value()->last().value(), "one");
  flip(25);
  EXPECT_EQ(TwoSlotCheckpointFile::open(path_).reason(), Reason::kIntegrity);
}

TEST_F(TwoSlotCheckpointFileTest, GoesOnFromTheSlotThatIsWhole) {
  advance_twice();
  flip(kSecond);
  auto file = TwoSlotCheckpointFile::open(path_).value();
  ASSERT_EQ(file->last().value(), "one");
  ASSERT_TRUE(file->advance("one", "two again").ok());
  file.reset();
  EXPECT_EQ(TwoSlotCheckpointFile::open(path_).value()->last().value(), "two again");
}

TEST_F(TwoSlotCheckpointFileTest, NoticesEveryAlteredByteOfASlot) {
  advance_twice();
  constexpr std::streamoff kCovered = 8 + 8 + 4 + 3 + 32;
  flip(0);
  for (std::streamoff offset = 0; offset < kCovered; ++offset) {
    flip(kSecond + offset);
    EXPECT_EQ(TwoSlotCheckpointFile::open(path_).reason(), Reason::kIntegrity) << offset;
    flip(kSecond + offset);
  }
  EXPECT_EQ(TwoSlotCheckpointFile::open(path_).value()->last().value(), "two");
}

TEST_F(TwoSlotCheckpointFileTest, RefusesACutFile) {
  std::filesystem::resize_file(path_, 4096);
  EXPECT_EQ(TwoSlotCheckpointFile::open(path_).reason(), Reason::kIntegrity);
}

TEST_F(TwoSlotCheckpointFileTest, RefusesANoteThatDoesNotFit) {
  auto file = TwoSlotCheckpointFile::open(path_).value();
  EXPECT_EQ(file->advance("", std::string(4045, 'x')).reason(), Reason::kTooLarge);
  EXPECT_TRUE(file->advance("", std::string(4044, 'x')).ok());
  file.reset();
  EXPECT_EQ(TwoSlotCheckpointFile::open(path_).value()->last().value().size(), 4044u);
}

}  // namespace
}  // namespace stile::gateway
