#include "agents/ports/log_keeper.h"

#include <gtest/gtest.h>

#include "core/crypto/initialise.h"
#include "core/crypto/random.h"
#include "tests/unit/core/ledger/memory_tree.h"

namespace stile::agent {
namespace {

using ledger::LogView;
using ledger::MemoryTree;

// A gateway's tree, its log key, and its answers to questions about itself.
class Log : public ConsistencyProver {
 public:
  explicit Log(std::uint64_t leaves) : tree_(leaves) { crypto::initialise(); }

  LogView view_at(std::uint64_t size) const {
    LogView view(signer_.verifier());
    if (size == 0) return view;
    const ledger::Checkpoint checkpoint{"ledger.example", size,
                                        ledger::root_at(size, tree_).value()};
    const auto note = crypto::sign_note(ledger::checkpoint_text(checkpoint), signer_);
    EXPECT_TRUE(view.see(note, {}).ok());
    return view;
  }
  Result<std::vector<Hash>> consistency(std::uint64_t old_size, std::uint64_t new_size) override {
    return ledger::consistency_proof(old_size, new_size, tree_);
  }

 private:
  MemoryTree tree_;
  crypto::NoteSigner signer_ =
      crypto::NoteSigner::make("ledger.example",
                               crypto::SigningKey::generate(crypto::system_random()))
          .value();
};

class Keeper : public LogKeeper {
 public:
  explicit Keeper(LogView kept) : kept_(std::move(kept)) {}
  LogView view() override { return kept_; }
  Status keep(const LogView& before, const LogView& seen) override {
    if (before.note() != kept_.note()) return Reason::kConflict;
    kept_ = seen;
    return ok();
  }

 private:
  LogView kept_;
};

TEST(KeepSeenTest, ProvesAgainstWhatWasKeptMeanwhileInEitherOrderOfSize) {
  for (const std::uint64_t meanwhile : {5U, 9U, 16U}) {
    Log log(20);
    Keeper keeper(log.view_at(meanwhile));
    ASSERT_TRUE(keep_seen(keeper, log.view_at(3), log.view_at(9), log).ok()) << meanwhile;
    EXPECT_EQ(keeper.view().size(), std::max<std::uint64_t>(meanwhile, 9)) << meanwhile;
  }
}

TEST(KeepSeenTest, KeepsWhatNothingElseHasMoved) {
  Log log(20);
  Keeper keeper(log.view_at(3));
  ASSERT_TRUE(keep_seen(keeper, log.view_at(3), log.view_at(9), log).ok());
  EXPECT_EQ(keeper.view().size(), 9U);
}

TEST(ProvenTest, CatchesTwoHistories) {
  Log log(20);
  const auto other_key_view = Log(20).view_at(9);
  EXPECT_EQ(proven(log.view_at(5), other_key_view, log).reason(), Reason::kBadSignature);

  // The same key over a shorter tree, asked for a proof that another tree gives.
  class Liar : public ConsistencyProver {
   public:
    Result<std::vector<Hash>> consistency(std::uint64_t, std::uint64_t) override {
      return std::vector<Hash>{Hash{}};
    }
  } liar;
  EXPECT_EQ(proven(log.view_at(5), log.view_at(9), liar).reason(), Reason::kIntegrity);
}

TEST(BothLogsTest, WhatOneSideKeepsTheOtherKeepsProvenInEitherOrderOfSize) {
  for (const std::uint64_t sent : {0U, 3U, 9U, 16U}) {
    Log log(20);
    Keeper receives(log.view_at(3));
    Keeper sends(log.view_at(sent));
    BothLogs both(receives, sends, log);
    EXPECT_EQ(both.view().size(), 3U);
    ASSERT_TRUE(keep_seen(both, log.view_at(3), log.view_at(9), log).ok()) << sent;
    EXPECT_EQ(receives.view().size(), 9U);
    EXPECT_EQ(sends.view().size(), std::max<std::uint64_t>(sent, 9)) << sent;
  }
}

TEST(BothLogsTest, CatchesAGatewayThatShowsEachSideAHistoryOfItsOwn) {
  class Liar : public ConsistencyProver {
   public:
    Result<std::vector<Hash>> consistency(std::uint64_t, std::uint64_t) override {
      return std::vector<Hash>{Hash{}};
    }
  } liar;
  Log log(20);
  Keeper receives(log.view_at(3));
  Keeper sends(log.view_at(7));
  BothLogs both(receives, sends, liar);
  EXPECT_EQ(both.keep(log.view_at(3), log.view_at(9)).reason(), Reason::kIntegrity);
  EXPECT_EQ(sends.view().size(), 7U);
}

}  // namespace
}  // namespace stile::agent
