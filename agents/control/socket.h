#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>

#include "core/base/result.h"

namespace stile::agent {

// system_error() is what the system's error `code` about `what` means to us: kNotFound,
// kNotPermitted, or kIo.
Error system_error(std::string_view what, int code);

// Socket owns the descriptor of a Unix stream socket, closed across exec. Move-only; empty after
// a move.
class Socket {
 public:
  explicit Socket(int descriptor) : descriptor_(descriptor) {}
  Socket(Socket&& other) noexcept : descriptor_(std::exchange(other.descriptor_, -1)) {}
  Socket& operator=(Socket&& other) noexcept {
    std::swap(descriptor_, other.descriptor_);
    return *this;
  }
  Socket(const Socket&) = delete;
  Socket& operator=(const Socket&) = delete;
  ~Socket();

  int number() const { return descriptor_; }

  // limit_waiting() makes receiving and sending fail after so long without progress.
  Status limit_waiting(int receive_seconds, int send_seconds) const;

  // end() ends the conversation both ways, whoever waits in it; the descriptor stays.
  void end() const;

 private:
  int descriptor_;
};

// connect_to() connects to the socket of that path: kUnavailable when nobody listens there.
Result<Socket> connect_to(const std::string& path);

// listen_at() makes the socket and its name, mode 0660. kConflict when the name is taken.
Result<Socket> listen_at(const std::string& path);

// account_of() is the account's name of a user number; kNotPermitted where none has it.
Result<std::string> account_of(std::uint32_t user);

// user_of_peer() is the user number of the process at the other end (SO_PEERCRED).
Result<std::uint32_t> user_of_peer(const Socket& socket);

}  // namespace stile::agent
