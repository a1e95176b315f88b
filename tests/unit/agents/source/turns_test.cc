#include "agents/source/turns.h"

#include <gtest/gtest.h>

#include <cstdint>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

namespace stile::agent {
namespace {

// Queue is who had a turn, in order.
class Queue {
 public:
  // joins() returns when the thread is waiting for its turn.
  void joins(const std::string& name, Urgency urgency) {
    const std::uint64_t before = turns_.waiting(urgency);
    threads_.emplace_back([this, name, urgency] {
      const Turns::Turn turn(turns_, urgency);
      const std::lock_guard lock(mutex_);
      order_.push_back(name);
    });
    while (turns_.waiting(urgency) == before) std::this_thread::yield();
  }
  std::vector<std::string> order() {
    threads_.clear();
    return order_;
  }
  Turns& turns() { return turns_; }

 private:
  Turns turns_;
  std::mutex mutex_;
  std::vector<std::string> order_;
  std::vector<std::jthread> threads_;
};

using Names = std::vector<std::string>;

TEST(TurnsTest, GoToThoseFirstForWhomSomebodyWaits) {
  Queue queue;
  {
    const Turns::Turn turn(queue.turns(), Urgency::kBulk);
    queue.joins("bulk", Urgency::kBulk);
    EXPECT_FALSE(queue.turns().urgent());
    queue.joins("somebody", Urgency::kInteractive);
    EXPECT_TRUE(queue.turns().urgent());
  }
  EXPECT_EQ(queue.order(), (Names{"somebody", "bulk"}));
  EXPECT_FALSE(queue.turns().urgent());
}

TEST(TurnsTest, GoInTheOrderInWhichEachCame) {
  Queue queue;
  {
    const Turns::Turn turn(queue.turns(), Urgency::kInteractive);
    for (const char* name : {"1", "2", "3", "4"}) queue.joins(name, Urgency::kBulk);
  }
  EXPECT_EQ(queue.order(), (Names{"1", "2", "3", "4"}));
}

}  // namespace
}  // namespace stile::agent
