#include "agents/config.h"

#include <gtest/gtest.h>

#include <fstream>

#include "tests/support/drafts.h"
#include "tests/support/keys.h"
#include "tests/support/temporary_folder.h"

namespace stile::agent {
namespace {

class ConfigTest : public ::testing::Test {
 protected:
  ConfigTest() {
    for (const char* name : {"one", "two", "three"}) {
      text_ += "root: \"" + support::vkey_of(name) + "\"\n";
    }
  }
  Result<Config> load(const std::string& text) {
    std::ofstream(folder_.file("agent.textproto"), std::ios::binary) << text;
    return load_config(folder_.file("agent.textproto"));
  }

  support::TemporaryFolder folder_;
  std::string text_ =
      "agency: \"spiffe://stile.example/force/testshire/agent\"\n"
      "identity: \"identity\" gateway: \"127.0.0.1:1\"\n"
      "gateway_identity: \"spiffe://stile.example/gateway\"\n"
      "socket: \"stile.sock\" people: \"people\" documents: \"documents\" areas: \"areas\"\n"
      "signing_key: \"signing.key\" signing_key_name: \"testshire\"\n"
      "source {\n store: \"intake.db\" token_key: \"token.key\" column_map: \"map\"\n"
      " exports: \"exports\" contact: \"data-team\"\n}\n";
};

TEST_F(ConfigTest, PathsStartAtTheFilesFolder) {
  const auto config = load(text_);
  ASSERT_TRUE(config.ok()) << config.error().detail;
  EXPECT_EQ(config->source->store, folder_.file("intake.db"));
  EXPECT_EQ(config->socket, folder_.file("stile.sock"));
  EXPECT_EQ(config->source->column_maps, std::vector{folder_.file("map")});
  EXPECT_EQ(config->roots.size(), 3U);
  EXPECT_FALSE(config->recipient.has_value());
}

TEST_F(ConfigTest, ASourceHasAColumnMapOrMore) {
  const std::string more = "column_map: \"map\" column_map: \"other\"";
  const auto config = load(support::replaced(text_, "column_map: \"map\"", more));
  ASSERT_TRUE(config.ok()) << config.error().detail;
  EXPECT_EQ(config->source->column_maps.size(), 2U);
  const auto none = load(support::replaced(text_, "column_map: \"map\"", ""));
  EXPECT_EQ(none.reason(), Reason::kMissingField);
}

TEST_F(ConfigTest, AnAuthorityThatPassesOnHasBothSidesAndNoColumnMap) {
  const auto authority =
      support::replaced(support::replaced(text_, "force/testshire", "authority/E10000091"),
                        "column_map: \"map\"", "");
  const auto config = load(authority +
                           "recipient {\n store: \"inbox.db\" sealing_key: \"sealing.key\" out: "
                           "\"out\"\n}\n");
  ASSERT_TRUE(config.ok()) << config.error().detail;
  EXPECT_TRUE(config->source->column_maps.empty());
  EXPECT_TRUE(config->recipient.has_value());
}

TEST_F(ConfigTest, AFolderDropIsForThoseWhoWantOne) {
  EXPECT_EQ(load(text_)->source->drop, "");
  const auto config = load(support::replaced(text_, " exports:", " drop: \"drop\" exports:"));
  EXPECT_EQ(config->source->drop, folder_.file("drop"));
}

TEST_F(ConfigTest, EventsAreDroppedIntoAFolderOfTheirOwn) {
  EXPECT_EQ(load(text_)->source->notify_drop, "");
  const auto with = [&](const std::string& folder) {
    return load(support::replaced(
        text_, " exports:", " drop: \"drop\" notify_drop: \"" + folder + "\" exports:"));
  };
  EXPECT_EQ(with("events")->source->notify_drop, folder_.file("events"));
  EXPECT_EQ(with("./drop").reason(), Reason::kConflict);
}

TEST_F(ConfigTest, NamesWhatIsMissing) {
  const auto config = load(support::replaced(text_, " exports: \"exports\"", ""));
  ASSERT_FALSE(config.ok());
  EXPECT_EQ(config.reason(), Reason::kMissingField);
  EXPECT_NE(config.error().detail.find("source.exports"), std::string::npos);
}

TEST_F(ConfigTest, NamesThePlaceOfAnUnknownField) {
  const auto config = load(text_ + "insecure: true\n");
  ASSERT_FALSE(config.ok());
  EXPECT_EQ(config.reason(), Reason::kUnknownField);
  EXPECT_NE(config.error().detail.find("agent.textproto:13:"), std::string::npos)
      << config.error().detail;
}

TEST_F(ConfigTest, WantsThreeRoots) {
  const auto config = load(text_ + "root: \"" + support::vkey_of("four") + "\"\n");
  EXPECT_EQ(config.reason(), Reason::kMissingField);
}

TEST_F(ConfigTest, WantsASide) {
  const auto from = text_.find("source {");
  const auto config =
      load(support::replaced(text_, text_.substr(from, text_.find("}\n") + 2 - from), ""));
  EXPECT_EQ(config.reason(), Reason::kMissingField);
}

TEST_F(ConfigTest, MetricsAreForThisMachineOnly) {
  EXPECT_EQ(load(text_)->metrics, "");
  EXPECT_EQ(load(text_ + "metrics: \"127.0.0.1:9465\"\n")->metrics, "127.0.0.1:9465");
  const auto open_to_all = load(text_ + "metrics: \"0.0.0.0:9465\"\n");
  EXPECT_EQ(open_to_all.reason(), Reason::kMalformed);
  EXPECT_NE(open_to_all.error().detail.find("agent.textproto: metrics: "), std::string::npos)
      << open_to_all.error().detail;
}

TEST_F(ConfigTest, HandingOnIsByTheMeansThatAreNamed) {
  EXPECT_FALSE(load(text_)->handing.has_value());
  const auto config = load(text_ +
                           "handing { command: \"/usr/bin/tell\" spool: \"spool\"\n"
                           " smtp { server: \"smtp://127.0.0.1\" sender: \"stile@force.example\"\n"
                           "  roots: \"mail.pem\" }\n}\n");
  ASSERT_TRUE(config.ok()) << config.error().detail;
  EXPECT_EQ(config->handing->command, "/usr/bin/tell");
  EXPECT_EQ(config->handing->spool, folder_.file("spool"));
  EXPECT_EQ(config->handing->mail->server.url(), "smtp://127.0.0.1:25");
  EXPECT_EQ(config->handing->mail->sender.text(), "stile@force.example");
  EXPECT_EQ(config->handing->mail->roots, folder_.file("mail.pem"));
}

TEST_F(ConfigTest, HandingOnSaysWhatIsWrongWithItsMeans) {
  const auto fault = [&](const std::string& means, const std::string& what) {
    const auto config = load(text_ + "handing {" + means + "}\n");
    ASSERT_FALSE(config.ok()) << means;
    EXPECT_NE(config.error().detail.find("agent.textproto: " + what), std::string::npos)
        << config.error().detail;
    EXPECT_NE(config.error().detail.find("mend with: "), std::string::npos);
  };
  fault("", "handing: ");
  fault("smtp { server: \"mail.example\" sender: \"a@b.example\" }", "handing.smtp.server: ");
  fault("smtp { server: \"smtp://mail.example\" }", "handing.smtp.sender: ");
  fault("smtp { server: \"smtp://mail.example\" sender: \"a@b.example\\nx\" }",
        "handing.smtp.sender: ");
}

TEST_F(ConfigTest, RefusesAnIdentityOfAnotherShape) {
  const auto config = load(support::replaced(text_, "force/testshire/agent", "force"));
  EXPECT_EQ(config.reason(), Reason::kMalformed);
}

}  // namespace
}  // namespace stile::agent
