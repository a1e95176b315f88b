#include "agents/cli/proof_folder.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <string>

#include "core/storage/file.h"
#include "tests/support/said.h"
#include "tests/support/temporary_folder.h"

// What the agent hands out becomes files of one folder, and of no other.
namespace stile::agent {
namespace {

class ProofFolderTest : public ::testing::Test {
 protected:
  // "leaf", in the base64 of protobuf's JSON.
  static std::string file(const std::string& name) {
    return R"({"name":")" + name + R"(","content":"bGVhZg=="})";
  }

  support::TemporaryFolder temporary_;
  std::filesystem::path folder_ = temporary_.file("proof");
  Said said_;
  ProofFolder proof_{said_};
};

TEST_F(ProofFolderTest, WritesWhatItIsHandedForItsOwnerAlone) {
  proof_.line({}, file("leaf.txt"));
  ASSERT_TRUE(proof_.write(folder_).ok());
  EXPECT_EQ(storage::read_whole((folder_ / "leaf.txt").string()).value(), "leaf");
  using std::filesystem::perms;
  EXPECT_EQ(std::filesystem::status(folder_).permissions(), perms::owner_all);
  EXPECT_EQ(std::filesystem::status(folder_ / "leaf.txt").permissions() &
                (perms::group_all | perms::others_all),
            perms::none);
  EXPECT_NE(said_.text().find("README.txt"), std::string::npos);
}

TEST_F(ProofFolderTest, PutsTilesWhereOtherToolsLookForThem) {
  for (const char* name : {"tile/0/x001/000", "tile/0/x001/001.p/7"}) proof_.line({}, file(name));
  ASSERT_TRUE(proof_.write(folder_).ok());
  EXPECT_EQ(storage::read_whole((folder_ / "tile/0/x001/000").string()).value(), "leaf");
  EXPECT_EQ(storage::read_whole((folder_ / "tile/0/x001/001.p/7").string()).value(), "leaf");
  EXPECT_EQ(std::filesystem::status(folder_ / "tile/0").permissions(),
            std::filesystem::perms::owner_all);
}

TEST_F(ProofFolderTest, TakesNoNameThatLeadsElsewhere) {
  for (const char* name :
       {"", ".", "..", "../leaf.txt", "/tmp/leaf.txt", "a/b", "tile/../leaf.txt", "tile/0/../../x",
        "tile//0", "tile/", "tile/0/", "tile/./0", "tile/0/000.note", "tiles/0/000"}) {
    ProofFolder hostile(said_);
    hostile.line({}, file("leaf.txt"));
    hostile.line({}, file(name));
    EXPECT_EQ(hostile.write(folder_).reason(), Reason::kMalformed) << name;
    EXPECT_FALSE(std::filesystem::exists(folder_)) << name;
  }
}

TEST_F(ProofFolderTest, TakesNothingThatIsNoFile) {
  proof_.line("words", R"({"other":1})");
  EXPECT_EQ(proof_.write(folder_).reason(), Reason::kMalformed);
}

}  // namespace
}  // namespace stile::agent
