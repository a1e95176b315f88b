#include "core/metrics/metrics.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "tests/support/scrape.h"

namespace stile {
namespace {

using support::scrape;
using testing::HasSubstr;
using testing::Not;

constexpr Metric kRefused = {"stile_test_refused_total", "Refused, by reason.", "reason"};
constexpr Metric kCommit = {"stile_test_commit_seconds", "How long a commit took."};
constexpr Metric kWaiting = {"stile_test_waiting", "What waits now.", "state"};
constexpr Metric kAge = {"stile_test_age_seconds", "How old it is."};

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
  const auto shown = scrape(page_->port());
  EXPECT_THAT(shown, HasSubstr("# HELP stile_test_refused_total Refused, by reason.\n"));
  EXPECT_THAT(shown, HasSubstr("# TYPE stile_test_refused_total counter\n"));
  EXPECT_THAT(shown, HasSubstr("stile_test_refused_total{reason=\"STALE\"} 42\n"));
  EXPECT_THAT(shown, HasSubstr("stile_test_refused_total{reason=\"DENIED\"} 1\n"));
}

TEST_F(MetricsTest, ShowsHowLongThingsTook) {
  counts_.took(kCommit, 0.003);
  counts_.took(kCommit, 60);
  open([](Gauges&) {});
  const auto shown = scrape(page_->port());
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
  auto shown = scrape(page_->port());
  EXPECT_THAT(shown, HasSubstr("# TYPE stile_test_waiting gauge\n"));
  EXPECT_THAT(shown, HasSubstr("stile_test_waiting{state=\"queued\"} 5\n"));
  EXPECT_THAT(shown, HasSubstr("stile_test_waiting{state=\"admitted\"} 7\n"));
  EXPECT_THAT(shown, HasSubstr("stile_test_age_seconds 1\n"));
  shown = scrape(page_->port());
  EXPECT_THAT(shown, HasSubstr("stile_test_age_seconds 2\n"));
  EXPECT_THAT(shown, Not(HasSubstr("admitted")));  // what is no longer so is no longer shown
}

TEST_F(MetricsTest, RefusesAnAddressThatOthersCouldReach) {
  const auto opened = MetricsPage::open("0.0.0.0:0", counts_, [](Gauges&) {});
  EXPECT_EQ(opened.reason(), Reason::kMalformed);
}

TEST_F(MetricsTest, SaysThatAnAddressIsTaken) {
  open([](Gauges&) {});
  const auto second =
      MetricsPage::open("127.0.0.1:" + std::to_string(page_->port()), counts_, [](Gauges&) {});
  EXPECT_EQ(second.reason(), Reason::kIo);
}

TEST_F(MetricsTest, IsGoneOnceItHasEnded) {
  open([](Gauges&) {});
  const int port = page_->port();
  page_.reset();
  EXPECT_EQ(scrape(port), "");
}

}  // namespace
}  // namespace stile
