#include "gateway/config.h"

#include <gtest/gtest.h>

#include <fstream>

#include "tests/support/drafts.h"
#include "tests/support/keys.h"
#include "tests/support/temporary_folder.h"

namespace stile::gateway {
namespace {

class ConfigTest : public ::testing::Test {
 protected:
  ConfigTest() {
    for (const char* name : {"one", "two", "three"}) {
      text_ += "root: \"" + support::vkey_of(name) + "\"\n";
    }
  }
  Result<Config> load(const std::string& text) {
    std::ofstream(folder_.file("gateway.textproto"), std::ios::binary) << text;
    return load_config(folder_.file("gateway.textproto"));
  }

  support::TemporaryFolder folder_;
  std::string text_ =
      "identity: \"identity\" listen: \"127.0.0.1:8443\" store: \"store.db\"\n"
      "checkpoint_file: \"checkpoint\" documents: \"documents\" areas: \"areas\"\n"
      "log_key: \"log.key\" log_name: \"ledger.example\"\n";
};

TEST_F(ConfigTest, PathsStartAtTheFilesFolder) {
  const auto config = load(text_);
  ASSERT_TRUE(config.ok()) << config.error().detail;
  EXPECT_EQ(config->store, folder_.file("store.db"));
  EXPECT_EQ(config->host, "127.0.0.1");
  EXPECT_EQ(config->port, 8443);
  EXPECT_EQ(config->metrics, "");
  EXPECT_EQ(config->tiles, "");
  EXPECT_EQ(load(text_ + "tiles: \"tiles\"\n")->tiles, folder_.file("tiles"));
}

TEST_F(ConfigTest, MetricsAreForThisMachineOnly) {
  EXPECT_EQ(load(text_ + "metrics: \"127.0.0.1:9464\"\n")->metrics, "127.0.0.1:9464");
  const auto open_to_all = load(text_ + "metrics: \"0.0.0.0:9464\"\n");
  EXPECT_EQ(open_to_all.reason(), Reason::kMalformed);
  EXPECT_NE(open_to_all.error().detail.find("gateway.textproto: metrics: "), std::string::npos)
      << open_to_all.error().detail;
}

TEST_F(ConfigTest, TextsOfLeavesAreKeptForEverOrForLong) {
  EXPECT_EQ(load(text_)->log_retention_days, 0U);
  EXPECT_EQ(load(text_ + "log_retention_days: 60\n")->log_retention_days, 60U);
  const auto short_lived = load(text_ + "log_retention_days: 59\n");
  EXPECT_EQ(short_lived.reason(), Reason::kMalformed);
  EXPECT_NE(short_lived.error().detail.find("gateway.textproto: log_retention_days: from 60"),
            std::string::npos)
      << short_lived.error().detail;
}

TEST_F(ConfigTest, NamesWhatIsMissing) {
  const auto config = load(support::replaced(text_, "store: \"store.db\"", ""));
  EXPECT_EQ(config.reason(), Reason::kMissingField);
}

TEST_F(ConfigTest, WantsThreeRoots) {
  EXPECT_EQ(load(text_ + "root: \"" + support::vkey_of("four") + "\"\n").reason(),
            Reason::kMissingField);
}

}  // namespace
}  // namespace stile::gateway
