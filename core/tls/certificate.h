#pragma once

#include <string>
#include <vector>

#include "core/base/bytes.h"
#include "core/base/civil_time.h"
#include "core/base/result.h"

// What a certificate says, read from the first PEM block of `pem`. None of these verifies
// anything: they are for a certificate that TLS has verified, or for one's own. What is not a
// certificate is kMalformed. Any thread.
namespace stile::tls {

// serial_of() is the serial number in lower-case hex, two digits a byte: the form of the
// directory's deny list.
Result<std::string> serial_of(ByteView pem);

// fingerprint_of() is SHA-256 over the certificate's DER.
Result<Hash> fingerprint_of(ByteView pem);

// expiry_of() is the last moment at which the certificate is valid (RFC 5280 section 4.1.2.5).
Result<Instant> expiry_of(ByteView pem);

// uri_names_of() lists the URI subject alternative names (RFC 5280 section 4.2.1.6), in order.
Result<std::vector<std::string>> uri_names_of(ByteView pem);

}  // namespace stile::tls
