#include "gateway/transport/acceptor.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/resource.h>

#include <atomic>
#include <vector>

#include "tests/unit/gateway/transport/loopback.h"

namespace stile::gateway {
namespace {

// Echoes one byte to whoever connects, so that a caller can tell being served from waiting.
class AcceptorTest : public testing::Test {
 protected:
  void SetUp() override {
    auto listening = Acceptor::listen("127.0.0.1", 0);
    ASSERT_TRUE(listening.ok());
    acceptor_ = std::move(listening).value();
    acceptor_->start(
        {.connection = [](Descriptor socket) { send(socket.number(), "!", 1, MSG_NOSIGNAL); },
         .tick = [this] { ++ticks_; },
         .trouble = [this](std::string_view) { ++troubles_; }});
  }

  bool is_served() {
    const Descriptor caller = dial_loopback(acceptor_->port());
    char byte = 0;
    const bool served = recv(caller.number(), &byte, 1, 0) == 1 && byte == '!';
    // The end of the stream says that the acceptor's own descriptor is free again.
    return served && recv(caller.number(), &byte, 1, 0) == 0;
  }

  std::atomic<int> ticks_ = 0;
  std::atomic<int> troubles_ = 0;
  std::unique_ptr<Acceptor> acceptor_;
};

// Takes every descriptor of the process until it goes.
class Exhaustion {
 public:
  Exhaustion() {
    getrlimit(RLIMIT_NOFILE, &before_);
    const rlimit small{256, before_.rlim_max};
    setrlimit(RLIMIT_NOFILE, &small);
    for (;;) {
      Descriptor taken(open("/dev/null", O_RDONLY | O_CLOEXEC));
      if (!taken.held()) return;
      taken_.push_back(std::move(taken));
    }
  }
  ~Exhaustion() { setrlimit(RLIMIT_NOFILE, &before_); }
  void give_back(std::size_t count) { taken_.resize(taken_.size() - count); }

 private:
  rlimit before_{};
  std::vector<Descriptor> taken_;
};

TEST_F(AcceptorTest, TakesConnectionsAndTicks) {
  EXPECT_TRUE(is_served());
  EXPECT_TRUE(is_served());
  while (ticks_ < 3) sched_yield();
}

TEST_F(AcceptorTest, SurvivesRunningOutOfDescriptors) {
  ASSERT_TRUE(is_served());
  {
    Exhaustion exhaustion;
    exhaustion.give_back(1);
    // The caller takes the last descriptor, so that the acceptor has only its reserve.
    const Descriptor caller = dial_loopback(acceptor_->port());
    EXPECT_TRUE(sees_end(caller));
    EXPECT_GE(troubles_, 1);
  }
  EXPECT_TRUE(is_served());
}

TEST_F(AcceptorTest, ClosesItsPortWhenStopped) {
  const auto port = acceptor_->port();
  acceptor_->stop();
  EXPECT_EQ(connect_to("127.0.0.1", port, 3000).reason(), Reason::kUnavailable);
}

}  // namespace
}  // namespace stile::gateway
