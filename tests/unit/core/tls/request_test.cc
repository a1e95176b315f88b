#include "core/tls/request.h"

#include <gtest/gtest.h>

namespace stile::tls {
namespace {

TEST(RequestTest, IsSignedByItsOwnKey) {
  const auto made = new_key_and_request().value();
  EXPECT_TRUE(
      made.key.starts_with("-----BEGIN "
                           "PRIVATE KEY-----\n"));
  EXPECT_TRUE(check_request(made.request).ok());
}

TEST(RequestTest, EachHasAKeyOfItsOwn) {
  EXPECT_NE(new_key_and_request()->key, new_key_and_request()->key);
}

TEST(RequestTest, RefusesWhatIsNoRequest) {
  EXPECT_EQ(check_request("").reason(), Reason::kMalformed);
  EXPECT_EQ(check_request(new_key_and_request()->key).reason(), Reason::kMalformed);
}

TEST(RequestTest, FindsAnAlteredRequest) {
  Bytes pem = new_key_and_request()->request;
  // The last full line of base64 is the signature's.
  const auto end = pem.find("\n-----END");
  const auto line = pem.rfind('\n', end - 1);
  pem[line - 8] = pem[line - 8] == 'A' ? 'B' : 'A';
  EXPECT_FALSE(check_request(pem).ok());
}

// Made with `openssl req -newkey ec -pkeyopt ec_paramgen_curve:secp384r1`.
TEST(RequestTest, TakesNoOtherCurve) {
  constexpr char kOtherCurve[] =
      "-----BEGIN CERTIFICATE REQUEST-----\n"
      "MIIBCjCBkQIBADASMRAwDgYDVQQDDAdyZXF1ZXN0MHYwEAYHKoZIzj0CAQYFK4EE\n"
      "ACIDYgAE51Xaw245LCw/iE+Uw+WH2ZInu5ZNXemfiLjkTNi649fsTZuyeBYs/zhw\n"
      "apvU6+SqbqiyLQMjq4dGliy/08x7AAr61/5dRO8hG7fplTkqxbgyrBHGKSC6UId9\n"
      "y4RQzKKooAAwCgYIKoZIzj0EAwIDaAAwZQIwJ/PJjjL9ZQAQ7UU6U4Fge1KwafTd\n"
      "CPsokQHX76goLt2YaXeLJYfzk5pIXB41Njm1AjEA4xKMMamlT0wFHZrso58u7LDZ\n"
      "mWI8YBxMhEBUdUlBJdzXR1HxaCOQ4qyNqeVv6v36\n"
      "-----END CERTIFICATE REQUEST-----\n";
  const auto refused = check_request(kOtherCurve);
  EXPECT_EQ(refused.reason(), Reason::kMalformed);
  EXPECT_EQ(refused.error().detail, "the request's key is not ECDSA P-256");
}

}  // namespace
}  // namespace stile::tls
