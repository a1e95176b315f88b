#pragma once

#include <filesystem>

#include "core/base/civil_time.h"
#include "core/base/ids.h"
#include "core/base/result.h"

namespace stile::tls {

// IdentityFiles are the three files, plain PEM, by which an agency or the gateway proves itself
// and knows the others. They may be replaced while a process runs: write beside and rename().
struct IdentityFiles {
  std::filesystem::path key;    // private key, mode 0400
  std::filesystem::path chain;  // own certificate first, then the issuing authority's
  std::filesystem::path roots;  // the authorities that peers' certificates must lead to

  // in_folder() names the files as certs/issue writes them: tls.key, tls.pem, roots.pem.
  static IdentityFiles in_folder(const std::filesystem::path& folder);

  bool operator==(const IdentityFiles&) const = default;
};

// own_expiry() is the last moment at which one's own certificate is valid, as it is in the files
// now. kIo when it cannot be read, kMalformed when it is none. Any thread.
Result<Instant> own_expiry(const IdentityFiles& files);

// own_identity() checks what a program must know before it starts, and says whose files these
// are: all three can be read, the key is reachable by its owner alone and belongs to the
// certificate, and the certificate carries exactly one agency identity. It does not judge
// dates or signatures; the peer does. kIo when a file cannot be read, kNotPermitted when the
// key is open to others, kMalformed or kWrongPeer otherwise; the detail names the file and the
// mend. Any thread.
Result<AgencyId> own_identity(const IdentityFiles& files);

}  // namespace stile::tls
