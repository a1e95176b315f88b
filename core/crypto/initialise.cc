#include "core/crypto/initialise.h"

#include <openssl/crypto.h>
#include <sodium.h>

#include <cstdio>
#include <cstdlib>

namespace stile::crypto {

void initialise() {
  // libsodium answers 1 when it was ready already; both calls are thread-safe.
  const bool ready =
      sodium_init() >= 0 && OPENSSL_init_crypto(OPENSSL_INIT_NO_LOAD_CONFIG, nullptr) == 1;
  if (ready) return;
  std::fputs("stile: the cryptographic libraries cannot be initialised\n", stderr);
  std::abort();
}

}  // namespace stile::crypto
