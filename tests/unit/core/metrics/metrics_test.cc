#include "core/metrics/metrics.h"

#include <arpa/inet.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <string>

namespace stile {
namespace {

using testing::HasSubstr;
using testing::Not;

constexpr Metric kRefused = {"stile_test_refused_total", "Refused, by reason.", "reason"};
constexpr Metric kCommit = {"stile_test_commit_seconds", "How long a commit took."};
constexpr Metric kWaiting = {"stile_test_waiting", "What waits now.", "state"};
constexpr Metric kAge = {"stile_test_age_seconds", "How old it is."};

// page() is what a scraper is told at this port of the machine.
std::string page(int port) {
  const int socket = ::socket(AF_INET, SOCK_STREAM, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(static_cast<std::uint16_t>(port));
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  std::string answer;
  if (::connect(socket, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0) {
    const std::string request = "GET /metrics HTTP/1.0\r\n\r\n";
    EXPECT_EQ(::send(socket, request.data(), request.size(), 0),
              static_cast<ssize_t>(request.size()));
    std::array<char, 4096> part{};
    for (ssize_t got; (got = ::recv(socket, part.data(), part.size(), 0)) > 0;) {
      answer.append(part.data(), static_cast<std::size_t>(got));
    }
  }
  ::close(socket);
  return answer;
}

class MetricsTest : public ::testing::Test {
 protected:
  void open(MetricsPage::Reading reading) {
    auto opened = MetricsPage::open("127.0.0.1:0", counts_, std::move(reading));
    ASSERT_TRUE(opened.ok()) << opened.error().detail;
    page_ = std::move(opened).value();
  }
  Counts counts_;
  std::unique_ptr<MetricsPage> page_;
};

TEST_F(MetricsTest, ShowsWhatWasCounted) {
  counts_.add(kRefused, 2, "STALE");
  counts_.add(kRefused, 1, "DENIED");
  open([](Gauges&) {});
  counts_.add(kRefused, 40, "STALE");
  const auto shown = page(page_->port());
  EXPECT_THAT(shown, HasSubstr("# HELP stile_test_refused_total Refused, by reason.\n"));
  EXPECT_THAT(shown, HasSubstr("# TYPE stile_test_refused_total counter\n"));
  EXPECT_THAT(shown, HasSubstr("stile_test_refused_total{reason=\"STALE\"} 42\n"));
  EXPECT_THAT(shown, HasSubstr("stile_test_refused_total{reason=\"DENIED\"} 1\n"));
}

TEST_F(MetricsTest, ShowsHowLongThingsTook) {
  counts_.took(kCommit, 0.003);
  counts_.took(kCommit, 60);
  open([](Gauges&) {});
  const auto shown = page(page_->port());
  EXPECT_THAT(shown, HasSubstr("stile_test_commit_seconds_count 2\n"));
  EXPECT_THAT(shown, HasSubstr("stile_test_commit_seconds_bucket{le=\"0.0025\"} 0\n"));
  EXPECT_THAT(shown, HasSubstr("stile_test_commit_seconds_bucket{le=\"0.005\"} 1\n"));
  EXPECT_THAT(shown, HasSubstr("stile_test_commit_seconds_bucket{le=\"+Inf\"} 2\n"));
}

TEST_F(MetricsTest, AsksForTheGaugesEachTimeItIsRead) {
  int asked = 0;
  open([&](Gauges& gauges) {
    ++asked;
    gauges.set(kAge, asked);
    gauges.set(kWaiting, 5, "queued");
    if (asked == 1) gauges.set(kWaiting, 7, "admitted");
  });
  auto shown = page(page_->port());
  EXPECT_THAT(shown, HasSubstr("# TYPE stile_test_waiting gauge\n"));
  EXPECT_THAT(shown, HasSubstr("stile_test_waiting{state=\"queued\"} 5\n"));
  EXPECT_THAT(shown, HasSubstr("stile_test_waiting{state=\"admitted\"} 7\n"));
  EXPECT_THAT(shown, HasSubstr("stile_test_age_seconds 1\n"));
  shown = page(page_->port());
  EXPECT_THAT(shown, HasSubstr("stile_test_age_seconds 2\n"));
  EXPECT_THAT(shown, Not(HasSubstr("admitted")));  // what is no longer so is no longer shown
}

TEST_F(MetricsTest, RefusesAnAddressThatOthersCouldReach) {
  const auto opened = MetricsPage::open("0.0.0.0:0", counts_, [](Gauges&) {});
  EXPECT_EQ(opened.reason(), Reason::kMalformed);
}

TEST_F(MetricsTest, SaysThatAnAddressIsTaken) {
  open([](Gauges&) {});
  const auto second = MetricsPage::open("127.0.0.1:" + std::to_string(page_->port()), counts_,
                                        [](Gauges&) {});
  EXPECT_EQ(second.reason(), Reason::kIo);
}

TEST_F(MetricsTest, IsGoneOnceItHasEnded) {
  open([](Gauges&) {});
  const int port = page_->port();
  page_.reset();
  EXPECT_EQ(page(port), "");
}

}  // namespace
}  // namespace stile
