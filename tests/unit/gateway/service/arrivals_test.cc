#include "gateway/service/arrivals.h"

#include <gtest/gtest.h>

#include <atomic>
#include <future>
#include <thread>

namespace stile::gateway {
namespace {

TEST(ArrivalsTest, GivesMessagesInTheirOrder) {
  Arrivals<int> arrivals(2);
  std::thread reader([&] {
    for (int i = 0; i < 100; ++i) EXPECT_TRUE(arrivals.put(i));
    arrivals.no_more();
  });
  for (int i = 0; i < 100; ++i) EXPECT_EQ(arrivals.take(), i);
  EXPECT_FALSE(arrivals.take());
  reader.join();
}

TEST(ArrivalsTest, IsNeverFurtherAheadThanItMayBe) {
  Arrivals<int> arrivals(2);
  std::atomic<int> put = 0;
  std::thread reader([&] {
    for (int i = 0; i < 50; ++i) {
      arrivals.put(i);
      ++put;
    }
    arrivals.no_more();
  });
  // The reader may have put what was taken, what waits, and be waiting with one more.
  for (int taken = 0; arrivals.take(); ++taken) EXPECT_LE(put, taken + 1 + 2);
  reader.join();
}

TEST(ArrivalsTest, GivesWhatIsLeftAfterTheReadersLastWord) {
  Arrivals<int> arrivals(2);
  EXPECT_TRUE(arrivals.put(1));
  arrivals.no_more();
  EXPECT_EQ(arrivals.take(), 1);
  EXPECT_FALSE(arrivals.take());
}

TEST(ArrivalsTest, LetsTheReaderGoOnceTheWorkerHasEnded) {
  Arrivals<int> arrivals(1);
  EXPECT_TRUE(arrivals.put(1));
  auto waiting = std::async(std::launch::async, [&] { return arrivals.put(2); });
  arrivals.end();
  EXPECT_FALSE(waiting.get());
  EXPECT_FALSE(arrivals.put(3));
  EXPECT_FALSE(arrivals.take());
}

}  // namespace
}  // namespace stile::gateway
