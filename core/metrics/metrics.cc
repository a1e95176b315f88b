#include "core/metrics/metrics.h"

#include <prometheus/collectable.h>
#include <prometheus/counter.h>
#include <prometheus/exposer.h>
#include <prometheus/histogram.h>
#include <prometheus/metric_family.h>
#include <prometheus/registry.h>

#include <exception>
#include <map>
#include <mutex>
#include <utility>
#include <vector>

#include "core/base/loopback.h"

namespace stile {
namespace {

// One for answering and one for who hangs on: the page is read every few seconds by one program.
constexpr std::size_t kThreads = 2;

// From a commit on a fast disk to one that somebody has to look at.
const prometheus::Histogram::BucketBoundaries& seconds() {
  static const prometheus::Histogram::BucketBoundaries bounds = {
      0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10};
  return bounds;
}

prometheus::Labels labels_of(const Metric& metric, std::string_view value) {
  if (*metric.label == '\0') return {};
  return {{metric.label, std::string(value)}};
}

// Now gathers one reading of the gauges.
class Now final : public Gauges {
 public:
  void set(const Metric& metric, double is, std::string_view value) override {
    auto& family = families_[metric.name];
    family.name = metric.name;
    family.help = metric.help;
    family.type = prometheus::MetricType::Gauge;
    auto& sample = family.metric.emplace_back();
    for (auto& [name, text] : labels_of(metric, value)) sample.label.push_back({name, text});
    sample.gauge.value = is;
  }
  std::vector<prometheus::MetricFamily> taken() && {
    std::vector<prometheus::MetricFamily> all;
    for (auto& [name, family] : families_) all.push_back(std::move(family));
    return all;
  }

 private:
  std::map<std::string, prometheus::MetricFamily> families_;
};

class Readings final : public prometheus::Collectable {
 public:
  explicit Readings(MetricsPage::Reading reading) : reading_(std::move(reading)) {}
  std::vector<prometheus::MetricFamily> Collect() const override {
    const std::lock_guard lock(mutex_);
    Now now;
    reading_(now);
    return std::move(now).taken();
  }

 private:
  mutable std::mutex mutex_;
  const MetricsPage::Reading reading_;
};

}  // namespace

class Counts::Impl {
 public:
  const std::shared_ptr<prometheus::Registry>& registry() const { return registry_; }

 private:
  // What has the same name is the same counter, however often it is described.
  std::shared_ptr<prometheus::Registry> registry_ = std::make_shared<prometheus::Registry>();
};

Counts::Counts() : impl_(std::make_shared<Impl>()) {}
Counts::~Counts() = default;

void Counts::add(const Metric& metric, std::uint64_t by, std::string_view value) {
  prometheus::BuildCounter()
      .Name(metric.name)
      .Help(metric.help)
      .Register(*impl_->registry())
      .Add(labels_of(metric, value))
      .Increment(static_cast<double>(by));
}

void Counts::took(const Metric& metric, double time) {
  prometheus::BuildHistogram()
      .Name(metric.name)
      .Help(metric.help)
      .Register(*impl_->registry())
      .Add({}, seconds())
      .Observe(time);
}

// The exposer ends first, and with it the last reading.
class MetricsPage::Impl {
 public:
  Impl(const std::string& address, std::shared_ptr<prometheus::Registry> counts, Reading reading)
      : counts_(std::move(counts)),
        readings_(std::make_shared<Readings>(std::move(reading))),
        exposer_(address, kThreads) {
    exposer_.RegisterCollectable(counts_);
    exposer_.RegisterCollectable(readings_);
  }
  int port() const { return exposer_.GetListeningPorts().front(); }

 private:
  const std::shared_ptr<prometheus::Registry> counts_;
  const std::shared_ptr<Readings> readings_;
  prometheus::Exposer exposer_;
};

Result<std::unique_ptr<MetricsPage>> MetricsPage::open(const std::string& address,
                                                       const Counts& counts, Reading reading) {
  STILE_CHECKED(check_loopback(address));
  try {
    auto impl = std::make_unique<Impl>(address, counts.impl_->registry(), std::move(reading));
    return std::unique_ptr<MetricsPage>(new MetricsPage(std::move(impl)));
  } catch (const std::exception&) {
    return Error{Reason::kIo, "metrics: " + address + " is not to be had"};
  }
}

MetricsPage::MetricsPage(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
MetricsPage::~MetricsPage() = default;

int MetricsPage::port() const { return impl_->port(); }

}  // namespace stile
