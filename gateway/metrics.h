#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <string_view>
#include <vector>

#include "core/base/result.h"
#include "core/metrics/metrics.h"
#include "gateway/config.h"
#include "gateway/pipeline/recorded.h"
#include "gateway/service/gateway.h"

namespace stile::gateway {

// count() adds what one group of the committer has come to, and how long it took
// (Committer::Watch).
void count(Counts& counts, const std::vector<Outcome>& outcomes,
           std::chrono::duration<double> took);

// count_problem() adds an event that the log calls a problem.
void count_problem(Counts& counts, std::string_view event);

// open_metrics() lets the operator read the counts, and how the gateway is at the moment, where
// the configuration says; null where it says nowhere. Ends before what it is given. Fails as
// MetricsPage::open() does.
Result<std::unique_ptr<MetricsPage>> open_metrics(const Config& config, const Counts& counts,
                                                  Shared& shared);

}  // namespace stile::gateway
