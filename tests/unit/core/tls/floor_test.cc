#include "core/tls/floor.h"

#include <gtest/gtest.h>
#include <openssl/ssl.h>

#include <memory>
#include <string>
#include <vector>

namespace stile::tls {
namespace {

std::unique_ptr<SSL_CTX, decltype(&SSL_CTX_free)> context_as_grpc_makes_it() {
  std::unique_ptr<SSL_CTX, decltype(&SSL_CTX_free)> context(SSL_CTX_new(TLS_method()),
                                                            SSL_CTX_free);
  SSL_CTX_set_min_proto_version(context.get(), TLS1_2_VERSION);
  SSL_CTX_set_max_proto_version(context.get(), TLS1_3_VERSION);
  return context;
}

TEST(FloorTest, ExcludesTls12InEveryContextMadeAfterIt) {
  require_tls13();
  EXPECT_NE(SSL_CTX_get_options(context_as_grpc_makes_it().get()) & SSL_OP_NO_TLSv1_2, 0U);
}

TEST(FloorTest, LeavesAesGcmOnly) {
  require_tls13();
  const auto context = context_as_grpc_makes_it();
  std::vector<std::string> suites;
  const STACK_OF(SSL_CIPHER)* ciphers = SSL_CTX_get_ciphers(context.get());
  for (int i = 0; i < sk_SSL_CIPHER_num(ciphers); ++i) {
    const SSL_CIPHER* cipher = sk_SSL_CIPHER_value(ciphers, i);
    if (std::string(SSL_CIPHER_get_version(cipher)) == "TLSv1.3")
      suites.push_back(SSL_CIPHER_get_name(cipher));
  }
  EXPECT_EQ(suites, (std::vector<std::string>{"TLS_AES_256_GCM_SHA384", "TLS_AES_128_GCM_SHA256"}));
}

TEST(FloorTest, MayBeRequiredAgain) {
  require_tls13();
  require_tls13();
}

}  // namespace
}  // namespace stile::tls
