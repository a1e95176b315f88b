#include "agents/handing/spool.h"

#include <gtest/gtest.h>
#include <sys/stat.h>

#include <fstream>
#include <iterator>
#include <set>
#include <string>
#include <vector>

#include "tests/support/full_disk.h"
#include "tests/support/temporary_folder.h"
#include "tests/unit/agents/handing/hand_fixture.h"

namespace stile::agent {
namespace {

namespace fs = std::filesystem;

constexpr char kFile[] = "0024H-36H2N-CSVRH-6DAQF-6DVVQ-Z-notification.json";

class SpoolTest : public ::testing::Test {
 protected:
  SpoolTest() { fs::create_directory(place("ack")); }
  fs::path place(const std::string& name) const { return folder_.file(name); }
  void write(const std::string& name, const std::string& text = "x") const {
    std::ofstream(place(name), std::ios::binary) << text;
  }
  std::string read(const std::string& name) const {
    std::ifstream file(place(name), std::ios::binary);
    return {std::istreambuf_iterator<char>(file), {}};
  }
  std::set<std::string> names(const std::string& folder = ".") const {
    std::set<std::string> all;
    for (const auto& entry : fs::directory_iterator(place(folder))) {
      all.insert(entry.path().filename().string());
    }
    return all;
  }
  Spool spool() {
    return Spool::open(folder_.path(),
                       {[this](const HandingName& what) { acknowledged_.push_back(what.text()); },
                        [this](std::string_view event, const Error& error) {
                          problems_.push_back(std::string(event) + ": " + error.detail);
                        }})
        .value();
  }

