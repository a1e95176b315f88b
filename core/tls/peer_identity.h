#pragma once

#include <span>
#include <string>

#include "core/base/ids.h"
#include "core/base/result.h"

namespace stile::tls {

// peer_identity() is the agency that a certificate with these URI names speaks for: exactly one
// name, and it is an agency identity (X509-SVID section 5.2: more than one URI name must be
// rejected). None, or more than one, is kWrongPeer; one of another shape is kMalformed. The
// detail never repeats a name. Any thread.
Result<AgencyId> peer_identity(std::span<const std::string> uri_names);

}  // namespace stile::tls
