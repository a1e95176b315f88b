#include <grpcpp/create_channel.h>
#include <grpcpp/security/credentials.h>
#include <grpcpp/security/tls_certificate_provider.h>
#include <grpcpp/security/tls_credentials_options.h>
#include <gtest/gtest.h>

#include <functional>
#include <string>

#include "agents/transport/channel.h"
#include "core/tls/certificate.h"
#include "gateway/transport/socket.h"
#include "tests/system/transport/echo_gateway.h"

namespace stile::test {
namespace {

// A peer is refused when its call never reaches the service, while a good peer's does, both
// before and after.
void expect_refused(EchoGateway& gateway, const std::function<Heard()>& bad_call) {
  const int before = gateway.handled();
  const Heard first = say_as(gateway, identity("kent"));
  EXPECT_TRUE(first.status.ok()) << first.status.error_message();
  EXPECT_EQ(first.peer, kent().text());
  EXPECT_FALSE(bad_call().status.ok());
  const Heard last = say_as(gateway, identity("kent"));
  EXPECT_TRUE(last.status.ok()) << last.status.error_message();
  EXPECT_EQ(gateway.handled(), before + 2);
}

Heard say_without_certificate(const EchoGateway& gateway) {
  namespace tls_api = grpc::experimental;
  tls_api::TlsChannelCredentialsOptions options;
  options.set_certificate_provider(std::make_shared<tls_api::StaticDataCertificateProvider>(
      content_of(identity("sussex").roots)));
  options.watch_root_certs();
  options.set_certificate_verifier(std::make_shared<tls_api::NoOpCertificateVerifier>());
  options.set_check_call_host(false);
  return say(grpc::CreateChannel(gateway.address(), tls_api::TlsCredentials(options)));
}

TEST(TlsRefusalsTest, RefusesAPeerWithoutACertificate) {
  EchoGateway gateway;
  expect_refused(gateway, [&] { return say_without_certificate(gateway); });
}

TEST(TlsRefusalsTest, RefusesPlainText) {
  EchoGateway gateway;
  expect_refused(gateway, [&] {
    return say(grpc::CreateChannel(gateway.address(), grpc::InsecureChannelCredentials()));
  });
}

class BadCertificateTest : public testing::TestWithParam<const char*> {};

TEST_P(BadCertificateTest, IsRefusedAndOthersAreServed) {
  EchoGateway gateway;
  const auto bad = identity(std::string("bad/") + GetParam());
  expect_refused(gateway, [&] { return say_as(gateway, bad); });
}

INSTANTIATE_TEST_SUITE_P(TlsRefusals, BadCertificateTest,
                         testing::Values("wrong-authority", "expired", "not-yet-valid",
                                         "no-uri-san", "two-uri-sans", "wrong-kind", "gateway-kind",
                                         "wrong-domain", "server-only", "authority"),
                         [](const auto& instance) {
                           std::string name = instance.param;
                           std::erase(name, '-');
                           return name;
                         });

TEST(TlsRefusalsTest, LogsWhyAnIdentityWasRefused) {
  EchoGateway gateway;
  say_as(gateway, identity("sussex"));
  EXPECT_FALSE(gateway.has_logged(Reason::kWrongPeer, "more than one URI name"));
  say_as(gateway, identity("bad/two-uri-sans"));
  EXPECT_TRUE(gateway.has_logged(Reason::kWrongPeer, "more than one URI name"));
  say_as(gateway, identity("bad/no-uri-san"));
  EXPECT_TRUE(gateway.has_logged(Reason::kWrongPeer, "no URI name"));
  say_as(gateway, identity("bad/wrong-kind"));
  EXPECT_TRUE(gateway.has_logged(Reason::kMalformed, "not an agency identity"));
  say_as(gateway, identity("bad/gateway-kind"));
  EXPECT_TRUE(gateway.has_logged(Reason::kWrongPeer, "a gateway does not call a gateway"));
}

TEST(TlsRefusalsTest, RefusesAnAgencyThatIsDenied) {
  EchoGateway gateway;
  EXPECT_TRUE(say_as(gateway, identity("sussex")).status.ok());
  gateway.deny(sussex().text());
  expect_refused(gateway, [&] { return say_as(gateway, identity("sussex")); });
  EXPECT_TRUE(gateway.has_logged(Reason::kDenied));
}

TEST(TlsRefusalsTest, RefusesACertificateWhoseSerialIsDenied) {
  EchoGateway gateway;
  EXPECT_TRUE(say_as(gateway, identity("sussex")).status.ok());
  gateway.deny(*tls::serial_of(content_of(identity("sussex").chain)));
  expect_refused(gateway, [&] { return say_as(gateway, identity("sussex")); });
}

TEST(TlsRefusalsTest, RefusesTheNextCallOfAPeerDeniedWhileConnected) {
  EchoGateway gateway;
  const auto channel = agent::dial(gateway.address(), identity("sussex"), gateway_id());
  ASSERT_TRUE(say(channel).status.ok());
  gateway.deny(sussex().text());
  expect_refused(gateway, [&] { return say(channel); });
}

// The gateway has read the certificate by then, and keeps what it says.
TEST(TlsRefusalsTest, RefusesTheNextCallOfACertificateDeniedWhileConnected) {
  EchoGateway gateway;
  const auto channel = agent::dial(gateway.address(), identity("sussex"), gateway_id());
  ASSERT_TRUE(say(channel).status.ok());
  ASSERT_TRUE(say(channel).status.ok());
  gateway.deny(*tls::serial_of(content_of(identity("sussex").chain)));
  expect_refused(gateway, [&] { return say(channel); });
}

TEST(TlsRefusalsTest, NamesAndRefusesPeersOverIpv6Too) {
  if (!gateway::listen_on("::1", 0).ok()) GTEST_SKIP() << "this machine has no IPv6";
  EchoGateway gateway(identity("gateway"), {}, "::1");
  expect_refused(gateway, [&] { return say_as(gateway, identity("bad/expired")); });
}

TEST(TlsRefusalsTest, AnAgentRefusesAServerThatIsNotTheGateway) {
  EchoGateway gateway;
  const auto other = AgencyId::parse("spiffe://training.example/gateway").value();
  const auto channel = agent::dial(gateway.address(), identity("sussex"), other);
  EXPECT_FALSE(say(channel).status.ok());
  EXPECT_EQ(gateway.handled(), 0);
  EXPECT_TRUE(say_as(gateway, identity("sussex")).status.ok());
}

TEST(TlsRefusalsTest, AnAgentRefusesAGatewayOfAnotherAuthority) {
  EchoGateway gateway;
  auto files = identity("sussex");
  files.roots = identity("bad/wrong-authority").chain;
  EXPECT_FALSE(say_as(gateway, files).status.ok());
  EXPECT_EQ(gateway.handled(), 0);
}

TEST(TlsRefusalsTest, AGatewayDoesNotStartWithAnAgentsCertificate) {
  gateway::CallGate gate("stile.example", [](auto&, auto&) { return ok(); }, {});
  const auto server =
      gateway::TlsServer::open(gate, {.host = "127.0.0.1", .files = identity("sussex")}, {});
  ASSERT_FALSE(server.ok());
  EXPECT_EQ(server.reason(), Reason::kWrongPeer);
}

}  // namespace
}  // namespace stile::test
