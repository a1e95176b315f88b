#include "agents/control/frame.h"

#include <gtest/gtest.h>
#include <sys/socket.h>

#include <thread>
#include <utility>

#include "core/base/limits.h"

namespace stile::agent {
namespace {

std::pair<Socket, Socket> socket_pair() {
  int ends[2] = {-1, -1};
  EXPECT_EQ(::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends), 0);
  return {Socket(ends[0]), Socket(ends[1])};
}

void send_raw(const Socket& socket, const Bytes& bytes) {
  ASSERT_EQ(::send(socket.number(), bytes.data(), bytes.size(), 0),
            static_cast<ssize_t>(bytes.size()));
}

TEST(FrameTest, CarriesMessagesWhole) {
  const auto [one, other] = socket_pair();
  ASSERT_TRUE(write_frame(one, "first").ok());
  ASSERT_TRUE(write_frame(one, "").ok());
  ASSERT_TRUE(write_frame(one, Bytes("a\0b", 3)).ok());
  EXPECT_EQ(read_frame(other).value(), "first");
  EXPECT_EQ(read_frame(other).value(), "");
  EXPECT_EQ(read_frame(other).value(), Bytes("a\0b", 3));
}

TEST(FrameTest, CarriesTheLargestMessageAndNoLarger) {
  const auto [one, other] = socket_pair();
  const Bytes largest(limits::kMessageBytes, 'x');
  std::jthread writer([&one = one, &largest] { EXPECT_TRUE(write_frame(one, largest).ok()); });
  EXPECT_EQ(read_frame(other).value(), largest);
  EXPECT_EQ(write_frame(one, largest + "x").reason(), Reason::kTooLarge);
}

TEST(FrameTest, RefusesALengthOverTheBoundBeforeItReadsOn) {
  const auto [one, other] = socket_pair();
  send_raw(one, Bytes("\xff\xff\xff\xff", 4));
  EXPECT_EQ(read_frame(other).reason(), Reason::kTooLarge);
}

TEST(FrameTest, TellsAnEndFromAMessageCutOff) {
  {
    auto [one, other] = socket_pair();
    one.end();
    EXPECT_EQ(read_frame(other).reason(), Reason::kNotFound);
  }
  for (const Bytes& part : {Bytes("\0\0", 2), Bytes("\0\0\0\5abc", 7)}) {
    auto [one, other] = socket_pair();
    send_raw(one, part);
    one.end();
    EXPECT_EQ(read_frame(other).reason(), Reason::kMalformed);
  }
}

TEST(FrameTest, WaitsNoLongerThanItIsTold) {
  const auto [one, other] = socket_pair();
  ASSERT_TRUE(other.limit_waiting(1, 1).ok());
  EXPECT_EQ(read_frame(other).reason(), Reason::kUnavailable);
}

TEST(FrameTest, FailsWhenTheOtherEndHasGone) {
  auto [one, other] = socket_pair();
  { const Socket gone = std::move(other); }
  EXPECT_EQ(write_frame(one, "message").reason(), Reason::kIo);
}

}  // namespace
}  // namespace stile::agent
