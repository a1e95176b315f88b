#pragma once

#include <memory>
#include <string>

#include "core/base/ids.h"
#include "core/tls/identity_files.h"

namespace grpc {
class Channel;
}

namespace stile::agent {

// dial() is a channel to the gateway at `target` ("host:port") over which nothing travels until
// the other end has proved, in TLS 1.3, with a certificate that leads to our roots, that it is
// exactly `gateway`, whatever name or address it was reached by (design section 6). Our own
// certificate goes the other way; replaced files are in use for the next connection after
// `reload_seconds`, without a restart.
//
// Never null and never blocks: it connects with the first call and again, with back-off, when
// the connection is lost. A gateway that cannot prove itself shows as UNAVAILABLE. No proxy
// and no name service decides where it leads. tls::require_tls13() must have been called.
std::shared_ptr<grpc::Channel> dial(const std::string& target, const tls::IdentityFiles& files,
                                    const AgencyId& gateway, unsigned reload_seconds = 5);

}  // namespace stile::agent
