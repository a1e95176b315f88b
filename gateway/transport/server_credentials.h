#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "core/base/result.h"
#include "core/tls/identity_files.h"

namespace grpc {
class ServerCredentials;
}

namespace stile::gateway {

// PeerCheck decides on a certificate that leads to our roots and is within its dates: its URI
// names and its PEM. Called on gRPC's threads, several at once; also for resumed sessions.
using PeerCheck =
    std::function<Status(const std::vector<std::string>& uri_names, const std::string& pem)>;

// server_credentials() are TLS credentials under which a peer is served only when it shows a
// certificate that OpenSSL verifies against the roots and that `check` accepts (design section
// 6). Replaced files are in use for new connections after `reload_seconds`, without a restart.
// tls::require_tls13() must have been called.
std::shared_ptr<grpc::ServerCredentials> server_credentials(const tls::IdentityFiles& files,
                                                            unsigned reload_seconds,
                                                            PeerCheck check);

}  // namespace stile::gateway
