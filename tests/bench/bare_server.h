#pragma once

#include <string>

#include "core/base/result.h"
#include "core/tls/identity_files.h"

namespace stile::bench {

// serve_bare() is the floor of gateway_admit: a gRPC server with mutual TLS 1.3 and nothing
// else, that parses each message of a Submit stream, commits its bytes to SQLite durably
// (write-ahead log, synchronous=FULL) in a transaction of its own, and answers it. Writes
// `folder`/address once it serves and returns when SIGTERM comes.
Status serve_bare(const std::string& folder, const tls::IdentityFiles& files);

}  // namespace stile::bench
