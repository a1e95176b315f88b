#include <gtest/gtest.h>
#include <openssl/ssl.h>

#include <cstdlib>
#include <string>

#include "agents/transport/channel.h"
#include "core/tls/floor.h"
#include "gateway/transport/self_test.h"
#include "tests/system/transport/echo_gateway.h"
#include "tests/system/transport/eventually.h"
#include "tests/system/transport/raw_tls_server.h"

namespace stile::test {
namespace {

using gateway::prove_tls_floor;

// An outside client with a good certificate, which the floor of this process cannot hold back.
bool openssl_connects(const EchoGateway& gateway, const std::string& version) {
  const auto own = identity("sussex");
  const std::string command = "openssl s_client -brief -verify_return_error -connect " +
                              gateway.address() + " " + version + " -cert '" + own.chain.string() +
                              "' -cert_chain '" + own.chain.string() + "' -key '" +
                              own.key.string() + "' -CAfile '" + own.roots.string() +
                              "' -alpn h2 </dev/null 2>&1 | grep -q 'CONNECTION ESTABLISHED'";
  return std::system(command.c_str()) == 0;
}

TEST(TlsFloorTest, TheGatewayTakesTls13AndNotTls12) {
  EchoGateway gateway;
  EXPECT_TRUE(openssl_connects(gateway, "-tls1_3"));
  EXPECT_FALSE(openssl_connects(gateway, "-tls1_2"));
  EXPECT_TRUE(say_as(gateway, identity("sussex")).status.ok());
}

TEST(TlsFloorTest, TheGatewayTakesAesGcmAndNotChaCha) {
  EchoGateway gateway;
  EXPECT_TRUE(openssl_connects(gateway, "-ciphersuites TLS_AES_128_GCM_SHA256"));
  EXPECT_FALSE(openssl_connects(gateway, "-ciphersuites TLS_CHACHA20_POLY1305_SHA256"));
}

TEST(TlsFloorTest, TheSelfTestPassesAGatewayOfOurs) {
  EchoGateway gateway;
  EXPECT_TRUE(prove_tls_floor("127.0.0.1", gateway.port()).ok());
}

TEST(TlsFloorTest, TheSelfTestFailsAServerThatStillTakesTls12) {
  tls::require_tls13();
  const RawTlsServer outdated(identity("gateway"), TLS1_2_VERSION, TLS1_3_VERSION);
  const auto proved = prove_tls_floor("127.0.0.1", outdated.port());
  ASSERT_FALSE(proved.ok());
  EXPECT_EQ(proved.reason(), Reason::kIntegrity);
}

TEST(TlsFloorTest, TheSelfTestFailsAServerThatTakesNothing) {
  tls::require_tls13();
  const RawTlsServer outdated(identity("gateway"), TLS1_2_VERSION, TLS1_2_VERSION);
  const auto proved = prove_tls_floor("127.0.0.1", outdated.port());
  ASSERT_FALSE(proved.ok());
  EXPECT_EQ(proved.reason(), Reason::kUnavailable);
}

TEST(TlsFloorTest, AnAgentDoesNotSpeakTls12) {
  const RawTlsServer outdated(identity("gateway"), TLS1_2_VERSION, TLS1_2_VERSION);
  const auto channel =
      agent::dial("127.0.0.1:" + std::to_string(outdated.port()), identity("sussex"), gateway_id());
  EXPECT_FALSE(say(channel).status.ok());
  EXPECT_TRUE(comes_true([&] { return outdated.attempts() > 0; }));
  EXPECT_EQ(outdated.handshakes(), 0);
}

TEST(TlsFloorTest, AnAgentSpeaksTls13ToTheSameKindOfServer) {
  const RawTlsServer current(identity("gateway"), TLS1_3_VERSION, TLS1_3_VERSION);
  const auto channel =
      agent::dial("127.0.0.1:" + std::to_string(current.port()), identity("sussex"), gateway_id());
  EXPECT_FALSE(say(channel).status.ok());
  EXPECT_TRUE(comes_true([&] { return current.handshakes() > 0; }));
}

}  // namespace
}  // namespace stile::test
