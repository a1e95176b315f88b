#include "agents/live_files.h"

#include <gtest/gtest.h>

#include <fstream>
#include <iterator>
#include <map>

#include "tests/support/built_from.h"
#include "tests/support/drafts.h"
#include "tests/support/keys.h"
#include "tests/support/temporary_folder.h"

namespace stile::agent {
namespace {

class LiveFilesTest : public ::testing::Test {
 protected:
  LiveFilesTest() {
    std::ifstream map(support::source_dir() +
                      "/policies/column-maps/command-and-control.textproto");
    map_ = std::string(std::istreambuf_iterator<char>(map), {});
    write("people", person("one"));
    write("map", map_);
  }

  static std::string person(const std::string& account) {
    return "person { account: \"" + account + "\" name: \"A Person\" role: DATA_TEAM }\n";
  }
  void write(const std::string& name, const std::string& text) {
    std::ofstream(folder_.file(name), std::ios::binary) << text;
  }
  Config config() {
    Config config{AgencyId::parse("spiffe://stile.example/force/testshire/agent").value(),
                  AgencyId::parse("spiffe://stile.example/gateway").value(),
                  {},
                  {},
                  {},
                  folder_.file("people"),
                  {},
                  {},
                  {},
                  {},
                  {},
                  {},
                  {},
                  {}};
    config.source.emplace().column_maps = {folder_.file("map")};
    return config;
  }
  // reload() gives what was said of each file: "" when it was taken.
  static std::map<std::string, std::string> reload(LiveFiles& files) {
    std::map<std::string, std::string> said;
    files.reload([&](std::string_view file, const Status& taken) {
      said[std::string(file)] = taken.ok() ? "" : taken.error().detail;
    });
    return said;
  }

  support::TemporaryFolder folder_;
  std::string map_;
};

TEST_F(LiveFilesTest, AreTakenWhenReadAgain) {
  const auto files = LiveFiles::open(config()).value();
  const auto maps_before = files->column_maps();
  write("people", person("two"));
  write("map", support::replaced(map_, "system: \"command-and-control\"", "system: \"newer\""));
  EXPECT_NE(files->people()->find("one"), nullptr);
  EXPECT_EQ(reload(*files)["people"], "");
  EXPECT_EQ(files->people()->find("one"), nullptr);
  EXPECT_NE(files->people()->find("two"), nullptr);
  EXPECT_EQ(files->column_maps()->front()->system(), "newer");
  EXPECT_EQ(maps_before->front()->system(), "command-and-control");  // whoever is at work keeps his
}

TEST_F(LiveFilesTest, ABadFileChangesNothingAndItsFaultIsNamed) {
  const auto files = LiveFiles::open(config()).value();
  write("people", person("two") + "person { account: \"three\" }\n");
  write("map", map_ + "unheard_of: 1\n");
  auto said = reload(*files);
  EXPECT_NE(said["people"].find("person: name is required"), std::string::npos) << said["people"];
  EXPECT_NE(said["column_map"].find("unheard_of"), std::string::npos) << said["column_map"];
  EXPECT_NE(files->people()->find("one"), nullptr);
  EXPECT_EQ(files->people()->find("two"), nullptr);
  EXPECT_EQ(files->column_maps()->front()->system(), "command-and-control");
}

TEST_F(LiveFilesTest, AGoodFileIsTakenBesideABadOne) {
  const auto files = LiveFiles::open(config()).value();
  write("people", person("two"));
  write("map", "");
  EXPECT_NE(reload(*files)["column_map"], "");
  EXPECT_NE(files->people()->find("two"), nullptr);
}

TEST_F(LiveFilesTest, ARecipientHasNoColumnMap) {
  Config recipient = config();
  recipient.source.reset();
  const auto files = LiveFiles::open(recipient).value();
  EXPECT_TRUE(files->column_maps()->empty());
  EXPECT_EQ(reload(*files).count("column_map"), 0U);
}

TEST_F(LiveFilesTest, AreAllNeededAtTheStart) {
  write("map", "nonsense");
  EXPECT_FALSE(LiveFiles::open(config()).ok());
}

}  // namespace
}  // namespace stile::agent
