#include "core/tls/request.h"

#include <openssl/bio.h>
#include <openssl/ec.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509.h>

#include <array>
#include <limits>
#include <memory>
#include <string_view>

namespace stile::tls {
namespace {

constexpr char kCurve[] = "prime256v1";

using Key = std::unique_ptr<EVP_PKEY, decltype(&EVP_PKEY_free)>;
using Request = std::unique_ptr<X509_REQ, decltype(&X509_REQ_free)>;
using Text = std::unique_ptr<BIO, decltype(&BIO_free)>;

Bytes content(BIO* text) {
  char* data = nullptr;
  const long size = BIO_get_mem_data(text, &data);
  return size > 0 ? Bytes(data, static_cast<std::size_t>(size)) : Bytes();
}

bool fill(X509_REQ* request, EVP_PKEY* key) {
  const auto* name = reinterpret_cast<const unsigned char*>("request");
  return X509_REQ_set_version(request, X509_REQ_VERSION_1) == 1 &&
         X509_NAME_add_entry_by_txt(X509_REQ_get_subject_name(request), "CN", MBSTRING_ASC, name,
                                    -1, -1, 0) == 1 &&
         X509_REQ_set_pubkey(request, key) == 1 && X509_REQ_sign(request, key, EVP_sha256()) > 0;
}

bool is_of_our_curve(const EVP_PKEY* key) {
  std::array<char, 32> group{};
  return EVP_PKEY_get_group_name(key, group.data(), group.size(), nullptr) == 1 &&
         std::string_view(group.data()) == kCurve;
}

}  // namespace

Result<KeyAndRequest> new_key_and_request() {
  const Error failed{Reason::kUnavailable, "OpenSSL made no key"};
  const Key key(EVP_EC_gen(kCurve), EVP_PKEY_free);
  const Request request(X509_REQ_new(), X509_REQ_free);
  // What a secure BIO held is cleansed when it is freed.
  const Text key_text(BIO_new(BIO_s_secmem()), BIO_free);
  const Text request_text(BIO_new(BIO_s_mem()), BIO_free);
  if (!key || !request || !key_text || !request_text || !fill(request.get(), key.get())) {
    return failed;
  }
  if (PEM_write_bio_PKCS8PrivateKey(key_text.get(), key.get(), nullptr, nullptr, 0, nullptr,
                                    nullptr) != 1 ||
      PEM_write_bio_X509_REQ(request_text.get(), request.get()) != 1) {
    return failed;
  }
  return KeyAndRequest{content(key_text.get()), content(request_text.get())};
}

Status check_request(ByteView pem) {
  const Error not_one{Reason::kMalformed, "not a certificate request in PEM"};
  if (pem.size() > std::numeric_limits<int>::max()) return not_one;
  const Text text(BIO_new_mem_buf(pem.data(), static_cast<int>(pem.size())), BIO_free);
  if (!text) return not_one;
  const Request request(PEM_read_bio_X509_REQ(text.get(), nullptr, nullptr, nullptr),
                        X509_REQ_free);
  if (!request) return not_one;
  EVP_PKEY* key = X509_REQ_get0_pubkey(request.get());
  if (key == nullptr || !is_of_our_curve(key)) {
    return Error{Reason::kMalformed, "the request's key is not ECDSA P-256"};
  }
  if (X509_REQ_verify(request.get(), key) == 1) return ok();
  return Error{Reason::kBadSignature, "the request is not signed by its own key"};
}

}  // namespace stile::tls
