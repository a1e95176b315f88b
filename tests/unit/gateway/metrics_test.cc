#include "gateway/metrics.h"

#include <gmock/gmock.h>

#include "tests/support/scrape.h"
#include "tests/unit/gateway/pipeline/recorder_fixture.h"

namespace stile::gateway {
namespace {

using testing::HasSubstr;

class GatewayMetricsTest : public RecorderTest {
 protected:
  // page() is what the operator reads of the counts so far.
  std::string page() const {
    const auto opened = MetricsPage::open("127.0.0.1:0", counts_, [](Gauges&) {}).value();
    return support::scrape(opened->port());
  }
  Counts counts_;
};

TEST_F(GatewayMetricsTest, CountWhatBecameDurable) {
  const std::chrono::duration<double> took(0.5);
  count(counts_, record(sent(consign(records(2))), admission(2), refusal()), took);
  count(counts_, record(refusal(Reason::kStale), refusal()), took);
  const auto shown = page();
  EXPECT_THAT(shown, HasSubstr("stile_gateway_consignments_admitted_total 2\n"));
  EXPECT_THAT(shown, HasSubstr("stile_gateway_rows_admitted_total 3\n"));
  EXPECT_THAT(shown, HasSubstr("stile_gateway_refusals_total{reason=\"DENIED\"} 2\n"));
  EXPECT_THAT(shown, HasSubstr("stile_gateway_refusals_total{reason=\"STALE\"} 1\n"));
  EXPECT_THAT(shown, HasSubstr("stile_gateway_commit_seconds_count 2\n"));
  EXPECT_THAT(shown, HasSubstr("stile_gateway_commit_seconds_sum 1\n"));
}

TEST_F(GatewayMetricsTest, CountAConsignmentThatCameAgainApart) {
  const auto consignment = consign(records(1));
  count(counts_, record(sent(consignment), sent(consignment)), std::chrono::seconds(0));
  const auto shown = page();
  EXPECT_THAT(shown, HasSubstr("stile_gateway_consignments_admitted_total 1\n"));
  EXPECT_THAT(shown, HasSubstr("stile_gateway_consignments_repeated_total 1\n"));
  EXPECT_THAT(shown, HasSubstr("stile_gateway_rows_admitted_total 1\n"));
}

TEST_F(GatewayMetricsTest, CountProblemsByTheirEventAlone) {
  count_problem(counts_, "peer_refused");
  EXPECT_THAT(page(), HasSubstr("stile_gateway_problems_total{event=\"peer_refused\"} 1\n"));
}

}  // namespace
}  // namespace stile::gateway
