#include "gateway/service/committer.h"

#include <gtest/gtest.h>

#include <atomic>
#include <chrono>
#include <future>
#include <utility>
#include <vector>

#include "core/base/limits.h"
#include "core/crypto/initialise.h"
#include "tests/support/failing_checkpoint_file.h"
#include "tests/support/failing_store.h"

namespace stile::gateway {
namespace {

using support::FailingCheckpointFile;
using support::FailingStore;

class CommitterTest : public ::testing::Test {
 protected:
  CommitterTest() : store_(crypto::system_random()) { crypto::initialise(); }

  Recorder recorder() {
    const auto random = crypto::system_random();
    auto signer = crypto::NoteSigner::make("ledger.example", crypto::SigningKey::generate(random));
    return Recorder::open(store_, second_, std::move(signer).value(), random, "test").value();
  }
  static Event event(const std::string& decision) {
    Event event;
    event.leaf.from = "spiffe://stile.example/gateway";
    event.leaf.decision = decision;
    return event;
  }

  FailingStore store_;
  FailingCheckpointFile second_;
};

TEST_F(CommitterTest, AnswersOnceTheLeafIsInTheStore) {
  Committer committer(
      recorder(), [] { return Instant{60}; }, [](const Error&) { FAIL(); });
  std::promise<std::uint64_t> size_seen;
  ASSERT_TRUE(committer.submit(event("started"), Urgency::kInteractive, [&](const Outcome&) {
    size_seen.set_value(store_.tree_size().value());
  }));
  EXPECT_EQ(size_seen.get_future().get(), 1u);
  EXPECT_EQ(committer.newest().tree_size, 1u);
}

TEST_F(CommitterTest, TellsForWhomItWaitsOnceTheLedgerHasItAndAnswersAfterTheSecondPlace) {
  std::promise<Committer::Newest> answered;
  Committer::Newest known;
  Committer committer(
      recorder(), [] { return Instant{60}; }, [](const Error&) { FAIL(); });
  std::vector<Committer::Queued> one;
  one.push_back({event("started"), [&](const Outcome&) { answered.set_value(committer.newest()); },
                 [&] {
                   known = committer.newest();
                   EXPECT_EQ(store_.tree_size().value(), 1U);
                   EXPECT_EQ(second_.last().value(), "");
                 }});
  ASSERT_TRUE(committer.submit_all(std::move(one), Urgency::kInteractive));
  const auto newest = answered.get_future().get();
  EXPECT_EQ(known.tree_size, 1U);
  EXPECT_EQ(known.checkpoint, newest.checkpoint);
  EXPECT_EQ(second_.last().value(), newest.checkpoint);
}

TEST_F(CommitterTest, TellsItsWatchOfEachGroupBeforeAnyoneIsAnswered) {
  std::atomic<std::size_t> watched = 0;
  std::size_t known = 0;
  {
    Committer committer(
        recorder(), [] { return Instant{60}; }, [](const Error&) { FAIL(); },
        [&](const std::vector<Outcome>& outcomes, std::chrono::duration<double> took) {
          watched += outcomes.size();
          EXPECT_GE(took.count(), 0);
        });
    ASSERT_TRUE(committer.submit(event("started"), Urgency::kInteractive,
                                 [&](const Outcome&) { known = watched; }));
  }
  EXPECT_EQ(known, 1U);
}

TEST_F(CommitterTest, HasALullOnceEveryoneIsAnsweredAndNobodyWaits) {
  std::vector<std::string> order;
  std::promise<void> answered;
  {
    Committer committer(
        recorder(), [] { return Instant{60}; }, [](const Error&) { FAIL(); }, {},
        [&] { order.push_back("lull"); });
    ASSERT_TRUE(committer.submit(event("started"), Urgency::kInteractive, [&](const Outcome&) {
      order.push_back("first");
      committer.submit(event("started"), Urgency::kInteractive, [&](const Outcome&) {
        order.push_back("second");
        answered.set_value();
      });
    }));
    answered.get_future().wait();
  }
  EXPECT_EQ(order, (std::vector<std::string>{"first", "second", "lull"}));
}

TEST_F(CommitterTest, KeepsTheOrderOfOneUrgency) {
  std::vector<int> order;
  {
    Committer committer(
        recorder(), [] { return Instant{60}; }, [](const Error&) { FAIL(); });
    for (int i = 0; i < 500; ++i) {
      ASSERT_TRUE(committer.submit(event("started"), Urgency::kBulk,
                                   [&order, i](const Outcome&) { order.push_back(i); }));
    }
  }
  ASSERT_EQ(order.size(), 500u);
  EXPECT_TRUE(std::is_sorted(order.begin(), order.end()));
}

TEST_F(CommitterTest, CommitsInOneGroupWhatIsQueuedTogether) {
  std::vector<std::size_t> groups;
  std::vector<int> order;
  {
    Committer committer(
        recorder(), [] { return Instant{60}; }, [](const Error&) { FAIL(); },
        [&](const std::vector<Outcome>& outcomes, std::chrono::duration<double>) {
          groups.push_back(outcomes.size());
        });
    std::vector<Committer::Queued> together;
    for (int i = 0; i < 5; ++i) {
      together.push_back({event("started"), [&order, i](const Outcome&) { order.push_back(i); }});
    }
    ASSERT_TRUE(committer.submit_all(std::move(together), Urgency::kBulk));
  }
  EXPECT_EQ(groups, std::vector<std::size_t>{5});
  EXPECT_EQ(order, (std::vector<int>{0, 1, 2, 3, 4}));
}

// The committer is held at its first group while the queues fill.
TEST_F(CommitterTest, TakesWhatIsWaitedForFirstAndLeavesBulkAShare) {
  std::promise<void> is_held;
  std::promise<void> go_on;
  std::vector<std::size_t> interactive_of;
  {
    std::size_t interactive = 0;
    auto held = go_on.get_future();
    bool first = true;
    Committer committer(
        recorder(), [] { return Instant{60}; }, [](const Error&) { FAIL(); },
        [&](const std::vector<Outcome>&, std::chrono::duration<double>) {
          if (std::exchange(first, false)) {
            is_held.set_value();
            held.wait();
          }
          interactive_of.push_back(std::exchange(interactive, 0));
        });
    ASSERT_TRUE(committer.submit(event("started"), Urgency::kBulk, nullptr));
    is_held.get_future().wait();
    for (int i = 0; i < 100; ++i) {
      ASSERT_TRUE(committer.submit(event("bulk"), Urgency::kBulk, nullptr));
    }
    for (int i = 0; i < 100; ++i) {
      ASSERT_TRUE(committer.submit(event("now"), Urgency::kInteractive,
                                   [&](const Outcome&) { ++interactive; }));
    }
    go_on.set_value();
  }
  // Counted at the group after the one that they were in.
  ASSERT_GE(interactive_of.size(), 4U);
  EXPECT_EQ(interactive_of[2], 48U);
  EXPECT_EQ(interactive_of[3], 48U);
}

TEST_F(CommitterTest, CommitsWhatIsQueuedBeforeItEnds) {
  {
    Committer committer(
        recorder(), [] { return Instant{60}; }, [](const Error&) { FAIL(); });
    for (int i = 0; i < 100; ++i) {
      ASSERT_TRUE(committer.submit(event("started"), Urgency::kBulk, nullptr));
    }
  }
  EXPECT_EQ(store_.tree_size().value(), 100u);
}

TEST_F(CommitterTest, AnswersNobodyAfterAFailedCommit) {
  std::promise<Reason> broken;
  bool answered = false;
  Committer committer(
      recorder(), [] { return Instant{60}; },
      [&](const Error& error) { broken.set_value(error.reason); });
  store_.fail(support::Step::kCommit, support::Fault::kPersisted);
  std::vector<Committer::Queued> one;
  one.push_back(
      {event("started"), [&](const Outcome&) { answered = true; }, [&] { answered = true; }});
  ASSERT_TRUE(committer.submit_all(std::move(one), Urgency::kBulk));
  EXPECT_EQ(broken.get_future().get(), Reason::kIo);
  EXPECT_FALSE(committer.submit(event("started"), Urgency::kBulk, nullptr));
  EXPECT_FALSE(answered);
}

}  // namespace
}  // namespace stile::gateway
