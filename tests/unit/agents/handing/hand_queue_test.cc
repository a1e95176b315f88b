#include "agents/handing/hand_queue.h"

#include <gtest/gtest.h>

#include <functional>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "tests/unit/agents/handing/hand_fixture.h"

namespace stile::agent {
namespace {

using namespace std::chrono_literals;

constexpr auto kLongest = 60s;  // for what has to come; nothing is asserted of how soon

// Script is what a test's means does, and what became of it.
class Script {
 public:
  std::function<Status(const Handing& handing, const std::stop_token& stop)> give =
      [](const Handing&, const std::stop_token&) { return ok(); };

  void note(const Handing& handing, const Status& status) {
    const std::lock_guard lock(mutex_);
    noted_.push_back({handing, status.ok() ? std::nullopt : std::optional(status.reason())});
    changed_.notify_all();
  }
  void looked() {
    const std::lock_guard lock(mutex_);
    ++looks_;
    changed_.notify_all();
  }
  struct Noted {
    Handing handing;
    std::optional<Reason> failed;
  };
  // noted() waits until there are as many.
  std::vector<Noted> noted(std::size_t count) {
    std::unique_lock lock(mutex_);
    EXPECT_TRUE(changed_.wait_for(lock, kLongest, [&] { return noted_.size() >= count; }));
    return noted_;
  }
  void await_looks(int count) {
    std::unique_lock lock(mutex_);
    EXPECT_TRUE(changed_.wait_for(lock, kLongest, [&] { return looks_ >= count; }));
  }

 private:
  std::mutex mutex_;
  std::condition_variable changed_;
  std::vector<Noted> noted_;
  int looks_ = 0;
};

class ScriptedHand : public Hand {
 public:
  explicit ScriptedHand(Script& script) : script_(&script) {}
  Status give(const Handing& handing, const std::stop_token& stop) override {
    return script_->give(handing, stop);
  }
  void look() override { script_->looked(); }

 private:
  Script* script_;
};

// Gate holds a means up until it is opened, or the queue stops.
class Gate {
 public:
  void wait(const std::stop_token& stop) {
    std::unique_lock lock(mutex_);
    ++waiting_;
    changed_.notify_all();
    changed_.wait(lock, stop, [&] { return open_; });
  }
  void await_somebody() {
    std::unique_lock lock(mutex_);
    EXPECT_TRUE(changed_.wait_for(lock, kLongest, [&] { return waiting_ > 0; }));
  }
  void open() {
    const std::lock_guard lock(mutex_);
    open_ = true;
    changed_.notify_all();
  }

 private:
  std::mutex mutex_;
  std::condition_variable_any changed_;
  int waiting_ = 0;
  bool open_ = false;
};

class HandQueueTest : public ::testing::Test {
 protected:
  std::unique_ptr<HandQueue> queue(Patience patience = {1ms, 4ms}) {
    return std::make_unique<HandQueue>(
        std::make_unique<ScriptedHand>(script_),
        [this](const Handing& handing, const Status& status) { script_.note(handing, status); },
        patience);
  }
  static Handing other(Handing::Kind kind = Handing::Kind::kNotification) {
    Handing one = handing(kind);
    one.id = kOtherId;
    return one;
  }

