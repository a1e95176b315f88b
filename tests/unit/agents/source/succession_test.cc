#include "agents/source/sent_leaves.h"
#include "core/ledger/proof.h"
#include "tests/unit/agents/source/source_fixture.h"

namespace stile::agent {
namespace {

using Numbers = std::vector<std::uint64_t>;

constexpr char kNextLog[] = "stile.example/ledger-2";
constexpr int kTwoConsignments = 300;

class SourceSuccessionTest : public SourceFixture {
 protected:
  SourceSuccessionTest() { EXPECT_EQ(send(rows_of(kTwoConsignments)), ExitCode::kOk); }

  // succeed() has the ledger's successor begin, and the agent with it.
  void succeed(bool given_back) {
    source_.reset();
    log_ = gateway_.succeed(kNextLog, given_back);
    reopen();
  }
  void store(std::size_t place) {
    const std::vector<Bytes> notes{acknowledgement_of(gateway_.taken().at(place))};
    ASSERT_TRUE(source_->notes().take(notes).ok());
  }
  // comes() waits until so many consignments have come, the first two before.
  bool comes(std::size_t count) {
    for (int tries = 0; tries < 2000; ++tries) {
      const bool none_waits = status().find(" 0 queued") != std::string::npos;
      if (gateway_.came().size() >= count && none_waits) return true;
      std::this_thread::sleep_for(std::chrono::milliseconds(5));
    }
    return false;
  }
};

TEST_F(SourceSuccessionTest, WhatNobodySignedForGoesAgainAsItWas) {
  store(0);
  succeed(true);
  ASSERT_TRUE(comes(3)) << status();
  const auto came = gateway_.came();
  ASSERT_EQ(came.size(), 3U);
  EXPECT_EQ(came[2].bytes, came[1].bytes);
  EXPECT_EQ(numbers_taken(), (Numbers{1, 2}));
  EXPECT_EQ(audit(), ExitCode::kOk) << said_.text();
}

TEST_F(SourceSuccessionTest, NothingGoesAgainOnceItIsDone) {
  store(0);
  store(1);
  succeed(true);
  EXPECT_EQ(send(rows_of(kTwoConsignments + 1)), ExitCode::kOk);
  EXPECT_EQ(gateway_.came().size(), 3U);
  reopen();
  EXPECT_EQ(send(rows_of(kTwoConsignments + 2)), ExitCode::kOk);
  EXPECT_EQ(gateway_.came().size(), 4U);
  EXPECT_EQ(audit(), ExitCode::kOk) << said_.text();
}

TEST_F(SourceSuccessionTest, WhatNobodyGaveBackGoesAgainBeforeWhatIsNew) {
  store(0);
  store(1);
  const auto before = gateway_.taken();
  succeed(false);
  EXPECT_EQ(send(rows_of(kTwoConsignments + 1)), ExitCode::kOk);
  ASSERT_TRUE(comes(5)) << status();
  EXPECT_EQ(numbers_taken(), (Numbers{1, 2, 3}));
  EXPECT_EQ(gateway_.taken()[0].bytes, before[0].bytes);
  EXPECT_EQ(audit(), ExitCode::kOk) << said_.text();
}

TEST_F(SourceSuccessionTest, AGatewayThatForgetsWithoutASuccessorIsNotBelieved) {
  store(0);
  store(1);
  static_cast<void>(gateway_.succeed(support::kLog, false));
  reopen();
  EXPECT_NE(send(rows_of(kTwoConsignments + 1)), ExitCode::kOk);
  EXPECT_TRUE(numbers_taken().empty());
}

TEST_F(SourceSuccessionTest, ItsLeavesAreGivenBackWithReceiptAndNumber) {
  const auto leaves = open_sent_leaves(folder_.file("intake.db")).value();
  const auto all = leaves->with_receipts(0, 1000).value();
  ASSERT_EQ(all.size(), 2U);
  EXPECT_EQ(all[0].number + all[1].number, 3U);
  for (const auto& one : all) {
    EXPECT_EQ(one.digest.size(), sizeof(Hash));
    EXPECT_TRUE(
        ledger::verify_receipt(ledger::parse_receipt(one.receipt).value(), one.leaf, log_).ok());
  }
  EXPECT_TRUE(leaves->with_receipts(1000, 2000).value().empty());
}

}  // namespace
}  // namespace stile::agent
