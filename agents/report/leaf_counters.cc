#include "agents/report/leaf_counters.h"

namespace stile::agent {

void LeafCounters::hold(std::uint64_t counter, std::uint64_t index) {
  const auto [place, fresh] = held_.emplace(counter, index);
  if (!fresh && place->second != index) twice_ = counter;
}

std::vector<std::pair<std::uint64_t, std::uint64_t>> LeafCounters::missing() const {
  std::vector<std::pair<std::uint64_t, std::uint64_t>> ranges;
  std::uint64_t next = 1;
  for (const auto& [counter, index] : held_) {
    if (counter > next) ranges.emplace_back(next, counter - 1);
    next = counter + 1;
  }
  return ranges;
}

// Of two leaves the later has the higher number, and there are as many places between them.
std::string LeafCounters::fault() const {
  if (twice_ != 0) return "two leaves have the number " + std::to_string(twice_);
  std::uint64_t number = 0;
  std::uint64_t places = 0;  // up to the leaf before, and with it
  for (const auto& [counter, index] : held_) {
    if (counter == 0 || index + 1 <= places || counter - number > index + 1 - places) {
      return "the leaf at " + std::to_string(index) + " cannot have the number " +
             std::to_string(counter);
    }
    number = counter;
    places = index + 1;
  }
  return {};
}

std::string range_list(const std::vector<std::pair<std::uint64_t, std::uint64_t>>& ranges,
                       std::size_t most) {
  std::string list;
  for (std::size_t i = 0; i < ranges.size(); ++i) {
    if (i == most) return list + ", …";
    const auto& [first, last] = ranges[i];
    list += (i == 0 ? "" : ", ") + std::to_string(first);
    if (last != first) list += "-" + std::to_string(last);
  }
  return list;
}

}  // namespace stile::agent
