#pragma once

#include <chrono>
#include <thread>

namespace stile::test {

// comes_true() asks until the answer is yes, or until the time is over.
template <typename Condition>
bool comes_true(Condition condition, std::chrono::milliseconds within = std::chrono::seconds(10)) {
  const auto end = std::chrono::steady_clock::now() + within;
  while (std::chrono::steady_clock::now() < end) {
    if (condition()) return true;
    std::this_thread::sleep_for(std::chrono::milliseconds(20));
  }
  return condition();
}

}  // namespace stile::test
