#include <gtest/gtest.h>

#include <functional>
#include <memory>

#include "core/crypto/initialise.h"
#include "gateway/store/checkpoint_file.h"
#include "tests/support/failing_checkpoint_file.h"
#include "tests/support/temporary_folder.h"

namespace stile::gateway {
namespace {

class FileUnderTest {
 public:
  virtual ~FileUnderTest() = default;
  virtual CheckpointFile& file() = 0;
  virtual void reopen() = 0;
};

class TwoSlotsUnderTest final : public FileUnderTest {
 public:
  TwoSlotsUnderTest() {
    crypto::initialise();
    EXPECT_TRUE(TwoSlotCheckpointFile::create(folder_.file("last")).ok());
    reopen();
  }
  CheckpointFile& file() override { return *file_; }
  void reopen() override {
    file_.reset();
    file_ = TwoSlotCheckpointFile::open(folder_.file("last")).value();
  }

 private:
  support::TemporaryFolder folder_;
  std::unique_ptr<TwoSlotCheckpointFile> file_;
};

class InMemoryUnderTest final : public FileUnderTest {
 public:
  CheckpointFile& file() override { return *file_; }
  void reopen() override { file_ = std::make_unique<support::FailingCheckpointFile>(*file_); }

 private:
  std::unique_ptr<support::FailingCheckpointFile> file_ =
      std::make_unique<support::FailingCheckpointFile>();
};

struct FileMaker {
  std::string name;
  std::function<std::unique_ptr<FileUnderTest>()> make;
};

class CheckpointFileTest : public ::testing::TestWithParam<FileMaker> {
 protected:
  CheckpointFile& file() { return subject_->file(); }
  std::unique_ptr<FileUnderTest> subject_ = GetParam().make();
};

TEST_P(CheckpointFileTest, HoldsNothingAtFirst) { EXPECT_EQ(file().last().value(), ""); }

TEST_P(CheckpointFileTest, KeepsTheLastCheckpoint) {
  std::string last;
  for (int i = 0; i < 9; ++i) {
    const std::string next = "checkpoint " + std::to_string(i);
    ASSERT_TRUE(file().advance(last, next).ok());
    EXPECT_EQ(file().last().value(), next);
    subject_->reopen();
    EXPECT_EQ(file().last().value(), next);
    last = next;
  }
}

TEST_P(CheckpointFileTest, RefusesToAdvanceFromAnotherCheckpoint) {
  ASSERT_TRUE(file().advance("", "first").ok());
  EXPECT_EQ(file().advance("", "second").reason(), Reason::kIntegrity);
  EXPECT_EQ(file().advance("other", "second").reason(), Reason::kIntegrity);
  EXPECT_EQ(file().last().value(), "first");
  EXPECT_TRUE(file().advance("first", "second").ok());
}

INSTANTIATE_TEST_SUITE_P(
    Every, CheckpointFileTest,
    ::testing::Values(FileMaker{"TwoSlots", [] { return std::make_unique<TwoSlotsUnderTest>(); }},
                      FileMaker{"InMemory", [] { return std::make_unique<InMemoryUnderTest>(); }}),
    [](const auto& maker) { return maker.param.name; });

}  // namespace
}  // namespace stile::gateway
