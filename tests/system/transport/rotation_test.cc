#include <gtest/gtest.h>
#include <stdlib.h>

#include <filesystem>
#include <string>

#include "agents/transport/channel.h"
#include "core/tls/certificate.h"
#include "tests/system/transport/echo_gateway.h"
#include "tests/system/transport/eventually.h"

namespace stile::test {
namespace {

namespace fs = std::filesystem;

// A folder whose identity is replaced while somebody uses it.
class RotationTest : public testing::Test {
 protected:
  void SetUp() override {
    std::string pattern = (fs::temp_directory_path() / "stile-rotation-XXXXXX").string();
    ASSERT_NE(mkdtemp(pattern.data()), nullptr);
    folder_ = pattern;
  }
  void TearDown() override { fs::remove_all(folder_); }

  tls::IdentityFiles files() const { return tls::IdentityFiles::in_folder(folder_); }
  std::string fingerprint() const {
    return std::string(view(*tls::fingerprint_of(content_of(files().chain))));
  }

  fs::path folder_;
};

TEST_F(RotationTest, TheGatewayShowsItsNewCertificateWithoutARestart) {
  issue_into(folder_, gateway_id());
  EchoGateway gateway(files());
  const auto shown = [&] {
    const Heard heard = say_as(gateway, identity("sussex"));
    EXPECT_TRUE(heard.status.ok()) << heard.status.error_message();
    return std::string(view(*tls::fingerprint_of(heard.server_certificate)));
  };
  const std::string before = fingerprint();
  EXPECT_EQ(shown(), before);
  issue_into(folder_, gateway_id());
  ASSERT_NE(fingerprint(), before);
  EXPECT_TRUE(comes_true([&] { return shown() == fingerprint(); }));
}

TEST_F(RotationTest, AnAgentShowsItsNewCertificateOnTheNextConnectionOfTheSameChannel) {
  issue_into(folder_, sussex());
  EchoGateway gateway;
  const auto channel = agent::dial(gateway.address(), files(), gateway_id(), 1);
  const std::string before = fingerprint();
  EXPECT_EQ(say(channel).fingerprint, before);
  issue_into(folder_, sussex());
  ASSERT_NE(fingerprint(), before);
  EXPECT_TRUE(comes_true([&] {
    gateway.gate().cut(sussex());
    return say(channel).fingerprint == fingerprint();
  }));
}

}  // namespace
}  // namespace stile::test
