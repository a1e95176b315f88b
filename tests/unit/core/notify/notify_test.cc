#include "core/notify/notify.h"

#include <gtest/gtest.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <array>
#include <cstdlib>
#include <string>

#include "tests/support/temporary_folder.h"

namespace stile {
namespace {

// Manager is the service manager's end of the conversation.
class Manager {
 public:
  explicit Manager(const std::string& path) : socket_(::socket(AF_UNIX, SOCK_DGRAM, 0)) {
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    path.copy(address.sun_path, sizeof address.sun_path - 1);
    EXPECT_EQ(::bind(socket_, reinterpret_cast<const sockaddr*>(&address), sizeof address), 0);
    ::setenv("NOTIFY_SOCKET", path.c_str(), 1);
  }
  ~Manager() {
    ::unsetenv("NOTIFY_SOCKET");
    ::unsetenv("WATCHDOG_USEC");
    ::close(socket_);
  }

  // heard() is the next message, empty when there is none.
  std::string heard() const {
    std::array<char, 512> text{};
    const auto size = ::recv(socket_, text.data(), text.size(), MSG_DONTWAIT);
    return size < 0 ? std::string() : std::string(text.data(), static_cast<std::size_t>(size));
  }

 private:
  int socket_;
};

class NotifyTest : public ::testing::Test {
 protected:
  support::TemporaryFolder folder_;
  Manager manager_{folder_.file("notify")};
};

TEST_F(NotifyTest, SaysThatItServesThatItStopsAndForWhatItWaits) {
  notify_waiting("the signed documents");
  EXPECT_EQ(manager_.heard(), "STATUS=waiting for the signed documents");
  notify_ready();
  EXPECT_TRUE(manager_.heard().starts_with("READY=1\n"));
  notify_stopping();
  EXPECT_TRUE(manager_.heard().starts_with("STOPPING=1\n"));
}

TEST_F(NotifyTest, BeatsTwiceInTheTimeThatTheWatchdogAllows) {
  ::setenv("WATCHDOG_USEC", "3600000000", 1);
  Heartbeat heartbeat;
  heartbeat.beat();
  EXPECT_EQ(manager_.heard(), "WATCHDOG=1");
  heartbeat.beat();
  EXPECT_EQ(manager_.heard(), "");  // half an hour has not passed

  ::setenv("WATCHDOG_USEC", "2", 1);
  Heartbeat quick;
  quick.beat();
  ::usleep(10);
  quick.beat();
  EXPECT_EQ(manager_.heard(), "WATCHDOG=1");
  EXPECT_EQ(manager_.heard(), "WATCHDOG=1");
}

TEST_F(NotifyTest, DoesNotBeatWhereNoWatchdogAsks) {
  Heartbeat heartbeat;
  heartbeat.beat();
  EXPECT_EQ(manager_.heard(), "");
}

TEST(NotifyWithoutManagerTest, SaysNothingAndFailsNothing) {
  ::unsetenv("NOTIFY_SOCKET");
  notify_ready();
  notify_stopping();
  Heartbeat().beat();
}

}  // namespace
}  // namespace stile
