#pragma once

#include <memory>

#include "core/base/bytes.h"

namespace stile::crypto {

// sha256() is SHA-256 (FIPS 180-4). Any thread.
Hash sha256(ByteView bytes);

// Sha256 hashes what comes in pieces: the digest is of all updates joined. After finish() it
// is as new. One thread at a time.
class Sha256 {
 public:
  Sha256();
  void update(ByteView bytes);
  Hash finish();

 private:
  struct Free {
    void operator()(void* context) const;
  };
  std::unique_ptr<void, Free> context_;
};

// hmac_sha256() is RFC 2104 with SHA-256 over a key of any length. Any thread.
Hash hmac_sha256(ByteView key, ByteView message);

}  // namespace stile::crypto
