// What a recipient makes of a gateway whose ledger does not say what was done, or says two things
// (design section 9).
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "tests/adversary/hostile_gateway.h"
#include "tests/adversary/recipient_bench.h"
#include "tests/support/keys.h"
#include "tests/support/scheme.h"
#include "tests/support/source_hand.h"

namespace stile::test {
namespace {

using support::call_out;
using support::kHome;
using support::kOfsted;

class DishonestLedgerTest : public ::testing::Test {
 protected:
  wire::Consignment consignment(std::uint64_t number) const {
    const std::vector calls = {call_out(kHome, "2026-10-04T21:10Z", std::to_string(number))};
    return force_.consign(calls, number);
  }
  agent::ParcelDelivery parcel(std::uint64_t number, const GatewayLies& lies = {}) {
    return gateway_.deliver(consignment(number), lies);
  }
  void expect_stored(const agent::ParcelDelivery& delivery) {
    const auto taken = ofsted_.inbox().take(delivery);
    ASSERT_TRUE(taken.ok()) << name(taken.reason()) << ' ' << taken.error().detail;
  }
  void expect_refused(const agent::ParcelDelivery& delivery, Reason reason) {
    const std::string before = ofsted_.listed();
    const auto taken = ofsted_.inbox().take(delivery);
    ASSERT_FALSE(taken.ok());
    EXPECT_EQ(name(taken.reason()), name(reason)) << taken.error().detail;
    EXPECT_EQ(ofsted_.listed(), before);
  }

  support::Scheme scheme_;
  std::shared_ptr<const agreement::DocumentSet> documents_ = scheme_.document_set();
  support::SourceHand force_{documents_, support::disclosure_to(kOfsted, scheme_.agreement_hash())};
  RecipientBench ofsted_{documents_};
  HostileGateway gateway_{documents_, ofsted_.sealing_key()};
};

TEST_F(DishonestLedgerTest, AnHonestOneMayGrowBetweenParcels) {
  gateway_.add_others(5);
  expect_stored(parcel(1));
  gateway_.add_others(3);
  expect_stored(parcel(2));
  EXPECT_EQ(ofsted_.inbox().view().size(), gateway_.size());
}

TEST_F(DishonestLedgerTest, IsCaughtHidingALeaf) {
  expect_refused(parcel(1, {.hidden = true}), Reason::kIntegrity);
}

TEST_F(DishonestLedgerTest, IsCaughtShowingTheReceiptOfAnotherLeaf) {
  const auto other = parcel(1);
  auto delivery = parcel(2);
  delivery.receipt = other.receipt;
  expect_refused(delivery, Reason::kIntegrity);
}

TEST_F(DishonestLedgerTest, IsCaughtRewritingItsHistory) {
  gateway_.add_others(3);
  HostileGateway other = gateway_;
  expect_stored(parcel(1));
  other.add_others(2, "rewritten");
  other.continue_from(gateway_.size());
  expect_refused(other.deliver(consignment(2)), Reason::kIntegrity);
}

TEST_F(DishonestLedgerTest, IsCaughtGoingBackToAnOlderStore) {
  gateway_.add_others(3);
  HostileGateway older = gateway_;
  gateway_.add_others(6);
  expect_stored(parcel(1));
  older.continue_from(0);
  expect_refused(older.deliver(consignment(2)), Reason::kIntegrity);
}

TEST_F(DishonestLedgerTest, IsCaughtShowingNoProofThatItOnlyGrew) {
  expect_stored(parcel(1));
  gateway_.add_others(3);
  auto delivery = parcel(2);
  delivery.consistency.clear();
  expect_refused(delivery, Reason::kIntegrity);
}

TEST_F(DishonestLedgerTest, IsCaughtSigningWithAnotherLogKey) {
  HostileGateway other(documents_, ofsted_.sealing_key(), "stile.example/other");
  expect_refused(other.deliver(consignment(1)), Reason::kBadSignature);
}

TEST_F(DishonestLedgerTest, IsCaughtRecordingSomethingElseThanItDoes) {
  const auto expect_caught = [&](Reason reason, const std::function<void(ledger::Leaf&)>& lie) {
    expect_refused(parcel(1, {.leaf = lie}), reason);
  };
  expect_caught(Reason::kIntegrity, [](auto& leaf) { leaf.op = ledger::Op::kErasure; });
  expect_caught(Reason::kIntegrity, [](auto& leaf) { leaf.decision = "refused"; });
  expect_caught(Reason::kIntegrity, [](auto& leaf) { leaf.from = support::kOthershire; });
  expect_caught(Reason::kIntegrity, [](auto& leaf) { leaf.to = support::kCiw; });
  expect_caught(Reason::kIntegrity, [](auto& leaf) { leaf.agreement = Hash{}; });
  expect_caught(Reason::kIntegrity, [](auto& leaf) { leaf.rows = 2; });
  expect_caught(Reason::kIntegrity, [](auto& leaf) { leaf.fields.pop_back(); });
  expect_caught(Reason::kIntegrity, [](auto& leaf) { leaf.purpose = "oversight-statistics"; });
  expect_caught(Reason::kIntegrity, [](auto& leaf) { leaf.commit_rows = Hash{}; });
  expect_caught(Reason::kNoClause, [](auto& leaf) { leaf.clause = "another"; });
  expect_caught(Reason::kNoClause, [](auto& leaf) { leaf.occasion = "notify"; });
  expect_stored(parcel(1));
}

// A parcel that never comes looks like any other delay until the next one does: then the gap is
// there for every audit to see, until it is filled.
TEST_F(DishonestLedgerTest, IsCaughtWithholdingANumberByTheAuditOfTheNext) {
  expect_stored(parcel(1));
  EXPECT_EQ(ofsted_.audit().first, agent::ExitCode::kOk);
  expect_stored(parcel(3));
  const auto [code, words] = ofsted_.audit();
  EXPECT_EQ(code, agent::ExitCode::kIntegrity);
  EXPECT_NE(words.find("NUMBER_SKIPPED"), std::string::npos) << words;
  EXPECT_NE(words.find("consignments 2 to 2 never came"), std::string::npos) << words;

  expect_stored(parcel(2));
  EXPECT_EQ(ofsted_.audit().first, agent::ExitCode::kOk);
}

}  // namespace
}  // namespace stile::test
