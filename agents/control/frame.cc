#include "agents/control/frame.h"

#include <sys/socket.h>

#include <cerrno>
#include <cstdint>

#include "core/base/limits.h"

namespace stile::agent {
namespace {

constexpr std::size_t kLengthBytes = 4;

// read_some() reads until `length` bytes are there or the stream ends.
Result<Bytes> read_some(const Socket& socket, std::size_t length) {
  Bytes bytes(length, '\0');
  std::size_t done = 0;
  while (done < length) {
    const ssize_t got = ::recv(socket.number(), bytes.data() + done, length - done, 0);
    if (got < 0 && errno == EINTR) continue;
    if (got < 0 && (errno == EAGAIN || errno == EWOULDBLOCK)) {
      return Error{Reason::kUnavailable, "the other end said nothing in time"};
    }
    if (got < 0) return system_error("control socket", errno);
    if (got == 0) break;
    done += static_cast<std::size_t>(got);
  }
  bytes.resize(done);
  return bytes;
}

std::size_t length_of(ByteView prefix) {
  std::size_t length = 0;
  for (const char byte : prefix) length = length << 8U | static_cast<unsigned char>(byte);
  return length;
}

}  // namespace

Result<Bytes> read_frame(const Socket& socket) {
  STILE_TRY(const Bytes prefix, read_some(socket, kLengthBytes));
  if (prefix.empty()) return Error{Reason::kNotFound, "the other end closed the connection"};
  const std::size_t length = length_of(prefix);
  if (length > limits::kMessageBytes) return Error{Reason::kTooLarge, "a control message"};
  STILE_TRY(Bytes message, read_some(socket, length));
  if (prefix.size() != kLengthBytes || message.size() != length) {
    return Error{Reason::kMalformed, "a control message was cut off"};
  }
  return message;
}

Status write_frame(const Socket& socket, ByteView message) {
  if (message.size() > limits::kMessageBytes) return Error{Reason::kTooLarge, "a control message"};
  Bytes frame;
  frame.reserve(kLengthBytes + message.size());
  append_prefixed(frame, message);
  std::size_t done = 0;
  while (done < frame.size()) {
    const ssize_t put =
        ::send(socket.number(), frame.data() + done, frame.size() - done, MSG_NOSIGNAL);
    if (put < 0 && errno == EINTR) continue;
    if (put < 0) return system_error("control socket", errno);
    done += static_cast<std::size_t>(put);
  }
  return ok();
}

}  // namespace stile::agent
