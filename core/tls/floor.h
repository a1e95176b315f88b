#pragma once

namespace stile::tls {

// require_tls13() sets the floor of the whole process: every TLS connection that is made or
// taken after it, by whichever library, is TLS 1.3 with AES-GCM (design section 6; RFC 8446
// section 9.1). No openssl.cnf and no environment variable is read. gRPC 1.51 has no setting
// for this, so call it first in main, before any other use of OpenSSL or gRPC.
//
// Aborts when OpenSSL does not take the floor: a process without it must not run. Any thread,
// any number of times.
void require_tls13();

}  // namespace stile::tls
