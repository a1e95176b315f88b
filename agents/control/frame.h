#pragma once

#include "agents/control/socket.h"
#include "core/base/bytes.h"
#include "core/base/result.h"

// Messages on the control socket: four bytes of length, big-endian, then as many bytes
// (proto/stile/v1/control.proto), at most limits::kMessageBytes.
namespace stile::agent {

// read_frame() is the next message; kNotFound when the other end closed before one began,
// kMalformed in the middle of one, kTooLarge for a longer one, kUnavailable when the socket's
// time ran out, else kIo.
Result<Bytes> read_frame(const Socket& socket);

// write_frame() fails with kTooLarge or kIo, also when the other end has gone.
Status write_frame(const Socket& socket, ByteView message);

}  // namespace stile::agent
