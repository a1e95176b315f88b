#include "agents/cli/report_files.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <sstream>

#include "tests/support/said.h"
#include "tests/support/temporary_folder.h"

namespace stile::agent {
namespace {

namespace fs = std::filesystem;

class ReportFilesTest : public ::testing::Test {
 protected:
  std::string text_of(const std::string& name) const {
    std::ostringstream text;
    text << std::ifstream(folder_.file(name), std::ios::binary).rdbuf();
    return text.str();
  }

  support::TemporaryFolder folder_;
  Said said_;
};

TEST_F(ReportFilesTest, WritesThePiecesAsOneFileForItsOwnerAlone) {
  ReportFiles files(folder_.file("page.html"), false, said_);
  ASSERT_TRUE(files.check_absent().ok());
  files.line("first\n", {});
  files.line("second\n", {});
  ASSERT_TRUE(files.write().ok());
  EXPECT_EQ(text_of("page.html"), "first\nsecond\n");
  const auto mode = fs::status(folder_.file("page.html")).permissions();
  EXPECT_EQ(mode, fs::perms::owner_read | fs::perms::owner_write);
  EXPECT_EQ(said_.text(), "written to " + folder_.file("page.html") + "\n");
}

TEST_F(ReportFilesTest, WritesTheMetadataOfACsvBesideIt) {
  ReportFiles files(folder_.file("rows.csv"), true, said_);
  files.line("a,b\r\n", {});
  files.line({}, "{}\n");
  ASSERT_TRUE(files.write().ok());
  EXPECT_EQ(text_of("rows.csv"), "a,b\r\n");
  EXPECT_EQ(text_of("rows.csv-metadata.json"), "{}\n");
  const auto mode = fs::status(folder_.file("rows.csv-metadata.json")).permissions();
  EXPECT_EQ(mode, fs::perms::owner_read | fs::perms::owner_write);
}

TEST_F(ReportFilesTest, ReplacesNothing) {
  std::ofstream(folder_.file("rows.csv-metadata.json")) << "mine";
  ReportFiles files(folder_.file("rows.csv"), true, said_);
  EXPECT_EQ(files.check_absent().reason(), Reason::kConflict);
  files.line("a\r\n", {});
  EXPECT_EQ(files.write().reason(), Reason::kConflict);
  EXPECT_EQ(text_of("rows.csv-metadata.json"), "mine");
  EXPECT_FALSE(fs::exists(folder_.file("rows.csv")));
  std::ofstream(folder_.file("page.html")) << "mine";
  EXPECT_EQ(ReportFiles(folder_.file("page.html"), false, said_).check_absent().reason(),
            Reason::kConflict);
}

// What is refused or was not found has nothing to write, and leaves no empty file.
TEST_F(ReportFilesTest, WritesNothingWhereNothingCame) {
  ReportFiles files(folder_.file("page.html"), false, said_);
  files.message("NOT_FOUND: no enquiry of that id");
  ASSERT_TRUE(files.write().ok());
  EXPECT_FALSE(fs::exists(folder_.file("page.html")));
  EXPECT_EQ(said_.messages(), "NOT_FOUND: no enquiry of that id\n");
}

}  // namespace
}  // namespace stile::agent
