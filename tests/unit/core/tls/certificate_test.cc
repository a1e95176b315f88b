#include "core/tls/certificate.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <ctime>

#include "tests/unit/core/tls/made_identity.h"

namespace stile::tls {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

TEST(CertificateTest, GivesItsSerialInLowerCaseHexOfWholeBytes) {
  EXPECT_EQ(*serial_of(make_identity({}, "0ABCDEF123").certificate), "0abcdef123");
  EXPECT_EQ(*serial_of(make_identity({}, "7").certificate), "07");
}

TEST(CertificateTest, ListsItsUriNamesInOrder) {
  EXPECT_THAT(
      *uri_names_of(make_identity({"spiffe://a/gateway", "spiffe://b/gateway"}, "1").certificate),
      ElementsAre("spiffe://a/gateway", "spiffe://b/gateway"));
  EXPECT_THAT(*uri_names_of(make_identity({}, "1").certificate), IsEmpty());
}

TEST(CertificateTest, SaysUntilWhenItIsValid) {
  const Instant before = std::time(nullptr);
  const std::string made = make_identity({}, "1").certificate;
  const Instant after = std::time(nullptr);
  EXPECT_GE(*expiry_of(made), before + kMadeSeconds);
  EXPECT_LE(*expiry_of(made), after + kMadeSeconds);
}

TEST(CertificateTest, HasAFingerprintOfItsOwn) {
  const std::string one = make_identity({}, "1").certificate;
  const std::string other = make_identity({}, "1").certificate;
  EXPECT_EQ(*fingerprint_of(one), *fingerprint_of(one));
  EXPECT_NE(*fingerprint_of(one), *fingerprint_of(other));
}

TEST(CertificateTest, RefusesWhatIsNoCertificate) {
  const MadeIdentity made = make_identity({}, "1");
  const std::string cut = made.certificate.substr(0, made.certificate.size() / 2);
  for (const std::string& pem : {std::string(), cut, made.key}) {
    EXPECT_EQ(serial_of(pem).reason(), Reason::kMalformed);
    EXPECT_EQ(fingerprint_of(pem).reason(), Reason::kMalformed);
    EXPECT_EQ(expiry_of(pem).reason(), Reason::kMalformed);
    EXPECT_EQ(uri_names_of(pem).reason(), Reason::kMalformed);
  }
}

}  // namespace
}  // namespace stile::tls
