#include <grpcpp/client_context.h>
#include <gtest/gtest.h>

#include <chrono>
#include <vector>

#include "agents/transport/channel.h"
#include "echo.grpc.pb.h"
#include "gateway/transport/socket.h"
#include "tests/system/transport/echo_gateway.h"
#include "tests/system/transport/eventually.h"

namespace stile::test {
namespace {

using std::chrono::seconds;
using std::chrono::steady_clock;

std::shared_ptr<grpc::Channel> dial_as(const EchoGateway& gateway, const std::string& folder) {
  return agent::dial(gateway.address(), identity(folder), gateway_id());
}

TEST(AbuseTest, ServesAGoodPeerBesideIdleConnections) {
  EchoGateway gateway;
  std::vector<gateway::Descriptor> idle;
  for (int i = 0; i < 200; ++i) {
    idle.push_back(gateway::connect_to("127.0.0.1", gateway.port(), 3000).value());
  }
  EXPECT_TRUE(say_as(gateway, identity("sussex")).status.ok());
  idle.clear();
  EXPECT_TRUE(say_as(gateway, identity("sussex")).status.ok());
}

TEST(AbuseTest, ServesAGoodPeerThoughIdleConnectionsExceedTheLimit) {
  EchoGateway gateway(identity("gateway"), {.at_once = 20});
  std::vector<gateway::Descriptor> idle;
  for (int i = 0; i < 200; ++i) {
    idle.push_back(gateway::connect_to("127.0.0.1", gateway.port(), 3000).value());
  }
  EXPECT_TRUE(say_as(gateway, identity("sussex")).status.ok());
  EXPECT_LE(gateway.gate().connections().size(), 20U);
}

TEST(AbuseTest, HangsUpOnAHandshakeThatDoesNotBegin) {
  EchoGateway gateway;
  const auto idle = gateway::connect_to("127.0.0.1", gateway.port(), 9000).value();
  ASSERT_TRUE(comes_true([&] { return gateway.gate().connections().size() == 1; }));
  EXPECT_TRUE(comes_true([&] { return gateway.gate().connections().size() == 0; }));
}

TEST(AbuseTest, CutsANamedPeerAndNoOther) {
  EchoGateway gateway;
  const auto cut = dial_as(gateway, "sussex");
  const auto other = dial_as(gateway, "kent");
  ASSERT_TRUE(say(cut).status.ok());
  ASSERT_TRUE(say(other).status.ok());
  ASSERT_EQ(cut->GetState(false), GRPC_CHANNEL_READY);
  gateway.gate().cut(sussex());
  EXPECT_TRUE(comes_true([&] { return cut->GetState(false) != GRPC_CHANNEL_READY; }));
  EXPECT_EQ(other->GetState(false), GRPC_CHANNEL_READY);
  EXPECT_TRUE(say(other).status.ok());
}

TEST(AbuseTest, CutsAConnectedPeerWithinSecondsOfItsDenial) {
  EchoGateway gateway;
  const auto channel = dial_as(gateway, "sussex");
  ASSERT_TRUE(say(channel).status.ok());
  gateway.deny(sussex().text());
  EXPECT_TRUE(comes_true([&] { return channel->GetState(false) != GRPC_CHANNEL_READY; }));
}

// Calls that are begun and reset at once: no handler sees most of them.
void begin_and_reset(const std::shared_ptr<grpc::Channel>& channel, int calls) {
  const auto stub = Echo::NewStub(channel);
  grpc::CompletionQueue queue;
  for (int i = 0; i < calls; ++i) {
    grpc::ClientContext context;
    context.set_deadline(std::chrono::system_clock::now() + seconds(3));
    const auto stream = stub->AsyncTalk(&context, &queue, nullptr);
    void* tag = nullptr;
    bool done = false;
    queue.Next(&tag, &done);
    context.TryCancel();
    grpc::Status status;
    stream->Finish(&status, nullptr);
    queue.Next(&tag, &done);
    if (status.error_code() == grpc::StatusCode::UNAVAILABLE) break;
  }
  queue.Shutdown();
}

TEST(AbuseTest, CutsAndBarsAPeerThatBeginsAndResetsCalls) {
  EchoGateway gateway(identity("gateway"), {.unaccounted = 16 * 1024});
  const auto abusive = dial_as(gateway, "sussex");
  ASSERT_TRUE(say(abusive).status.ok());
  begin_and_reset(abusive, 20000);
  EXPECT_TRUE(comes_true([&] { return gateway.has_logged(Reason::kFlood); }));
  EXPECT_FALSE(say_as(gateway, identity("sussex")).status.ok());
  EXPECT_TRUE(
      comes_true([&] { return say_as(gateway, identity("kent")).status.ok(); }, seconds(10)));
}

TEST(AbuseTest, LeavesAPeerThatSendsMuchAndIsHeard) {
  EchoGateway gateway(identity("gateway"), {.unaccounted = 128 * 1024});
  const auto channel = dial_as(gateway, "sussex");
  EXPECT_TRUE(talk(channel, std::string(900 * 1024, 'x'), 60).ok());
  EXPECT_TRUE(talk(channel, "short", 5000).ok());
  for (int i = 0; i < 4000; ++i) ASSERT_TRUE(say(channel).status.ok()) << i;
  EXPECT_FALSE(gateway.has_logged(Reason::kFlood));
}

TEST(AbuseTest, RefusesAMessageOverTheLimit) {
  EchoGateway gateway;
  const auto channel = dial_as(gateway, "sussex");
  EXPECT_FALSE(talk(channel, std::string(1024 * 1024 + 1, 'x'), 1).ok());
  EXPECT_EQ(gateway.handled(), 0);
}

TEST(AbuseTest, ClosesWhileAPeerHoldsAStream) {
  EchoGateway gateway;
  grpc::ClientContext context;
  context.set_deadline(std::chrono::system_clock::now() + seconds(30));
  const auto stub = Echo::NewStub(dial_as(gateway, "sussex"));
  const auto held = stub->Talk(&context);
  Words words;
  ASSERT_TRUE(held->Write(words) && held->Read(&words));
  const auto begun = steady_clock::now();
  gateway.server().close(std::chrono::milliseconds(500));
  EXPECT_LT(steady_clock::now() - begun, seconds(10));
  EXPECT_FALSE(held->Read(&words));
  EXPECT_FALSE(held->Finish().ok());
}

}  // namespace
}  // namespace stile::test
