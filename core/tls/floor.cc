#include "core/tls/floor.h"

#include <openssl/bio.h>
#include <openssl/conf.h>
#include <openssl/crypto.h>
#include <openssl/ssl.h>

#include <cstdio>
#include <cstdlib>
#include <memory>

namespace stile::tls {
namespace {

// Older versions are excluded by option and not by a minimum version, because gRPC sets its own
// minimum on each context and would undo ours.
constexpr char kConfiguration[] =
    "openssl_conf = stile\n"
    "[stile]\n"
    "ssl_conf = contexts\n"
    "[contexts]\n"
    "system_default = floor\n"
    "[floor]\n"
    "Protocol = -SSLv3, -TLSv1, -TLSv1.1, -TLSv1.2\n"
    "Ciphersuites = TLS_AES_256_GCM_SHA384:TLS_AES_128_GCM_SHA256\n";

bool load_configuration() {
  const std::unique_ptr<BIO, decltype(&BIO_free)> text(BIO_new_mem_buf(kConfiguration, -1),
                                                       BIO_free);
  const std::unique_ptr<CONF, decltype(&NCONF_free)> configuration(NCONF_new(nullptr), NCONF_free);
  if (!text || !configuration) return false;
  if (NCONF_load_bio(configuration.get(), text.get(), nullptr) != 1) return false;
  return CONF_modules_load(configuration.get(), nullptr, 0) == 1;
}

bool is_in_force() {
  const std::unique_ptr<SSL_CTX, decltype(&SSL_CTX_free)> context(SSL_CTX_new(TLS_method()),
                                                                  SSL_CTX_free);
  if (!context) return false;
  const auto excluded = SSL_OP_NO_SSLv3 | SSL_OP_NO_TLSv1 | SSL_OP_NO_TLSv1_1 | SSL_OP_NO_TLSv1_2;
  return (SSL_CTX_get_options(context.get()) & excluded) == excluded;
}

bool set_floor() {
  return OPENSSL_init_ssl(OPENSSL_INIT_NO_LOAD_CONFIG, nullptr) == 1 && load_configuration() &&
         is_in_force();
}

}  // namespace

void require_tls13() {
  static const bool set = set_floor();
  if (set) return;
  std::fputs("stile: OpenSSL does not take the TLS 1.3 floor\n", stderr);
  std::abort();
}

}  // namespace stile::tls
