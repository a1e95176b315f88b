// What nobody notices today of a gateway that lies in its ledger (SECURITY.md, the table of attacks
// on the ledger). Each is here so that the day somebody notices it, the table is changed.
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

using agent::ExitCode;
using support::call_out;
using support::kHome;
using support::kOfsted;

class UnnoticedTest : public ::testing::Test {
 protected:
  wire::Consignment consignment(std::uint64_t number) const {
    const std::vector calls = {call_out(kHome, "2026-10-04T21:10Z", std::to_string(number))};
    return force_.consign(calls, number);
  }
  static void expect_stored(RecipientBench& ofsted, const agent::ParcelDelivery& delivery) {
    const auto taken = ofsted.inbox().take(delivery);
    EXPECT_TRUE(taken.ok()) << name(taken.reason()) << ' ' << taken.error().detail;
    const auto [code, words] = ofsted.audit();
    EXPECT_EQ(code, ExitCode::kOk) << words;
  }

  support::Scheme scheme_;
  std::shared_ptr<const agreement::DocumentSet> documents_ = scheme_.document_set();
  support::SourceHand force_{documents_, support::disclosure_to(kOfsted, scheme_.agreement_hash())};
  RecipientBench ofsted_{documents_};
  HostileGateway gateway_{documents_, ofsted_.sealing_key()};
};

TEST_F(UnnoticedTest, ShowingTwoAgenciesTwoHistoriesUntilTheyCompare) {
  RecipientBench other(documents_);
  HostileGateway another(documents_, other.sealing_key());
  gateway_.add_others(3, "one history");
  another.add_others(3, "another history");
  expect_stored(ofsted_, gateway_.deliver(consignment(1)));
  expect_stored(other, another.deliver(consignment(1)));

  ledger::LogView view = ofsted_.inbox().view();
  ASSERT_EQ(view.size(), other.inbox().view().size());
  EXPECT_EQ(view.see(other.inbox().view().note(), {}).reason(), Reason::kIntegrity);
}

}  // namespace
}  // namespace stile::test
