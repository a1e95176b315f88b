#include <gtest/gtest.h>

#include "gateway/service/gateway.h"

namespace stile::gateway {
namespace {

struct Counted {
  int woken = 0;
  int superseded = 0;
  std::shared_ptr<Wakeups::Listener> listener = std::make_shared<Wakeups::Listener>(
      Wakeups::Listener{[this] { ++woken; }, [this] { ++superseded; }});
};

TEST(WakeupsTest, WakesOnlyTheAgencyThatIsMeant) {
  Wakeups wakeups;
  Counted one;
  Counted other;
  wakeups.attach("one", one.listener);
  wakeups.attach("other", other.listener);
  EXPECT_EQ(wakeups.attached(), 2U);
  wakeups.wake("one");
  EXPECT_EQ(one.woken, 1);
  EXPECT_EQ(other.woken, 0);
}

TEST(WakeupsTest, LetsASecondStreamEndTheFirst) {
  Wakeups wakeups;
  Counted first;
  Counted second;
  wakeups.attach("one", first.listener);
  wakeups.attach("one", second.listener);
  EXPECT_EQ(first.superseded, 1);
  EXPECT_EQ(second.superseded, 0);
  wakeups.detach("one", first.listener);  // late, and no longer its place
  wakeups.wake("one");
  EXPECT_EQ(first.woken, 0);
  EXPECT_EQ(second.woken, 1);
}

TEST(WakeupsTest, ForgetsWhoHasDetached) {
  Wakeups wakeups;
  Counted one;
  wakeups.attach("one", one.listener);
  wakeups.detach("one", one.listener);
  wakeups.wake("one");
  wakeups.wake_all();
  wakeups.supersede_all();
  EXPECT_EQ(one.woken, 0);
  EXPECT_EQ(one.superseded, 0);
}

}  // namespace
}  // namespace stile::gateway
