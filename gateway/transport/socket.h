#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "core/base/result.h"
#include "gateway/transport/descriptor.h"

// The few socket operations of the gateway, IPv4 and IPv6. All are safe on any thread.
namespace stile::gateway {

// listen_on() is a non-blocking listening socket on a numeric address or host name; port 0
// lets the system choose. kIo with the cause otherwise.
Result<Descriptor> listen_on(const std::string& host, std::uint16_t port);

// connect_to() is a blocking connection to an address listen_on() took (a wildcard is reached
// over loopback), of which no single read or write lasts longer than `timeout_ms`.
// kUnavailable otherwise.
Result<Descriptor> connect_to(const std::string& host, std::uint16_t port, int timeout_ms);

// local_port() is the port a socket is bound to; 0 when it is bound to none.
std::uint16_t local_port(const Descriptor& socket);

// remote_name() names the other end exactly as grpc::ServerContext::peer() does:
// "ipv4:127.0.0.1:4021" or "ipv6:%5B::1%5D:4021". Empty when the connection is already gone.
std::string remote_name(const Descriptor& socket);

// local_name() names this end as remote_name() does at the other.
std::string local_name(const Descriptor& socket);

// duplicate() is a second descriptor of the same socket; empty when there is none to be had.
Descriptor duplicate(const Descriptor& socket);

// send_at_once() switches Nagle's algorithm off: our messages wait for answers.
void send_at_once(const Descriptor& socket);

// hang_up() ends the connection for every descriptor of it; the peer sees the end at once.
void hang_up(const Descriptor& socket);

// Traffic is what TCP counts of a connection, in bytes of payload since it began.
struct Traffic {
  std::uint64_t received = 0;
  std::uint64_t acknowledged = 0;  // sent, and confirmed by the peer
};

// traffic_of() is nothing once this side has given the connection up.
std::optional<Traffic> traffic_of(const Descriptor& socket);

}  // namespace stile::gateway
