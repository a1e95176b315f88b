#pragma once

#include <string>
#include <vector>

#include "core/base/result.h"

namespace stile::bench {

// kOnDisk is where temporary folders go: /tmp may lie in memory, where nothing is durable.
inline constexpr char kOnDisk[] = "/var/tmp";

// Figure is one measured value beside the floor it is judged by (README.md says what each is).
struct Figure {
  std::string name;
  std::string unit;
  double value = 0;
  double floor = 0;
  std::string floor_name;
};

// print() writes the figure as one JSON object on a line of stdout, with the ratio of value to
// floor, and flushes it.
void print(const Figure& figure);

// median() of at least one value; of an even number, the upper one.
double median(std::vector<double> values);

// percentile() is the least of the values that `percent` of a hundred of them do not exceed.
double percentile(std::vector<double> values, unsigned percent);

// exit_code() is what the program ends with, and says on stderr what went wrong.
int exit_code(const std::string& program, const Status& status);

}  // namespace stile::bench
