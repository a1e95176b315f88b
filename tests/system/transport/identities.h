#pragma once

#include <filesystem>
#include <string>

#include "core/base/ids.h"
#include "core/tls/identity_files.h"

namespace stile::test {

// The agencies of these tests. All of stile.example; none exists.
AgencyId gateway_id();
AgencyId sussex();
AgencyId kent();

// identity() are the files of `gateway`, `sussex`, `kent`; of `testshire`, `othershire`, `ofsted`,
// `ciw`, `farshire`, `E10000092`, `E10000093`, who are in the world of tests/support; or of a fault: `bad/expired`,
// `bad/two-uri-sans`, … (tests/support/bad_certificates.sh lists them). Made when first asked for.
tls::IdentityFiles identity(const std::string& folder);

// issue_into() issues a fresh identity, by certs/issue, into a folder of the caller's.
void issue_into(const std::filesystem::path& folder, const AgencyId& who);

std::string content_of(const std::filesystem::path& path);

}  // namespace stile::test