  Script script_;
  Gate gate_;
};

TEST_F(HandQueueTest, GivesWhatIsPutThereBeforeAndAfterItStarts) {
  const auto given = queue();
  EXPECT_TRUE(given->put(handing()));
  given->start();
  script_.noted(1);
  EXPECT_TRUE(given->put(other()));
  const auto noted = script_.noted(2);
  EXPECT_EQ(noted[0].handing.id, kId);
  EXPECT_EQ(noted[1].handing.id, kOtherId);
  EXPECT_EQ(noted[1].handing.attempt, 1);
}

TEST_F(HandQueueTest, GivesAgainWhatFailedUntilItSucceeds) {
  script_.give = [](const Handing& one, const std::stop_token&) {
    if (one.attempt == 1) return Status(Reason::kNotPermitted);
    return one.attempt < 5 ? Status(Reason::kUnavailable) : ok();
  };
  const auto given = queue();
  Handing one = handing();
  one.attempt = 99;  // of the caller
  given->put(one);
  given->start();
  script_.noted(5);
  given->put(other());
  const auto noted = script_.noted(10);
  for (int i = 0; i < 5; ++i) {
    EXPECT_EQ(noted[static_cast<std::size_t>(i)].handing.attempt, i + 1);
    EXPECT_EQ(noted[static_cast<std::size_t>(i)].handing.id, kId);
  }
  EXPECT_EQ(noted[0].failed, Reason::kNotPermitted);
  EXPECT_EQ(noted[4].failed, std::nullopt);
  EXPECT_EQ(noted[5].handing.id, kOtherId) << "and what has succeeded is not given again";
}

TEST_F(HandQueueTest, GivesNotAgainWhatCanNeverGo) {
  script_.give = [](const Handing& one, const std::stop_token&) {
    return one.id == kId ? Status(Reason::kMissingField) : ok();
  };
  const auto given = queue();
  given->put(handing());
  given->start();
  script_.noted(1);
  given->put(other());
  const auto noted = script_.noted(2);
  given->put(other());
  EXPECT_EQ(script_.noted(3)[2].handing.id, kOtherId);
  EXPECT_EQ(noted[0].failed, Reason::kMissingField);
}

TEST_F(HandQueueTest, GivesOthersWhileOneThatFailedRests) {
  script_.give = [](const Handing& one, const std::stop_token&) {
    return one.id == kId ? Status(Reason::kUnavailable) : ok();
  };
  const auto given = queue({1h, 1h});
  given->put(handing());
  given->start();
  script_.noted(1);
  given->put(other());
  EXPECT_EQ(script_.noted(2)[1].handing.id, kOtherId);
}

TEST_F(HandQueueTest, GivesTheNewerInThePlaceOfTheOlder) {
  script_.give = [](const Handing& one, const std::stop_token&) {
    return one.kind == Handing::Kind::kNotification ? Status(Reason::kUnavailable) : ok();
  };
  const auto given = queue({1h, 1h});
  given->put(handing());
  given->start();
  script_.noted(1);
  given->put(handing(Handing::Kind::kOverdue));
  const auto noted = script_.noted(2);
  EXPECT_EQ(noted[1].handing.kind, Handing::Kind::kOverdue);
  EXPECT_EQ(noted[1].handing.attempt, 1);
}

TEST_F(HandQueueTest, GivesTheNewerEvenWhenItComesWhileTheOlderIsAtWork) {
  script_.give = [this](const Handing& one, const std::stop_token& stop) {
    if (one.kind != Handing::Kind::kNotification) return ok();
    gate_.wait(stop);
    return Status(Reason::kUnavailable);
  };
  const auto given = queue({1h, 1h});
  given->put(handing());
  given->start();
  gate_.await_somebody();
  given->put(handing(Handing::Kind::kWithdrawn));
  gate_.open();
  EXPECT_EQ(script_.noted(2)[1].handing.kind, Handing::Kind::kWithdrawn);
}

TEST_F(HandQueueTest, ForgetsWhatIsSettled) {
  script_.give = [](const Handing& one, const std::stop_token&) {
    return one.id == kId ? Status(Reason::kUnavailable) : ok();
  };
  const auto given = queue();
  given->put(handing());
  given->put(other());
  given->settle(kId);
  given->start();
  given->put(other());
  EXPECT_EQ(script_.noted(1)[0].handing.id, kOtherId);
}

TEST_F(HandQueueTest, NeverMakesTheCallerWait) {
  script_.give = [this](const Handing&, const std::stop_token& stop) {
    gate_.wait(stop);
    return ok();
  };
  const auto given = queue();
  given->put(handing());
  given->start();
  gate_.await_somebody();
  Handing one = handing();
  std::size_t taken = 1;
  for (std::size_t i = 0; i < HandQueue::kMost + 10; ++i) {
    one.id = "another-" + std::to_string(i);
    if (given->put(one)) ++taken;
  }
  EXPECT_EQ(taken, HandQueue::kMost);
  EXPECT_TRUE(given->put(handing(Handing::Kind::kOverdue))) << "what waits has its place";
  gate_.open();
  script_.noted(2);
}

TEST_F(HandQueueTest, LooksForWhatComesBack) {
  const auto given = queue();
  given->start();
  script_.await_looks(2);
}

TEST_F(HandQueueTest, EndsWhatIsAtWorkWhenItStops) {
  script_.give = [this](const Handing&, const std::stop_token& stop) {
    gate_.wait(stop);
    return Status(Reason::kUnavailable);
  };
  auto given = queue();
  given->put(handing());
  given->start();
  gate_.await_somebody();
  given.reset();
  EXPECT_TRUE(script_.noted(0).empty()) << "nothing failed";
}

}  // namespace
}  // namespace stile::agent
