#include "core/tls/peer_identity.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace stile::tls {
namespace {

constexpr char kSussex[] = "spiffe://stile.example/force/sussex/agent";

TEST(PeerIdentityTest, IsTheOneUriName) {
  const std::vector<std::string> names = {kSussex};
  const auto identity = peer_identity(names);
  ASSERT_TRUE(identity.ok());
  EXPECT_EQ(identity->text(), kSussex);
}

TEST(PeerIdentityTest, RefusesACertificateWithoutAUriName) {
  EXPECT_EQ(peer_identity({}).reason(), Reason::kWrongPeer);
}

TEST(PeerIdentityTest, RefusesTwoUriNamesEvenWhenBothAreTheSame) {
  const std::vector<std::string> names = {kSussex, kSussex};
  EXPECT_EQ(peer_identity(names).reason(), Reason::kWrongPeer);
}

TEST(PeerIdentityTest, RefusesANameThatIsNoAgency) {
  for (const std::string name : {"", "https://stile.example/force/sussex/agent",
                                 "spiffe://stile.example/visitor/sussex/agent",
                                 "spiffe://stile.example/force/sussex/agent/"}) {
    const std::vector<std::string> names = {name};
    EXPECT_EQ(peer_identity(names).reason(), Reason::kMalformed) << name;
  }
}

TEST(PeerIdentityTest, DoesNotRepeatARefusedName) {
  const std::vector<std::string> names = {"spiffe://stile.example/canary"};
  EXPECT_EQ(peer_identity(names).error().detail.find("canary"), std::string::npos);
}

}  // namespace
}  // namespace stile::tls
