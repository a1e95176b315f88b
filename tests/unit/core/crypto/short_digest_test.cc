#include "core/crypto/short_digest.h"

#include <gtest/gtest.h>

#include "core/crypto/initialise.h"
#include "core/crypto/random.h"

namespace stile::crypto {
namespace {

class ShortDigestTest : public ::testing::Test {
 protected:
  ShortDigestTest() { initialise(); }
  const TokenKey source_ = TokenKey::generate(system_random());
  const ShortDigestKey key_ = ShortDigestKey::derived(source_, "intake");
};

TEST_F(ShortDigestTest, IsTheSameForTheSameKeyAndParts) {
  const auto again = ShortDigestKey::derived(source_, "intake");
  EXPECT_EQ(short_digest(key_, {"child", "cad", "N-1"}),
            short_digest(again, {"child", "cad", "N-1"}));
}

TEST_F(ShortDigestTest, IsAnotherForAnotherKeyLabelOrListOfParts) {
  const Token digest = short_digest(key_, {"child", "cad", "N-1"});
  const auto other_source = TokenKey::generate(system_random());
  EXPECT_NE(digest,
            short_digest(ShortDigestKey::derived(other_source, "intake"), {"child", "cad", "N-1"}));
  EXPECT_NE(digest,
            short_digest(ShortDigestKey::derived(source_, "other"), {"child", "cad", "N-1"}));
  EXPECT_NE(digest, short_digest(key_, {"child", "cadN", "-1"}));
  EXPECT_NE(digest, short_digest(key_, {"incident", "cad", "N-1"}));
}

}  // namespace
}  // namespace stile::crypto
