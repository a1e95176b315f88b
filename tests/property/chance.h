#pragma once

#include <cstdint>
#include <random>
#include <utility>
#include <vector>

namespace stile::property {

// Chance is what a case is drawn from: the same seed gives the same case.
class Chance {
 public:
  explicit Chance(std::uint64_t seed) : engine_(seed) {}

  // between() includes both ends.
  long between(long least, long most) {
    return least + static_cast<long>(engine_() % static_cast<std::uint64_t>(most - least + 1));
  }
  bool percent(int share) { return between(1, 100) <= share; }

  template <typename Thing>
  const Thing& one_of(const std::vector<Thing>& things) {
    return things[static_cast<std::size_t>(between(0, static_cast<long>(things.size()) - 1))];
  }
  template <typename Thing>
  void shuffle(std::vector<Thing>& things) {
    for (std::size_t i = things.size(); i > 1; --i) {
      std::swap(things[i - 1],
                things[static_cast<std::size_t>(between(0, static_cast<long>(i) - 1))]);
    }
  }

 private:
  std::mt19937_64 engine_;
};

}  // namespace stile::property
