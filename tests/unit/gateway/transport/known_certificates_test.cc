#include "gateway/transport/known_certificates.h"

#include <gtest/gtest.h>

#include "core/tls/certificate.h"
#include "tests/unit/core/tls/made_identity.h"

namespace stile::gateway {
namespace {

std::string made(const std::string& serial) {
  return tls::make_identity({"spiffe://stile.example/force/sussex/agent"}, serial).certificate;
}

TEST(KnownCertificatesTest, SaysTheSameAgainAsWhenItWasRead) {
  KnownCertificates known;
  const std::string pem = made("0A");
  for (int time = 0; time < 3; ++time) {
    const auto facts = known.read(pem);
    ASSERT_TRUE(facts.ok());
    EXPECT_EQ(facts->serial, "0a");
    EXPECT_EQ(facts->fingerprint, *tls::fingerprint_of(pem));
  }
  EXPECT_EQ(known.size(), 1U);
}

// A certificate that takes another's place has the same names, and maybe the same serial.
TEST(KnownCertificatesTest, TakesNoneForAnother) {
  KnownCertificates known;
  const std::string before = made("0A");
  const std::string after = made("0A");
  const std::string renewed = made("0B");
  const auto first = known.read(before);
  EXPECT_NE(known.read(after)->fingerprint, first->fingerprint);
  EXPECT_EQ(known.read(renewed)->serial, "0b");
  EXPECT_EQ(known.size(), 3U);
}

TEST(KnownCertificatesTest, KeepsNothingOfWhatIsNoCertificate) {
  KnownCertificates known;
  const std::string pem = made("0A");
  EXPECT_EQ(known.read("").reason(), Reason::kMalformed);
  EXPECT_EQ(known.read(pem.substr(0, pem.size() / 2)).reason(), Reason::kMalformed);
  EXPECT_EQ(known.size(), 0U);
}

TEST(KnownCertificatesTest, KeepsNoMoreThanItMay) {
  KnownCertificates known;
  const std::string pem = made("0A");
  // What stands before the certificate makes another text of it.
  for (std::size_t i = 0; i <= KnownCertificates::kMost; ++i) {
    ASSERT_TRUE(known.read(std::to_string(i) + "\n" + pem).ok());
    EXPECT_LE(known.size(), KnownCertificates::kMost);
  }
}

}  // namespace
}  // namespace stile::gateway
