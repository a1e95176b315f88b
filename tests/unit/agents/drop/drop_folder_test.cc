#include "agents/drop/drop_folder.h"

#include <gtest/gtest.h>

#include <fstream>
#include <string>

#include "tests/support/temporary_folder.h"

namespace stile::agent {
namespace {

namespace fs = std::filesystem;

constexpr Instant kNow = 1'796'000'000;
constexpr Instant kDay = 86400;

TEST(MonthNamedTest, IsTheMonthWithWhichANameBegins) {
  for (const auto* name : {"2026-10.csv", "2026-10_call-outs.csv", "2026-10 call-outs.csv"}) {
    EXPECT_EQ(month_named(name).value(), (Month{2026, 10})) << name;
  }
}

TEST(MonthNamedTest, IsNotTheDayOfAnExportNorAnyOtherNumber) {
  for (const auto* name : {"call-outs.csv", "2026-10-31_call-outs.csv", "2026-13_call-outs.csv",
                           "202610.csv", "2026-10", "2026-101.csv", ""}) {
    const auto month = month_named(name);
    ASSERT_FALSE(month.ok()) << name;
    EXPECT_NE(month.error().detail.find("mend with: a name such as"), std::string::npos);
  }
}

class DropFolderTest : public ::testing::Test {
 protected:
  DropFolderTest() {
    for (const auto* name : {"in", "sent", "failed"}) fs::create_directory(place(name));
  }
  fs::path place(const std::string& name) const { return folder_.file(name); }
  void write(const std::string& name, const std::string& text = "x") const {
    std::ofstream(place(name), std::ios::binary) << text;
  }
  DropFolder drop() const { return DropFolder::open(folder_.path()).value(); }
  std::string next() const {
    const auto taken = drop().take().value();
    return taken ? taken->name : "";
  }

  support::TemporaryFolder folder_;
};

TEST_F(DropFolderTest, NeedsItsThreeFolders) {
  fs::remove(place("failed"));
  EXPECT_EQ(DropFolder::open(folder_.path()).reason(), Reason::kNotFound);
}

TEST_F(DropFolderTest, NeedsThemOnOneFileSystem) {
  fs::remove(place("failed"));
  fs::create_directory_symlink("/proc", place("failed"));
  const auto opened = DropFolder::open(folder_.path());
  ASSERT_FALSE(opened.ok());
  EXPECT_NE(opened.error().detail.find("on another file system"), std::string::npos);
}

TEST_F(DropFolderTest, TakesOneAfterTheOtherByName) {
  EXPECT_EQ(next(), "");
  write("in/b.csv");
  write("in/a.csv");
  const auto taken = drop().take().value();
  EXPECT_EQ(taken->name, "a.csv");
  EXPECT_FALSE(fs::exists(place("in/a.csv"))) << "nobody may give the name another content";
  ASSERT_TRUE(drop().say(DropFolder::Outcome::kSent, "a.csv", "{}", kNow).ok());
  ASSERT_TRUE(drop().settle(DropFolder::Outcome::kSent, *taken, "a.csv").ok());
  EXPECT_FALSE(fs::exists(taken->path));
  EXPECT_EQ(next(), "b.csv");
}

TEST_F(DropFolderTest, TakesWhatWasAtWorkBeforeAnythingElse) {
  write("in/b.csv");
  EXPECT_EQ(next(), "b.csv");
  write("in/a.csv");
  EXPECT_EQ(next(), "b.csv");
}

TEST_F(DropFolderTest, LeavesAloneWhatIsNoExportYet) {
  write("in/.2026-10.csv");
  write("in/2026-10.csv.part");
  write("in/.taken-");
  fs::create_directory(place("in/2026-10"));
  fs::create_symlink("/etc/hostname", place("in/2026-10_link.csv"));
  EXPECT_EQ(next(), "");
}

TEST_F(DropFolderTest, ReplacesNothingThatWasSaidOfAnEarlierFile) {
  const DroppedFile file{"a.csv", place("in/.taken-a.csv")};
  EXPECT_EQ(drop().free_name(file), "a.csv");
  write("sent/a.csv.result.json");
  EXPECT_EQ(drop().free_name(file), "a.csv.2");
  write("failed/a.csv.2");
  write("failed/a.csv.3.rejected.csv");
  EXPECT_EQ(drop().free_name(file), "a.csv.4");
}

TEST_F(DropFolderTest, ShortensANameForWhatIsSaidOfIt) {
  const DroppedFile file{std::string(199, 'x') + "\u00E9\u00E9.csv", place("in/x")};
  EXPECT_EQ(drop().free_name(file), std::string(199, 'x'));
  write("sent/" + std::string(199, 'x') + ".result.json");
  EXPECT_EQ(drop().free_name(file), std::string(199, 'x') + ".2");
}

TEST_F(DropFolderTest, LooksForNoFreeNameForEverWhereItCannotLook) {
  const auto opened = drop();
  fs::remove(place("failed"));
  fs::create_symlink("failed", place("failed"));  // leads to itself
  EXPECT_EQ(opened.free_name({"a.csv", place("in/a.csv")}), "a.csv");
  EXPECT_FALSE(opened.say(DropFolder::Outcome::kFailed, "a.csv", "{}", kNow).ok());
}

TEST_F(DropFolderTest, KeepsWhatFailedForSevenDays) {
  write("in/a.csv");
  const auto taken = drop().take().value();
  fs::last_write_time(taken->path, fs::file_time_type::min());  // the export is older than that
  ASSERT_TRUE(drop().say(DropFolder::Outcome::kFailed, "a.csv", "{}", kNow).ok());
  ASSERT_TRUE(drop().settle(DropFolder::Outcome::kFailed, *taken, "a.csv").ok());
  auto rejected = drop().rejected("b.csv").value();
  ASSERT_TRUE(rejected.finish(storage::NewFile::Readers::kGroup, kNow + kDay).ok());
  write("sent/a.csv.result.json");
  EXPECT_EQ(drop().expire(kNow + 7 * kDay - 1).value(), 0U);
  EXPECT_TRUE(fs::exists(place("failed/a.csv")));
  EXPECT_EQ(drop().expire(kNow + 7 * kDay).value(), 2U);
  EXPECT_FALSE(fs::exists(place("failed/a.csv")));
  EXPECT_TRUE(fs::exists(place("failed/b.csv.rejected.csv")));
  EXPECT_EQ(drop().expire(kNow + 8 * kDay).value(), 1U);
  EXPECT_TRUE(fs::is_empty(place("failed")));
  EXPECT_TRUE(fs::exists(place("sent/a.csv.result.json")));
}

}  // namespace
}  // namespace stile::agent
