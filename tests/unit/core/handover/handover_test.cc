#include "core/handover/handover.h"

#include <gtest/gtest.h>

#include <atomic>
#include <future>
#include <thread>

namespace stile {
namespace {

TEST(HandoverTest, GivesThingsInTheirOrder) {
  Handover<int> handover(2);
  std::thread maker([&] {
    for (int i = 0; i < 100; ++i) EXPECT_TRUE(handover.put(i));
    handover.no_more();
  });
  for (int i = 0; i < 100; ++i) EXPECT_EQ(handover.take(), i);
  EXPECT_FALSE(handover.take());
  maker.join();
}

TEST(HandoverTest, IsNeverFurtherAheadThanItMayBe) {
  Handover<int> handover(2);
  std::atomic<int> put = 0;
  std::thread maker([&] {
    for (int i = 0; i < 50; ++i) {
      handover.put(i);
      ++put;
    }
    handover.no_more();
  });
  // The maker may have put what was taken, what waits, and be waiting with one more.
  for (int taken = 0; handover.take(); ++taken) EXPECT_LE(put, taken + 1 + 2);
  maker.join();
}

TEST(HandoverTest, GivesWhatIsLeftAfterTheMakersLastWord) {
  Handover<int> handover(2);
  EXPECT_TRUE(handover.put(1));
  handover.no_more();
  EXPECT_EQ(handover.take(), 1);
  EXPECT_FALSE(handover.take());
}

TEST(HandoverTest, SaysWhetherTheNextIsThere) {
  Handover<int> handover(2);
  EXPECT_FALSE(handover.has_next());
  EXPECT_TRUE(handover.put(1));
  EXPECT_TRUE(handover.has_next());
  handover.end();
  EXPECT_FALSE(handover.has_next());
}

TEST(HandoverTest, LetsTheMakerGoOnceTheWorkerHasEnded) {
  Handover<int> handover(1);
  EXPECT_TRUE(handover.put(1));
  auto waiting = std::async(std::launch::async, [&] { return handover.put(2); });
  handover.end();
  EXPECT_FALSE(waiting.get());
  EXPECT_FALSE(handover.put(3));
  EXPECT_FALSE(handover.take());
}

}  // namespace
}  // namespace stile
