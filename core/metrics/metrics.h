#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include "core/base/result.h"

// Numbers for the people who run this program, in the text format of Prometheus, for this machine
// only. Names begin with stile_ and end with the unit, counters with _total. The one label that a
// metric may have takes its values from a closed list of ours (a reason, an event, a state): never
// an agency, a home, a reference or anything else that came from outside (X8).
namespace stile {

// Metric describes one metric; all texts are constants. `label` is empty for one without.
struct Metric {
  const char* name;
  const char* help;
  const char* label = "";
};

// Counts are numbers that only grow, and spans of time, since the program started. Any thread.
class Counts {
 public:
  Counts();
  ~Counts();
  Counts(const Counts&) = delete;
  Counts& operator=(const Counts&) = delete;

  // add() makes a counter grow; `value` is the label's.
  void add(const Metric& metric, std::uint64_t by = 1, std::string_view value = {});
  // took() notes how long something took; the metric is a histogram.
  void took(const Metric& metric, double seconds);

 private:
  friend class MetricsPage;
  class Impl;
  std::shared_ptr<Impl> impl_;
};

// Gauges takes, while the page is being read, what is so at that moment. One thread.
class Gauges {
 public:
  virtual ~Gauges() = default;
  // set() is called once for each metric and value of its label.
  virtual void set(const Metric& metric, double is, std::string_view value = {}) = 0;
};

// MetricsPage answers http://ADDRESS/metrics with the counts and the gauges, until it ends.
class MetricsPage {
 public:
  // Reading says what the gauges are; called by any thread, one at a time, each time the page is
  // read. What it cannot find out it leaves out.
  using Reading = std::function<void(Gauges&)>;

  // open() fails as check_loopback() does, and with kIo when the address is not to be had.
  // `counts` may be shared with others; `reading` is no longer called once this object has ended.
  static Result<std::unique_ptr<MetricsPage>> open(const std::string& address, const Counts& counts,
                                                   Reading reading);
  ~MetricsPage();

  int port() const;

 private:
  class Impl;
  explicit MetricsPage(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

}  // namespace stile
