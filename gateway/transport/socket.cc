#include "gateway/transport/socket.h"

#include <fcntl.h>
#include <linux/tcp.h>
#include <netdb.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <sys/time.h>

#include <cerrno>
#include <charconv>
#include <memory>
#include <system_error>

namespace stile::gateway {
namespace {

constexpr int kBacklog = 1024;

// TCP states in which this side still reads (netinet/tcp.h has the names, but an older
// tcp_info).
constexpr int kEstablished = 1;
constexpr int kPeerHasFinished = 8;

using Addresses = std::unique_ptr<addrinfo, decltype(&freeaddrinfo)>;

std::string last_error() { return std::generic_category().message(errno); }

Addresses resolve(const std::string& host, std::uint16_t port, int flags) {
  addrinfo hints{};
  hints.ai_family = AF_UNSPEC;
  hints.ai_socktype = SOCK_STREAM;
  hints.ai_flags = flags | AI_NUMERICSERV;
  addrinfo* found = nullptr;
  if (getaddrinfo(host.c_str(), std::to_string(port).c_str(), &hints, &found) != 0) found = nullptr;
  return {found, freeaddrinfo};
}

Descriptor open_socket(const addrinfo& address, int flags) {
  return Descriptor(socket(address.ai_family, address.ai_socktype | SOCK_CLOEXEC | flags, 0));
}

void switch_on(const Descriptor& socket, int level, int option) {
  const int on = 1;
  setsockopt(socket.number(), level, option, &on, sizeof on);
}

bool bind_and_listen(const Descriptor& socket, const addrinfo& address) {
  switch_on(socket, SOL_SOCKET, SO_REUSEADDR);
  if (address.ai_family == AF_INET6) switch_on(socket, IPPROTO_IPV6, IPV6_V6ONLY);
  return bind(socket.number(), address.ai_addr, address.ai_addrlen) == 0 &&
         listen(socket.number(), kBacklog) == 0;
}

// An address as the system calls want it, without a cast.
union Address {
  sockaddr any;
  sockaddr_storage storage;
};

// The family decides how the text is written; an empty one says that there is no other end.
struct Endpoint {
  int family = AF_UNSPEC;
  std::string host;
  std::string port;
};

using NameOf = int (*)(int, sockaddr*, socklen_t*);

Endpoint ask(NameOf name_of, const Descriptor& socket) {
  Address address{};
  socklen_t size = sizeof address;
  if (name_of(socket.number(), &address.any, &size) != 0) return {};
  char host[NI_MAXHOST] = "";
  char port[NI_MAXSERV] = "";
  const int numeric = NI_NUMERICHOST | NI_NUMERICSERV;
  if (getnameinfo(&address.any, size, host, sizeof host, port, sizeof port, numeric) != 0)
    return {};
  return {address.any.sa_family, host, port};
}

std::string reachable(const std::string& host) {
  if (host == "0.0.0.0") return "127.0.0.1";
  if (host == "::") return "::1";
  return host;
}

std::string text_of(const Endpoint& end) {
  if (end.family == AF_INET) return "ipv4:" + end.host + ":" + end.port;
  if (end.family == AF_INET6) return "ipv6:%5B" + end.host + "%5D:" + end.port;
  return {};
}

}  // namespace

Result<Descriptor> listen_on(const std::string& host, std::uint16_t port) {
  const auto addresses = resolve(host, port, AI_PASSIVE);
  if (!addresses) return Error{Reason::kIo, "the listening address cannot be resolved"};
  Descriptor socket = open_socket(*addresses, SOCK_NONBLOCK);
  if (socket.held() && bind_and_listen(socket, *addresses)) return socket;
  return Error{Reason::kIo, "cannot listen on port " + std::to_string(port) + ": " + last_error()};
}

Result<Descriptor> connect_to(const std::string& host, std::uint16_t port, int timeout_ms) {
  const auto addresses = resolve(reachable(host), port, 0);
  if (!addresses) return Error{Reason::kUnavailable, "the address cannot be resolved"};
  Descriptor socket = open_socket(*addresses, 0);
  const timeval timeout{timeout_ms / 1000, (timeout_ms % 1000) * 1000};
  setsockopt(socket.number(), SOL_SOCKET, SO_RCVTIMEO, &timeout, sizeof timeout);
  setsockopt(socket.number(), SOL_SOCKET, SO_SNDTIMEO, &timeout, sizeof timeout);
  if (connect(socket.number(), addresses->ai_addr, addresses->ai_addrlen) == 0) return socket;
  return Error{Reason::kUnavailable, "cannot connect: " + last_error()};
}

std::uint16_t local_port(const Descriptor& socket) {
  const std::string port = ask(getsockname, socket).port;
  std::uint16_t number = 0;
  std::from_chars(port.data(), port.data() + port.size(), number);
  return number;
}

std::string remote_name(const Descriptor& socket) { return text_of(ask(getpeername, socket)); }

std::string local_name(const Descriptor& socket) { return text_of(ask(getsockname, socket)); }

Descriptor duplicate(const Descriptor& socket) {
  return Descriptor(fcntl(socket.number(), F_DUPFD_CLOEXEC, 0));
}

void send_at_once(const Descriptor& socket) { switch_on(socket, IPPROTO_TCP, TCP_NODELAY); }

void hang_up(const Descriptor& socket) { shutdown(socket.number(), SHUT_RDWR); }

std::optional<Traffic> traffic_of(const Descriptor& socket) {
  tcp_info info{};
  socklen_t size = sizeof info;
  if (getsockopt(socket.number(), IPPROTO_TCP, TCP_INFO, &info, &size) != 0) return std::nullopt;
  const bool open = info.tcpi_state == kEstablished || info.tcpi_state == kPeerHasFinished;
  if (!open) return std::nullopt;
  return Traffic{info.tcpi_bytes_received, info.tcpi_bytes_acked};
}

}  // namespace stile::gateway
