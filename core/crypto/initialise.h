#pragma once

namespace stile::crypto {

// initialise() makes libsodium and OpenSSL ready and keeps OpenSSL from reading a
// configuration file of the host. Every program calls it first in main(), before any other
// function of this folder and before any TLS. Repeated and concurrent calls are safe. Aborts
// when the library cannot be used: there is no running without it.
void initialise();

}  // namespace stile::crypto
