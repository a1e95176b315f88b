#include "core/crypto/digest.h"

#include <gtest/gtest.h>

#include "core/crypto/encoding.h"

namespace stile::crypto {
namespace {

TEST(DigestTest, GivesTheVectorOfFips180) {
  EXPECT_EQ(hex(sha256("abc")), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
}

TEST(DigestTest, GivesTheDigestOfNothing) {
  EXPECT_EQ(hex(sha256("")), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
}

TEST(DigestTest, HashesPiecesAsTheWhole) {
  Sha256 hasher;
  hasher.update("a");
  hasher.update("");
  hasher.update("bc");
  EXPECT_EQ(hasher.finish(), sha256("abc"));
}

TEST(DigestTest, IsAsNewAfterFinish) {
  Sha256 hasher;
  hasher.update("something else");
  const Hash first = hasher.finish();
  hasher.update("abc");
  EXPECT_EQ(hasher.finish(), sha256("abc"));
  EXPECT_NE(first, sha256("abc"));
}

TEST(HmacTest, GivesTheVectorOfRfc4231) {
  EXPECT_EQ(hex(hmac_sha256("Jefe", "what do ya want for nothing?")),
            "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
}

TEST(HmacTest, TakesAKeyLongerThanABlock) {
  EXPECT_EQ(hex(hmac_sha256(Bytes(131, '\xaa'),
                            "Test Using Larger Than Block-Size Key - Hash Key First")),
            "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54");
}

}  // namespace
}  // namespace stile::crypto
