#pragma once

#include <cstdint>
#include <functional>
#include <string>

#include "core/base/result.h"

namespace stile::gateway {

// prove_tls_floor() dials the server at this address the way an outdated client would, and is
// ok only if the server answers a TLS 1.3 greeting and does not answer a TLS 1.2 one. A server
// that answers TLS 1.2 is kIntegrity: it must not serve anybody. One that answers neither is
// kUnavailable. Takes a few milliseconds, at worst a few seconds; needs no certificate. Works
// inside the serving process too: the floor of its own contexts does not hide the fault. The
// process must ignore SIGPIPE. `dialled` is told how the server knows each connection
// (remote_name()), before anything is sent on it.
using Dialled = std::function<void(const std::string&)>;
Status prove_tls_floor(const std::string& host, std::uint16_t port, const Dialled& dialled = {});

}  // namespace stile::gateway
