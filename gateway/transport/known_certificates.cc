#include "gateway/transport/known_certificates.h"

#include "core/tls/certificate.h"

namespace stile::gateway {

Result<CertificateFacts> KnownCertificates::read(const std::string& pem) {
  {
    const std::lock_guard lock(mutex_);
    const auto found = known_.find(pem);
    if (found != known_.end()) return found->second;
  }
  CertificateFacts facts;
  STILE_TRY(facts.serial, tls::serial_of(pem));
  STILE_TRY(facts.fingerprint, tls::fingerprint_of(pem));
  const std::lock_guard lock(mutex_);
  if (known_.size() >= kMost) known_.clear();
  known_.emplace(pem, facts);
  return facts;
}

std::size_t KnownCertificates::size() const {
  const std::lock_guard lock(mutex_);
  return known_.size();
}

}  // namespace stile::gateway
