#include "core/crypto/seal.h"

#include <gtest/gtest.h>

#include "tests/unit/core/crypto/fixed_random.h"

namespace stile::crypto {
namespace {

TEST(SealTest, OpensWhatWasSealedToIt) {
  const auto key = SealingKey::generate(fixed_random());
  const Bytes sealed = seal(key.public_key(), "invented name").value();
  EXPECT_EQ(sealed.size(), 13 + kSealOverheadBytes);
  EXPECT_EQ(open(key, sealed).value(), "invented name");
}

TEST(SealTest, SealsTheSameTwiceDifferently) {
  const auto key = SealingKey::generate(fixed_random());
  EXPECT_NE(seal(key.public_key(), "x").value(), seal(key.public_key(), "x").value());
}

TEST(SealTest, IsClosedToAnotherKey) {
  const auto key = SealingKey::generate(fixed_random(1));
  const auto other = SealingKey::generate(fixed_random(2));
  const Bytes sealed = seal(key.public_key(), "invented name").value();
  EXPECT_EQ(open(other, sealed).reason(), Reason::kBadSignature);
}

TEST(SealTest, RefusesEveryAlteredByteAndEveryCut) {
  const auto key = SealingKey::generate(fixed_random());
  const Bytes sealed = seal(key.public_key(), "invented name").value();
  for (std::size_t i = 0; i < sealed.size(); ++i) {
    Bytes altered = sealed;
    altered[i] = static_cast<char>(altered[i] ^ 1);
    EXPECT_EQ(open(key, altered).reason(), Reason::kBadSignature) << i;
    EXPECT_EQ(open(key, sealed.substr(0, i)).reason(), Reason::kBadSignature) << i;
  }
}

TEST(SealTest, RefusesAPublicKeyOfSmallOrder) {
  EXPECT_EQ(seal(SealingPublicKey{}, "x").reason(), Reason::kMalformed);
}

TEST(SealTest, ComesBackFromItsStoredSecret) {
  const auto key = SealingKey::generate(fixed_random());
  const auto again = SealingKey::from_secret(key.secret_for_storage(mint_secret_access())).value();
  EXPECT_EQ(open(again, seal(key.public_key(), "x").value()).value(), "x");
  EXPECT_EQ(SealingKey::from_secret("short").reason(), Reason::kMalformed);
}

TEST(PadTest, GivesOneLengthToAllThatFitsTheBlock) {
  for (std::size_t n = 0; n < 64; ++n) {
    const Bytes padded = pad(Bytes(n, 'x'), 64);
    EXPECT_EQ(padded.size(), 64U);
    EXPECT_EQ(unpad(padded, 64).value(), Bytes(n, 'x'));
  }
  EXPECT_EQ(pad(Bytes(64, 'x'), 64).size(), 128U);
}

TEST(PadTest, KeepsPaddingLikeContent) {
  const Bytes content("\x80\0\0\x80\0", 5);
  EXPECT_EQ(unpad(pad(content, 16), 16).value(), content);
}

TEST(PadTest, RefusesPaddingItWouldNotMake) {
  EXPECT_EQ(unpad("", 16).reason(), Reason::kMalformed);
  EXPECT_EQ(unpad(Bytes(16, '\0'), 16).reason(), Reason::kMalformed);
  EXPECT_EQ(unpad(Bytes(16, 'x'), 16).reason(), Reason::kMalformed);
  EXPECT_EQ(unpad(pad("x", 16).substr(1), 16).reason(), Reason::kMalformed);
  EXPECT_EQ(unpad(pad("x", 32), 16).reason(), Reason::kMalformed);
}

}  // namespace
}  // namespace stile::crypto
