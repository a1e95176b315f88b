#include "core/base/loopback.h"

#include <gtest/gtest.h>

namespace stile {
namespace {

TEST(LoopbackTest, AllowsThisMachinesOwnNetwork) {
  for (const char* address : {"127.0.0.1:9464", "127.0.0.1:0", "127.1.2.3:65535"}) {
    EXPECT_TRUE(check_loopback(address).ok()) << address;
  }
}

TEST(LoopbackTest, RefusesWhatOthersCouldReach) {
  for (const char* address : {"0.0.0.0:9464", "10.0.0.1:9464", "192.168.1.2:9464", "128.0.0.1:9464",
                              "[::]:9464", ":9464", "9464", "*:9464"}) {
    EXPECT_EQ(check_loopback(address).reason(), Reason::kMalformed) << address;
  }
}

TEST(LoopbackTest, RefusesWhatIsNoAddressAndPort) {
  for (const char* address : {"", "127.0.0.1", "127.0.0.1:", "127.0.0.1:65536", "127.0.0.1:94x",
                              "127.0.0:1", "127.0.0.256:1", "127.0.0.1.1:1", "localhost:9464",
                              "127.0.0.1:9464 ", "127.0.0.1:-1", "127.0.0.1:1,0.0.0.0:2"}) {
    EXPECT_EQ(check_loopback(address).reason(), Reason::kMalformed) << address;
  }
  EXPECT_NE(check_loopback("localhost:1").error().detail.find("127.0.0.1:9464"), std::string::npos);
}

}  // namespace
}  // namespace stile
