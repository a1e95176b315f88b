#include "core/crypto/pseudonym.h"

#include <gtest/gtest.h>

#include "core/crypto/encoding.h"
#include "tests/unit/core/crypto/fixed_random.h"

namespace stile::crypto {
namespace {

// The expected value is that of another BLAKE2b: Python's hashlib.
TEST(PseudonymTest, IsTheKeyedHashOfTheToken) {
  Bytes key;
  for (int i = 0; i < 32; ++i) key.push_back(static_cast<char>(i));
  Token token;
  for (std::size_t i = 0; i < token.size(); ++i) token[i] = static_cast<std::uint8_t>(i);
  EXPECT_EQ(hex(pseudonym(PseudonymKey::from_bytes(key).value(), token)),
            "64690e77f29ccc65c831396261d2bb19");
}

TEST(PseudonymTest, IsTheSameForTheSameTokenAndKeyOnly) {
  const auto key = PseudonymKey::generate(fixed_random(1));
  const auto next_epoch = PseudonymKey::generate(fixed_random(2));
  const Token token = random_token(fixed_random(3));
  Token other = token;
  other[0] ^= 1;
  EXPECT_EQ(pseudonym(key, token), pseudonym(key, token));
  EXPECT_NE(pseudonym(key, token), pseudonym(key, other));
  EXPECT_NE(pseudonym(key, token), pseudonym(next_epoch, token));
}

TEST(PseudonymKeyTest, ComesBackFromItsStoredBytes) {
  const auto key = PseudonymKey::generate(fixed_random());
  const auto again = PseudonymKey::from_bytes(key.bytes_for_storage(mint_secret_access())).value();
  EXPECT_EQ(pseudonym(again, Token{}), pseudonym(key, Token{}));
  EXPECT_EQ(PseudonymKey::from_bytes("short").reason(), Reason::kMalformed);
}

}  // namespace
}  // namespace stile::crypto
