#include "tests/unit/core/tls/made_identity.h"

#include <openssl/bn.h>
#include <openssl/ec.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509.h>
#include <openssl/x509v3.h>

#include <memory>

namespace stile::tls {
namespace {

using Key = std::unique_ptr<EVP_PKEY, decltype(&EVP_PKEY_free)>;
using Certificate = std::unique_ptr<X509, decltype(&X509_free)>;
using Output = std::unique_ptr<BIO, decltype(&BIO_free)>;

std::string content_of(const Output& output) {
  char* bytes = nullptr;
  const long size = BIO_get_mem_data(output.get(), &bytes);
  return {bytes, static_cast<std::size_t>(size)};
}

void set_serial(X509* certificate, const std::string& hex) {
  BIGNUM* number = nullptr;
  BN_hex2bn(&number, hex.c_str());
  BN_to_ASN1_INTEGER(number, X509_get_serialNumber(certificate));
  BN_free(number);
}

void add_uris(X509* certificate, const std::vector<std::string>& uris) {
  if (uris.empty()) return;
  std::string value;
  for (const auto& uri : uris) value += (value.empty() ? "URI:" : ",URI:") + uri;
  X509_EXTENSION* names =
      X509V3_EXT_conf_nid(nullptr, nullptr, NID_subject_alt_name, value.c_str());
  X509_add_ext(certificate, names, -1);
  X509_EXTENSION_free(names);
}

}  // namespace

MadeIdentity make_identity(const std::vector<std::string>& uris, const std::string& serial) {
  const Key key(EVP_EC_gen("P-256"), EVP_PKEY_free);
  const Certificate certificate(X509_new(), X509_free);
  X509_set_version(certificate.get(), X509_VERSION_3);
  set_serial(certificate.get(), serial);
  X509_gmtime_adj(X509_getm_notBefore(certificate.get()), 0);
  X509_gmtime_adj(X509_getm_notAfter(certificate.get()), kMadeSeconds);
  X509_set_pubkey(certificate.get(), key.get());
  add_uris(certificate.get(), uris);
  X509_sign(certificate.get(), key.get(), EVP_sha256());
  const Output key_text(BIO_new(BIO_s_mem()), BIO_free);
  PEM_write_bio_PrivateKey(key_text.get(), key.get(), nullptr, nullptr, 0, nullptr, nullptr);
  const Output certificate_text(BIO_new(BIO_s_mem()), BIO_free);
  PEM_write_bio_X509(certificate_text.get(), certificate.get());
  return {content_of(key_text), content_of(certificate_text)};
}

}  // namespace stile::tls
