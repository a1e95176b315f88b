#pragma once

#include <string>
#include <vector>

namespace stile::tls {

// MadeIdentity is a self-signed certificate and its key, made in memory for one test.
struct MadeIdentity {
  std::string key;
  std::string certificate;
};

// A made certificate is valid for this long.
inline constexpr long kMadeSeconds = 3600;

// make_identity() has these URI names and this serial number, given in hex.
MadeIdentity make_identity(const std::vector<std::string>& uris, const std::string& serial);

}  // namespace stile::tls
