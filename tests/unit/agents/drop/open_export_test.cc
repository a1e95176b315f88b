#include "agents/drop/open_export.h"

#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <string>

#include "tests/support/temporary_folder.h"

namespace stile::agent {
namespace {

namespace fs = std::filesystem;

class OpenExportTest : public ::testing::Test {
 protected:
  OpenExportTest() { std::ofstream(path_) << "a,b\n"; }
  Reason refused() const { return OpenExport::open(path_).reason(); }

  support::TemporaryFolder folder_;
  const fs::path path_ = folder_.file("export.csv");
};

TEST_F(OpenExportTest, ReadsTheFileItOpenedUnderWhateverName) {
  auto opened = OpenExport::open(path_).value();
  fs::rename(path_, folder_.file("elsewhere"));
  std::ofstream(path_) << "other\n";
  std::string line;
  std::getline(opened.rows(), line);
  EXPECT_EQ(line, "a,b");
  EXPECT_EQ(opened.owner(), ::geteuid());
  EXPECT_TRUE(opened.unchanged().ok());
}

TEST_F(OpenExportTest, SeesThatItWasWritten) {
  const auto opened = OpenExport::open(path_).value();
  std::ofstream(path_, std::ios::app) << "c,d\n";
  EXPECT_EQ(opened.unchanged().reason(), Reason::kUnavailable);
}

TEST_F(OpenExportTest, FollowsNoLink) {
  fs::rename(path_, folder_.file("elsewhere"));
  fs::create_symlink(folder_.file("elsewhere"), path_);
  EXPECT_EQ(refused(), Reason::kIo);
}

TEST_F(OpenExportTest, RefusesAFileOfTwoNames) {
  fs::create_hard_link(path_, folder_.file("elsewhere"));
  EXPECT_EQ(refused(), Reason::kNotPermitted);
}

TEST_F(OpenExportTest, IsNotHeldUpByAPipe) {
  fs::remove(path_);
  ASSERT_EQ(::mkfifo(path_.c_str(), 0600), 0);
  EXPECT_EQ(refused(), Reason::kIo);
}

TEST_F(OpenExportTest, TellsAFileThatItMayNotReadFromOneThatIsGone) {
  fs::remove(path_);
  EXPECT_EQ(refused(), Reason::kIo);
  std::ofstream(path_) << "a,b\n";
  fs::permissions(path_, fs::perms::none);
  fs::permissions(folder_.path(), fs::perms(0755));
  // Root may read everything, and asks as somebody else.
  constexpr uid_t kNobody = 65534;
  const uid_t own = ::geteuid();
  ASSERT_EQ(::seteuid(own == 0 ? kNobody : own), 0);
  const Reason reason = refused();
  ASSERT_EQ(::seteuid(own), 0);
  EXPECT_EQ(reason, Reason::kNotPermitted);
}

}  // namespace
}  // namespace stile::agent
