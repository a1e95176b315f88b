#include "gateway/transport/socket.h"

#include <gtest/gtest.h>

#include "tests/unit/gateway/transport/loopback.h"

namespace stile::gateway {
namespace {

TEST(SocketTest, NamesTheOtherEndAsGrpcDoes) {
  const Descriptor listener = listen_on_loopback();
  const Pair pair = connect_pair(listener);
  EXPECT_EQ(remote_name(pair.ours), "ipv4:127.0.0.1:" + std::to_string(local_port(pair.theirs)));
}

TEST(SocketTest, ReachesAWildcardOverLoopback) {
  const auto listener = listen_on("0.0.0.0", 0);
  ASSERT_TRUE(listener.ok());
  EXPECT_TRUE(connect_to("0.0.0.0", local_port(*listener), 3000).ok());
}

TEST(SocketTest, CountsWhatTheOtherEndSent) {
  const Descriptor listener = listen_on_loopback();
  Pair pair = connect_pair(listener);
  send_bytes(pair, 5000);
  const auto traffic = traffic_of(pair.ours);
  ASSERT_TRUE(traffic.has_value());
  EXPECT_EQ(traffic->received, 5000U);
}

TEST(SocketTest, HangingUpADuplicateEndsTheConnection) {
  const Descriptor listener = listen_on_loopback();
  const Pair pair = connect_pair(listener);
  const Descriptor second = duplicate(pair.ours);
  hang_up(second);
  EXPECT_TRUE(sees_end(pair.theirs));
  EXPECT_FALSE(traffic_of(pair.ours).has_value());
}

TEST(SocketTest, RefusesAPortThatIsTaken) {
  const Descriptor listener = listen_on_loopback();
  EXPECT_EQ(listen_on("127.0.0.1", local_port(listener)).reason(), Reason::kIo);
}

TEST(SocketTest, SaysThatNobodyListens) {
  Descriptor listener = listen_on_loopback();
  const auto port = local_port(listener);
  listener.close();
  EXPECT_EQ(connect_to("127.0.0.1", port, 3000).reason(), Reason::kUnavailable);
}

}  // namespace
}  // namespace stile::gateway