  support::TemporaryFolder folder_;
  std::vector<std::string> acknowledged_;
  std::vector<std::string> problems_;
};

TEST_F(SpoolTest, NeedsItsFolders) {
  fs::remove(place("ack"));
  EXPECT_EQ(Spool::open(folder_.path(), {}).reason(), Reason::kNotFound);
  fs::create_directory_symlink("/proc", place("ack"));
  EXPECT_EQ(Spool::open(folder_.path(), {}).reason(), Reason::kIo) << "on another file system";
}

TEST_F(SpoolTest, PutsAFileThereForItsGroup) {
  ASSERT_TRUE(spool().give(handing(), {}).ok());
  EXPECT_EQ(names(), (std::set<std::string>{"ack", kFile}));
  EXPECT_EQ(read(kFile), json_of(handing()) + "\n");
  EXPECT_EQ(fs::status(place(kFile)).permissions(), fs::perms(0640));
}

TEST_F(SpoolTest, PutsItThereAgainWhenItIsGivenAgain) {
  auto opened = spool();
  ASSERT_TRUE(opened.give(handing(), {}).ok());
  ASSERT_TRUE(opened.give(handing(), {}).ok());
  ASSERT_TRUE(opened.give(handing(Handing::Kind::kOverdue), {}).ok());
  EXPECT_EQ(names().size(), 3U);
}

TEST_F(SpoolTest, IsAcknowledgedByMovingTheFile) {
  auto opened = spool();
  ASSERT_TRUE(opened.give(handing(), {}).ok());
  opened.look();
  EXPECT_TRUE(acknowledged_.empty());
  fs::rename(place(kFile), place("ack") / kFile);
  opened.look();
  opened.look();
  EXPECT_EQ(acknowledged_, std::vector<std::string>{std::string(kId) + "-notification"});
  EXPECT_EQ(names(), std::set<std::string>{"ack"});
  EXPECT_TRUE(names("ack").empty());
}

TEST_F(SpoolTest, IsAcknowledgedByAFileOfTheSameNameWhateverIsInIt) {
  auto opened = spool();
  ASSERT_TRUE(opened.give(handing(), {}).ok());
  write(std::string("ack/") + kFile, "");
  fs::resize_file(place("ack") / kFile, std::uintmax_t{1} << 40U);  // nobody reads a terabyte
  fs::permissions(place("ack") / kFile, fs::perms::none);
  opened.look();
  EXPECT_EQ(acknowledged_.size(), 1U);
  EXPECT_EQ(names(), std::set<std::string>{"ack"});
  EXPECT_TRUE(names("ack").empty());
}

TEST_F(SpoolTest, FindsAtItsStartWhatWasAcknowledgedMeanwhile) {
  ASSERT_TRUE(spool().give(handing(), {}).ok());
  write(std::string("ack/") + kFile);
  spool().look();
  EXPECT_EQ(acknowledged_.size(), 1U);
  EXPECT_EQ(names(), std::set<std::string>{"ack"});
}

TEST_F(SpoolTest, LeavesAloneWhatIsNoAcknowledgement) {
  auto opened = spool();
  ASSERT_TRUE(opened.give(handing(), {}).ok());
  const std::string own = kFile;
  const std::string other = std::string(kOtherId) + "-overdue.json";
  write("outside", "kept");
  fs::create_symlink(place("outside"), place("ack") / own);
  ASSERT_EQ(::mkfifo((place("ack") / other).c_str(), 0600), 0);
  fs::create_directory(place("ack") / (std::string(kOtherId) + "-withdrawn.json"));
  for (const std::string& name :
       {own + ".part", "." + own, std::string("..."), std::string("A. Child.json"),
        std::string(255, 'x'), std::string("..\\") + own, std::string("\xFF\n"),
        std::string(kId) + "-notification"}) {
    write("ack/" + name);
  }
  const auto before = names("ack");
  opened.look();
  EXPECT_TRUE(acknowledged_.empty());
  EXPECT_EQ(names("ack"), before);
  EXPECT_EQ(names(), (std::set<std::string>{"ack", "outside", own}));
  EXPECT_EQ(read("outside"), "kept");
  const std::vector<std::string> said{
      "spool_ack_ignored: 11 entries of ack are no acknowledgement"};
  EXPECT_EQ(problems_, said);
  opened.look();
  EXPECT_EQ(problems_, said) << "told once";
}

TEST_F(SpoolTest, TakesAnAcknowledgementFromAmongThem) {
  auto opened = spool();
  ASSERT_TRUE(opened.give(handing(), {}).ok());
  write("ack/.hidden");
  write(std::string("ack/") + kFile);
  opened.look();
  EXPECT_EQ(acknowledged_.size(), 1U);
  EXPECT_EQ(names("ack"), std::set<std::string>{".hidden"});
}

TEST_F(SpoolTest, IsHeldUpByNoneThatCannotBeTaken) {
  auto opened = spool();
  constexpr int kBlocked = 20;  // among which the others come, in whatever order
  for (int i = 0; i < kBlocked; ++i) {
    std::string name = std::string(kOtherId) + "-overdue.json";
    name.replace(0, 5, std::to_string(10000 + i));
    fs::create_directories(place(name) / "full");  // where a file of the agent should be
    write("ack/" + name);
  }
  const std::vector kinds{Handing::Kind::kNotification, Handing::Kind::kOverdue,
                          Handing::Kind::kCorrected, Handing::Kind::kWithdrawn};
  for (const auto kind : kinds) write("ack/" + HandingName{kId, kind}.text() + ".json");
  opened.look();
  opened.look();
  EXPECT_EQ(acknowledged_.size(), kinds.size());
  EXPECT_EQ(problems_.size(), 1U);
  EXPECT_EQ(names("ack").size(), kBlocked);
}

TEST_F(SpoolTest, SaysOnceThatTheFolderCannotBeRead) {
  auto opened = spool();
  fs::remove(place("ack"));
  opened.look();
  opened.look();
  ASSERT_EQ(problems_.size(), 1U);
  EXPECT_EQ(problems_[0].find(folder_.path()), std::string::npos) << problems_[0];
  fs::create_directory(place("ack"));
  opened.look();
  fs::remove(place("ack"));
  opened.look();
  EXPECT_EQ(problems_.size(), 2U);
}

TEST_F(SpoolTest, RemovesAtItsStartWhatWasHalfWritten) {
  write(std::string(kFile) + ".part");
  write("notes.json.part");
  spool();
  EXPECT_EQ(names(), (std::set<std::string>{"ack", "notes.json.part"}));
}

TEST_F(SpoolTest, PutsNoPartOfAFileThereOnAFullDisk) {
  auto opened = spool();
  Status given;
  {
    const support::FullDisk full(10);
    given = opened.give(handing(), {});
  }
  EXPECT_EQ(given.reason(), Reason::kIo);
  EXPECT_EQ(given.error().detail, "the spool: cannot write a file") << "and no reference";
  EXPECT_EQ(names(), std::set<std::string>{"ack"});
  EXPECT_TRUE(opened.give(handing(), {}).ok());
}

TEST_F(SpoolTest, FollowsNoLinkInPlaceOfAFileItWrites) {
  write("outside", "kept");
  fs::create_symlink(place("outside"), place(kFile));
  fs::create_symlink(place("outside"), place(std::string(kFile) + ".part"));
  ASSERT_TRUE(spool().give(handing(), {}).ok());
  EXPECT_EQ(read("outside"), "kept");
  EXPECT_EQ(fs::symlink_status(place(kFile)).type(), fs::file_type::regular);
}

}  // namespace
}  // namespace stile::agent
