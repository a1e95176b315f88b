#include "tests/bench/figure.h"

#include <algorithm>
#include <cstdio>

namespace stile::bench {

// Names, units and floors are our own constants: none needs escaping.
void print(const Figure& figure) {
  std::printf(
      "{\"name\":\"%s\",\"unit\":\"%s\",\"value\":%.3f,\"floor\":%.3f,\"floor_name\":\"%s\","
      "\"ratio\":%.3f}\n",
      figure.name.c_str(), figure.unit.c_str(), figure.value, figure.floor,
      figure.floor_name.c_str(), figure.value / figure.floor);
  std::fflush(stdout);
}

double median(std::vector<double> values) {
  const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
  std::nth_element(values.begin(), middle, values.end());
  return *middle;
}

double percentile(std::vector<double> values, unsigned percent) {
  std::sort(values.begin(), values.end());
  return values[(values.size() * percent + 99) / 100 - 1];
}

int exit_code(const std::string& program, const Status& status) {
  if (status.ok()) return 0;
  std::fprintf(stderr, "%s: %s: %s\n", program.c_str(), std::string(name(status.reason())).c_str(),
               status.error().detail.c_str());
  return 1;
}

}  // namespace stile::bench
