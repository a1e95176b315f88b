// A gateway that shows two agencies two histories, in a scheme that has witnesses (SECURITY.md, the
// table of attacks on the ledger). What an attached agent does with what it is shown:
// tests/unit/agents/link/attached_witness_test.cc.
#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <vector>

#include "agents/documents/witness.h"
#include "core/ledger/log_view.h"
#include "core/ledger/proof.h"
#include "tests/adversary/hostile_gateway.h"
#include "tests/support/keys.h"
#include "tests/support/scheme.h"
#include "tests/support/source_hand.h"
#include "tests/support/temporary_folder.h"

namespace stile::test {
namespace {

using agent::Witness;
using support::call_out;
using support::kCiw;
using support::kHome;
using support::kNow;
using support::kOfsted;
using support::kTestshire;

support::Scheme witnessed() {
  support::Scheme scheme;
  scheme.witnessed_by({kTestshire, kOfsted, kCiw});
  return scheme;
}

// Two agencies have seen two histories of one ledger, of as many leaves.
class TwoHistoriesTest : public ::testing::Test {
 protected:
  TwoHistoriesTest() {
    gateway_.add_others(3, "one history");
    another_.add_others(3, "another history");
    show(gateway_, ofsted_);
    show(another_, other_);
  }
  void show(HostileGateway& gateway, ledger::LogView& view) {
    const std::vector calls = {call_out(kHome, "2026-10-04T21:10Z", "CC-1")};
    const auto given = gateway.deliver(force_.consign(calls, 1));
    const auto receipt = ledger::parse_receipt(given.receipt).value();
    ASSERT_TRUE(view.see_receipt(receipt, given.leaf, given.consistency).ok());
  }

  std::unique_ptr<Witness> witness(const char* agency) {
    return Witness::open(
               {.file = folder_.file("witness " + std::to_string(++witnesses_)),
                .self = support::agency(agency),
                .key = std::make_shared<const crypto::Cosigner>(support::cosigner_named(agency)),
                .documents = [this] { return documents_; },
                .clock = [this] { return now_; }})
        .value();
  }
  // cosigned() is what an agency adds to a checkpoint that it believes.
  std::string cosigned(const char* agency, const std::string& checkpoint) {
    return witness(agency)->cosign(checkpoint).value().value();
  }

  support::Scheme scheme_ = witnessed();
  std::shared_ptr<const agreement::DocumentSet> documents_ = scheme_.document_set();
  support::SourceHand force_{documents_, support::disclosure_to(kOfsted, scheme_.agreement_hash())};
  support::TemporaryFolder folder_;
  int witnesses_ = 0;
  Instant now_ = kNow;
  ledger::LogView ofsted_{support::signer_named(support::kLog).verifier()};
  ledger::LogView other_ = ofsted_;
  HostileGateway gateway_{documents_, support::sealing_key_named(kOfsted).public_key()};
  HostileGateway another_ = gateway_;
};

TEST_F(TwoHistoriesTest, WhatAQuorumHasCosignedShowsItToWhoeverWasShownTheOther) {
  const std::string checkpoint = gateway_.checkpoint();
  const std::string note =
      checkpoint + cosigned(kTestshire, checkpoint) + cosigned(kOfsted, checkpoint);
  EXPECT_TRUE(ofsted_.see(note, {}).ok());
  ASSERT_EQ(other_.size(), ofsted_.size());
  EXPECT_EQ(other_.see(note, {}).reason(), Reason::kIntegrity);
  gateway_.add_others(2);
  EXPECT_EQ(other_.see(gateway_.checkpoint(), gateway_.consistency(other_.size(), gateway_.size()))
                .reason(),
            Reason::kIntegrity);
}

// It has to keep that from them; then no quorum stands behind what they are shown.
TEST_F(TwoHistoriesTest, WhereTheGatewayWithholdsThatReturnsWaitAfterFourHours) {
  const std::string checkpoint = another_.checkpoint();
  const std::string elsewhere = gateway_.checkpoint();
  const auto alone = witness(kCiw);
  EXPECT_FALSE(alone->overdue());
  const std::string own = alone->cosign(checkpoint).value().value();
  EXPECT_TRUE(alone->take(checkpoint + own, 0).ok());
  // Nor does what others have cosigned of the other history, under this one's checkpoint.
  EXPECT_TRUE(
      alone
          ->take(checkpoint + own + cosigned(kTestshire, elsewhere) + cosigned(kOfsted, elsewhere),
                 0)
          .ok());
  now_ += agent::kUnwitnessedMost;
  EXPECT_FALSE(alone->overdue());
  ++now_;
  EXPECT_TRUE(alone->overdue());
}

// More than half twice is somebody in both, and whoever has seen one does not believe the other.
TEST_F(TwoHistoriesTest, NobodyBelievesBoth) {
  EXPECT_EQ(ofsted_.see(another_.checkpoint(), {}).reason(), Reason::kIntegrity);
  EXPECT_TRUE(ofsted_.see(gateway_.checkpoint(), {}).ok());
}

}  // namespace
}  // namespace stile::test
