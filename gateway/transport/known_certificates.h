#pragma once

#include <mutex>
#include <string>
#include <unordered_map>

#include "core/base/bytes.h"
#include "core/base/result.h"

namespace stile::gateway {

// CertificateFacts are what the gate asks of a peer's certificate.
struct CertificateFacts {
  std::string serial;  // as tls::serial_of()
  Hash fingerprint{};  // as tls::fingerprint_of()
};

// KnownCertificates reads each certificate once, however many calls come with it: decoding one
// costs more than a small call does. What it keeps is said by the certificate's own bytes and by
// nothing else, so it never goes out of date, and it decides nothing: whether who has the
// certificate may come in is asked of each call anew. For certificates that TLS has verified. Any
// thread.
class KnownCertificates {
 public:
  // So many are kept; beyond that all are read anew.
  static constexpr std::size_t kMost = 256;

  // read() fails with kMalformed for what is no certificate, and keeps nothing of it.
  Result<CertificateFacts> read(const std::string& pem);
  std::size_t size() const;

 private:
  mutable std::mutex mutex_;
  std::unordered_map<std::string, CertificateFacts> known_;  // by the whole PEM
};

}  // namespace stile::gateway
