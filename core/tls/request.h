#pragma once

#include "core/base/bytes.h"
#include "core/base/result.h"

// Certificate requests (PKCS #10, RFC 2986), for an identity whose key is made where it stays.
namespace stile::tls {

// KeyAndRequest is a new ECDSA P-256 key and a request signed by it, both plain PEM. The request
// names nobody: certs/issue writes the identity and takes the public key only. The caller wipes
// the key.
struct KeyAndRequest {
  Bytes key;
  Bytes request;
};

// new_key_and_request() draws the key from OpenSSL's generator. kUnavailable if that fails.
Result<KeyAndRequest> new_key_and_request();

// check_request() is ok when `pem` is a request for an ECDSA P-256 key, signed by that key: else
// kMalformed, or kBadSignature. Any thread.
Status check_request(ByteView pem);

}  // namespace stile::tls
