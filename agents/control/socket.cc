#include "agents/control/socket.h"

#include <pwd.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/time.h>
#include <sys/un.h>
#include <unistd.h>

#include <cerrno>
#include <system_error>
#include <vector>

namespace stile::agent {
namespace {

constexpr int kBacklog = 16;
constexpr mode_t kOwnerAndGroup = 0660;
constexpr std::size_t kAccountBytes = 16384;

Result<Socket> unix_socket() {
  const int descriptor = ::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
  if (descriptor < 0) return system_error("socket", errno);
  return Socket(descriptor);
}

Result<sockaddr_un> address_of(const std::string& path) {
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  if (path.empty() || path.size() >= sizeof address.sun_path) {
    return Error{Reason::kUsage, path + ": a socket's path has 1 to 107 bytes"};
  }
  path.copy(address.sun_path, path.size());
  return address;
}

const sockaddr* generic(const sockaddr_un& address) {
  return reinterpret_cast<const sockaddr*>(&address);
}

}  // namespace

Error system_error(std::string_view what, int code) {
  const Reason reason = code == ENOENT                    ? Reason::kNotFound
                        : code == EACCES || code == EPERM ? Reason::kNotPermitted
                                                          : Reason::kIo;
  return {reason, std::string(what) + ": " + std::generic_category().message(code)};
}

Socket::~Socket() {
  if (descriptor_ >= 0) ::close(descriptor_);
}

Status Socket::limit_waiting(int receive_seconds, int send_seconds) const {
  const timeval receive{receive_seconds, 0};
  const timeval send{send_seconds, 0};
  if (::setsockopt(descriptor_, SOL_SOCKET, SO_RCVTIMEO, &receive, sizeof receive) != 0 ||
      ::setsockopt(descriptor_, SOL_SOCKET, SO_SNDTIMEO, &send, sizeof send) != 0) {
    return system_error("control socket", errno);
  }
  return ok();
}

void Socket::end() const { ::shutdown(descriptor_, SHUT_RDWR); }

Result<Socket> connect_to(const std::string& path) {
  STILE_TRY(const sockaddr_un address, address_of(path));
  STILE_TRY(Socket socket, unix_socket());
  if (::connect(socket.number(), generic(address), sizeof address) == 0) return socket;
  if (errno != ENOENT && errno != ECONNREFUSED) return system_error(path, errno);
  return Error{Reason::kUnavailable, path + ": no agent answers there"};
}

Result<Socket> listen_at(const std::string& path) {
  STILE_TRY(const sockaddr_un address, address_of(path));
  STILE_TRY(Socket socket, unix_socket());
  if (::bind(socket.number(), generic(address), sizeof address) != 0) {
    if (errno == EADDRINUSE) return Error{Reason::kConflict, path + ": the name is taken"};
    return system_error(path, errno);
  }
  // Nobody can connect before listen(), so the mode is in force from the start.
  if (::chmod(path.c_str(), kOwnerAndGroup) != 0 || ::listen(socket.number(), kBacklog) != 0) {
    return system_error(path, errno);
  }
  return socket;
}

Result<std::string> account_of(std::uint32_t user) {
  std::vector<char> memory(kAccountBytes);
  passwd entry{};
  passwd* found = nullptr;
  const int code = ::getpwuid_r(user, &entry, memory.data(), memory.size(), &found);
  if (code != 0) return system_error("accounts", code);
  if (found == nullptr) return Error{Reason::kNotPermitted, "the user has no account here"};
  return std::string(found->pw_name);
}

Result<std::uint32_t> user_of_peer(const Socket& socket) {
  ucred peer{};
  socklen_t length = sizeof peer;
  if (::getsockopt(socket.number(), SOL_SOCKET, SO_PEERCRED, &peer, &length) != 0) {
    return system_error("control socket", errno);
  }
  return peer.uid;
}

}  // namespace stile::agent
