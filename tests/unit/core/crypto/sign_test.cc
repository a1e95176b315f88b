#include "core/crypto/sign.h"

#include <gtest/gtest.h>

#include "core/crypto/encoding.h"
#include "tests/unit/core/crypto/fixed_random.h"

namespace stile::crypto {
namespace {

constexpr std::string_view kSeed =
    "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60";

SigningKey rfc_key() { return SigningKey::from_seed(unhex(kSeed).value()).value(); }

TEST(SignTest, GivesTheFirstVectorOfRfc8032) {
  const auto key = rfc_key();
  EXPECT_EQ(hex(key.public_key()),
            "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a");
  EXPECT_EQ(
      hex(key.sign("")),
      "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e397"
      "01cf9b46bd25bf5f0595bbe24655141438e7a100b");
}

TEST(SignTest, VerifiesItsOwnSignature) {
  const auto key = SigningKey::generate(fixed_random());
  EXPECT_TRUE(verify(key.public_key(), "a row", key.sign("a row")));
}

TEST(SignTest, RefusesAnotherMessageOrKey) {
  const auto key = SigningKey::generate(fixed_random(1));
  const auto other = SigningKey::generate(fixed_random(2));
  const Signature signature = key.sign("a row");
  EXPECT_FALSE(verify(key.public_key(), "a Row", signature));
  EXPECT_FALSE(verify(key.public_key(), "a row ", signature));
  EXPECT_FALSE(verify(other.public_key(), "a row", signature));
}

TEST(SignTest, RefusesEveryAlteredBitOfTheSignature) {
  const auto key = SigningKey::generate(fixed_random());
  const Signature signature = key.sign("a row");
  for (std::size_t bit = 0; bit < signature.size() * 8; ++bit) {
    Signature altered = signature;
    altered[bit / 8] ^= static_cast<std::uint8_t>(1U << (bit % 8));
    EXPECT_FALSE(verify(key.public_key(), "a row", altered)) << bit;
  }
}

TEST(SignTest, RefusesAKeyOfSmallOrder) {
  // With the identity as key, this signature would be good for any message.
  PublicKey identity{};
  identity[0] = 1;
  Signature forged{};
  forged[0] = 1;
  EXPECT_FALSE(verify(identity, "anything", forged));
}

TEST(SignTest, ComesBackFromItsStoredSeed) {
  const auto key = SigningKey::generate(fixed_random());
  const auto again = SigningKey::from_seed(key.seed_for_storage(mint_secret_access())).value();
  EXPECT_EQ(again.public_key(), key.public_key());
  EXPECT_EQ(again.sign("a row"), key.sign("a row"));
}

TEST(SignTest, RefusesASeedOfAnotherLength) {
  EXPECT_EQ(SigningKey::from_seed(Bytes(31, 'x')).reason(), Reason::kMalformed);
  EXPECT_EQ(SigningKey::from_seed(Bytes(64, 'x')).reason(), Reason::kMalformed);
}

}  // namespace
}  // namespace stile::crypto
