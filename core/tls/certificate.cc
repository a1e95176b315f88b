#include "core/tls/certificate.h"

#include <openssl/bio.h>
#include <openssl/bn.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509.h>
#include <openssl/x509v3.h>

#include <cctype>
#include <limits>
#include <memory>
#include <utility>

namespace stile::tls {
namespace {

constexpr Instant kSecondsPerDay = 86400;

using Certificate = std::unique_ptr<X509, decltype(&X509_free)>;

struct FreeText {
  void operator()(char* text) const { OPENSSL_free(text); }
};

Result<Certificate> parse(ByteView pem) {
  const Error not_one{Reason::kMalformed, "not a certificate in PEM"};
  if (pem.size() > std::numeric_limits<int>::max()) return not_one;
  const std::unique_ptr<BIO, decltype(&BIO_free)> text(
      BIO_new_mem_buf(pem.data(), static_cast<int>(pem.size())), BIO_free);
  if (!text) return not_one;
  Certificate certificate(PEM_read_bio_X509(text.get(), nullptr, nullptr, nullptr), X509_free);
  if (!certificate) return not_one;
  return certificate;
}

std::string text_of(const ASN1_STRING* value) {
  const unsigned char* bytes = ASN1_STRING_get0_data(value);
  return {bytes, bytes + ASN1_STRING_length(value)};
}

}  // namespace

Result<std::string> serial_of(ByteView pem) {
  STILE_TRY(const Certificate certificate, parse(pem));
  const std::unique_ptr<BIGNUM, decltype(&BN_free)> number(
      ASN1_INTEGER_to_BN(X509_get0_serialNumber(certificate.get()), nullptr), BN_free);
  const std::unique_ptr<char, FreeText> hex(number ? BN_bn2hex(number.get()) : nullptr);
  if (!hex) return Error{Reason::kMalformed, "the certificate's serial number cannot be read"};
  std::string serial = hex.get();
  for (char& c : serial) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  return serial;
}

Result<Hash> fingerprint_of(ByteView pem) {
  STILE_TRY(const Certificate certificate, parse(pem));
  Hash fingerprint{};
  if (X509_digest(certificate.get(), EVP_sha256(), fingerprint.data(), nullptr) != 1) {
    return Error{Reason::kMalformed, "the certificate cannot be hashed"};
  }
  return fingerprint;
}

Result<Instant> expiry_of(ByteView pem) {
  STILE_TRY(const Certificate certificate, parse(pem));
  const std::unique_ptr<ASN1_TIME, decltype(&ASN1_TIME_free)> epoch(ASN1_TIME_set(nullptr, 0),
                                                                    ASN1_TIME_free);
  int days = 0;
  int seconds = 0;
  if (!epoch ||
      ASN1_TIME_diff(&days, &seconds, epoch.get(), X509_get0_notAfter(certificate.get())) != 1) {
    return Error{Reason::kMalformed, "the certificate's last moment cannot be read"};
  }
  return Instant{days} * kSecondsPerDay + seconds;
}

Result<std::vector<std::string>> uri_names_of(ByteView pem) {
  STILE_TRY(const Certificate certificate, parse(pem));
  const std::unique_ptr<GENERAL_NAMES, decltype(&GENERAL_NAMES_free)> names(
      static_cast<GENERAL_NAMES*>(
          X509_get_ext_d2i(certificate.get(), NID_subject_alt_name, nullptr, nullptr)),
      GENERAL_NAMES_free);
  std::vector<std::string> uris;
  for (int i = 0; i < sk_GENERAL_NAME_num(names.get()); ++i) {
    const GENERAL_NAME* entry = sk_GENERAL_NAME_value(names.get(), i);
    if (entry->type == GEN_URI) uris.push_back(text_of(entry->d.uniformResourceIdentifier));
  }
  return uris;
}

}  // namespace stile::tls
