#pragma once

#include <string>

#include "core/base/result.h"
#include "core/tls/identity_files.h"

namespace stile::bench {

// BareKeeps is what a bare server keeps of a message: its bytes as they came, or each of its rows,
// under the row's own key.
enum class BareKeeps { kMessages, kRows };

// serve_bare() is the floor of gateway_admit: a gRPC server with mutual TLS 1.3 and nothing
// else, that parses each message of a Submit stream, commits it to SQLite durably
// (write-ahead log, synchronous=FULL) in a transaction of its own, and answers it. Writes
// `folder`/address once it serves and returns when SIGTERM comes.
Status serve_bare(const std::string& folder, const tls::IdentityFiles& files, BareKeeps keeps);

}  // namespace stile::bench
