#pragma once

#include <gtest/gtest.h>
#include <poll.h>
#include <sys/socket.h>

#include <string>
#include <utility>

#include "gateway/transport/socket.h"

namespace stile::gateway {

// Pair is one TCP connection over loopback, both ends in this process.
struct Pair {
  Descriptor ours;
  Descriptor theirs;
};

inline Descriptor listen_on_loopback() {
  auto listener = listen_on("127.0.0.1", 0);
  EXPECT_TRUE(listener.ok());
  return std::move(listener).value();
}

inline Descriptor dial_loopback(std::uint16_t port) {
  auto socket = connect_to("127.0.0.1", port, 3000);
  EXPECT_TRUE(socket.ok());
  return std::move(socket).value();
}

inline Pair connect_pair(const Descriptor& listener) {
  Descriptor theirs = dial_loopback(local_port(listener));
  return {Descriptor(accept(listener.number(), nullptr, nullptr)), std::move(theirs)};
}

// send_bytes() returns once the other side's TCP has confirmed all of them.
inline void send_bytes(Pair& pair, std::size_t count) {
  const std::string bytes(count, 'x');
  std::string taken(count, '\0');
  std::size_t sent = 0;
  while (sent < count) {
    const auto written = send(pair.theirs.number(), bytes.data() + sent,
                              std::min<std::size_t>(count - sent, 16 * 1024), MSG_NOSIGNAL);
    ASSERT_GT(written, 0);
    ASSERT_EQ(
        recv(pair.ours.number(), taken.data(), static_cast<std::size_t>(written), MSG_WAITALL),
        written);
    sent += static_cast<std::size_t>(written);
  }
}

// sees_end() says whether the connection has ended for this side within three seconds.
inline bool sees_end(const Descriptor& socket) {
  pollfd waiting{socket.number(), POLLIN, 0};
  if (poll(&waiting, 1, 3000) <= 0) return false;
  char byte = 0;
  return recv(socket.number(), &byte, 1, 0) <= 0;
}

// is_open() says whether it has not ended, without waiting.
inline bool is_open(const Descriptor& socket) {
  pollfd waiting{socket.number(), POLLIN, 0};
  return poll(&waiting, 1, 50) == 0;
}

}  // namespace stile::gateway
