// A gateway that lies in its ledger about an agency, and the agency, which fetches the leaves that
// name it (SECURITY.md, the table of attacks on the ledger).
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "tests/adversary/watch_bench.h"
#include "tests/support/keys.h"
#include "tests/support/source_hand.h"

namespace stile::test {
namespace {

using agent::ExitCode;
using support::call_out;
using support::kHome;
using support::kOfsted;

constexpr Instant kDay = 24 * 3600;

class WatchedLedgerTest : public ::testing::Test {
 protected:
  wire::Consignment consignment(std::uint64_t number, const support::Lies& lies = {}) const {
    const std::vector calls = {call_out(kHome, "2026-10-04T21:10Z", std::to_string(number))};
    return force_.consign(calls, number, lies);
  }
  void receive(std::uint64_t number, const GatewayLies& lies = {}) {
    const auto taken = ofsted_.inbox().take(gateway_.deliver(consignment(number), lies));
    EXPECT_TRUE(taken.ok()) << name(taken.reason());
  }
  static void expect_said(WatchBench& watch, const std::string& words) {
    EXPECT_NE(watch.said().find(words), std::string::npos) << watch.said();
  }

  support::Scheme scheme_;
  std::shared_ptr<const agreement::DocumentSet> documents_ = scheme_.document_set();
  support::SourceHand force_{documents_, support::disclosure_to(kOfsted, scheme_.agreement_hash())};
  RecipientBench ofsted_{documents_};
  HostileGateway gateway_{documents_, ofsted_.sealing_key()};
};

constexpr char kTime[] = "says a time at which it cannot have been written";

TEST_F(WatchedLedgerTest, AnHonestGatewaysRecipientAndSourceSayNothing) {
  WatchBench received(gateway_, ofsted_);
  receive(1);
  ASSERT_TRUE(received.look().ok());
  gateway_.add_others(20);
  receive(2);
  ASSERT_TRUE(received.stay(6).ok());
  EXPECT_EQ(received.said(), "");

  HostileGateway honest(documents_, ofsted_.sealing_key());
  HostileSubmitter submitter(honest);
  SourceBench force(documents_, submitter);
  WatchBench sent(honest, force);
  ASSERT_EQ(force.send().first, ExitCode::kOk);
  ASSERT_TRUE(sent.look().ok());
  ASSERT_TRUE(sent.stay(6).ok());
  EXPECT_EQ(sent.said(), "");
}

TEST_F(WatchedLedgerTest, BackdatingWhatIsAdmitted) {
  const auto backdate = [](ledger::Leaf& leaf) { leaf.time -= 7 * kDay; };
  WatchBench received(gateway_, ofsted_);
  ASSERT_TRUE(received.look().ok());
  receive(1);
  ASSERT_TRUE(received.look().ok());
  receive(2, {.leaf = backdate});
  ASSERT_TRUE(received.look().ok());
  expect_said(received, "leaf 1: says a time");

  HostileGateway other(documents_, ofsted_.sealing_key());
  HostileSubmitter submitter(other);
  SourceBench force(documents_, submitter);
  WatchBench sent(other, force);
  other.add_others(1);
  ASSERT_TRUE(sent.look().ok());
  submitter.lie({.leaf = backdate});
  ASSERT_EQ(force.send().first, ExitCode::kOk);
  ASSERT_TRUE(sent.look().ok());
  expect_said(sent, kTime);
}

TEST_F(WatchedLedgerTest, BackdatingToBeforeTheAgreementEnded) {
  support::Scheme ended;
  ended.add_status("ENDED", "2026-11-03T08:00Z", support::signatories_of(kOfsted));
  RecipientBench informed(ended.document_set());
  HostileGateway gateway(documents_, informed.sealing_key());
  WatchBench watch(gateway, informed);
  gateway.add_others(1);
  ASSERT_TRUE(watch.look().ok());
  EXPECT_EQ(informed.inbox().take(gateway.deliver(consignment(1))).reason(), Reason::kEnded);
  const auto backdate = [](ledger::Leaf& leaf) {
    leaf.time -= 7 * kDay;
    leaf.counter = 2;
  };
  ASSERT_TRUE(informed.inbox().take(gateway.deliver(consignment(1), {.leaf = backdate})).ok());
  ASSERT_TRUE(watch.look().ok());
  expect_said(watch, kTime);
}

TEST_F(WatchedLedgerTest, DroppingACounter) {
  const auto drop = [](ledger::Leaf& leaf) { leaf.counter = *leaf.counter + 5; };
  WatchBench received(gateway_, ofsted_);
  receive(1);
  receive(2, {.leaf = drop});
  ASSERT_TRUE(received.look().ok());
  expect_said(received, "leaf 1: numbers of its agreement before it are missing");
}

TEST_F(WatchedLedgerTest, GivingACounterTwice) {
  WatchBench received(gateway_, ofsted_);
  receive(1);
  receive(2, {.leaf = [](ledger::Leaf& leaf) { leaf.counter = 1; }});
  EXPECT_EQ(received.look().reason(), Reason::kIntegrity);
}

TEST_F(WatchedLedgerTest, WritingALeafAboutWhatNobodySent) {
  HostileSubmitter submitter(gateway_);
  SourceBench force(documents_, submitter);
  WatchBench sent(gateway_, force);
  WatchBench received(gateway_, ofsted_);
  gateway_.admit(consignment(1, {.signer = "mallory"}));
  ASSERT_TRUE(sent.stay(5).ok());
  expect_said(sent, "leaf 0: said to be of this agency, and no store here knows it");
  ASSERT_TRUE(received.stay(5).ok());
  expect_said(received, "leaf 0: said to be for this agency, and nothing came");
}

TEST_F(WatchedLedgerTest, HidingALeafFromTheList) {
  WatchBench received(gateway_, ofsted_);
  receive(1);
  receive(2);
  received.hide(1);
  ASSERT_TRUE(received.look().ok());
  expect_said(received, "leaf 1: kept here with proof, and not among those that the gateway lists");
}

TEST_F(WatchedLedgerTest, HidingALeafThatTheAgencyNeverHeld) {
  WatchBench received(gateway_, ofsted_);
  gateway_.admit(consignment(1));
  gateway_.continue_from(0);
  receive(2);
  received.hide(0);
  ASSERT_TRUE(received.look().ok());
  expect_said(received, "leaf 1: numbers of its agreement before it are missing");
}

}  // namespace
}  // namespace stile::test
