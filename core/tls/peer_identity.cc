#include "core/tls/peer_identity.h"

namespace stile::tls {

Result<AgencyId> peer_identity(std::span<const std::string> uri_names) {
  if (uri_names.empty()) return Error{Reason::kWrongPeer, "the certificate carries no URI name"};
  if (uri_names.size() > 1) {
    return Error{Reason::kWrongPeer, "the certificate carries more than one URI name"};
  }
  return AgencyId::parse(uri_names.front());
}

}  // namespace stile::tls
