#include "core/storage/database.h"
#include "tests/unit/agents/source/source_fixture.h"

// What the gateway did with a consignment itself, at its source.
namespace stile::agent {
namespace {

class HoldingsTest : public SourceFixture {
 protected:
  void SetUp() override { send(rows_of(3)); }
  bool takes(const HeldConsignment& held) { return source_->holdings().take(held).value(); }
  HeldConsignment held(const std::function<void(ledger::Leaf&)>& lie = {}) {
    return gateway_.hold(gateway_.taken()[0], lie);
  }
};

TEST_F(HoldingsTest, WhatTheLeafSaysOfAConsignmentIsKeptOnceAndProven) {
  const auto frozen = held();
  EXPECT_TRUE(takes(frozen));
  EXPECT_TRUE(takes(frozen));
  EXPECT_TRUE(takes(held([](ledger::Leaf& leaf) { leaf.decision = "thawed"; })));
  EXPECT_EQ(audit(), ExitCode::kOk);
  EXPECT_EQ(status().find("INTEGRITY"), std::string::npos);
}

TEST_F(HoldingsTest, ALeafOfSomethingElseIsNotBelieved) {
  using Lie = std::function<void(ledger::Leaf&)>;
  for (const Lie& lie : {Lie([](auto& leaf) { leaf.decision = "stored"; }),
                         Lie([](auto& leaf) { leaf.op = ledger::Op::kDisclosure; }),
                         Lie([](auto& leaf) { leaf.commit_rows->at(0) ^= 1; }),
                         Lie([](auto& leaf) { leaf.commit_rows.reset(); }),
                         Lie([](auto& leaf) { leaf.agreement->at(0) ^= 1; }),
                         Lie([](auto& leaf) { leaf.to = support::kCiw; }),
                         Lie([](auto& leaf) { leaf.from = support::kOthershire; })}) {
    EXPECT_FALSE(takes(held(lie)));
  }
  EXPECT_NE(status().find("INTEGRITY"), std::string::npos);
  EXPECT_EQ(audit(), ExitCode::kOk);
}

TEST_F(HoldingsTest, OneOfAnUnknownConsignmentIsNotBelieved) {
  auto other = held();
  other.number = 2;
  EXPECT_FALSE(takes(other));
  other = held();
  other.digest[0] ^= 1;
  EXPECT_FALSE(takes(other));
}

TEST_F(HoldingsTest, AnAlteredOneIsFound) {
  ASSERT_TRUE(takes(held()));
  source_.reset();
  auto database =
      storage::Database::open(folder_.file("intake.db"), storage::OpenMode::kWrite).value();
  EXPECT_TRUE(database.run("UPDATE holding SET leaf = replace(leaf, 'frozen', 'thawed')").ok());
  { const auto closed = std::move(database); }
  reopen();
  EXPECT_EQ(audit(), ExitCode::kIntegrity);
}

}  // namespace
}  // namespace stile::agent
