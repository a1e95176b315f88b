#include <gtest/gtest.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cstdio>
#include <thread>
#include <vector>

#include "tests/adversary/caller.h"
#include "tests/adversary/two_forces.h"

// How long a force waits for a receipt while another is silent, and while it sends all it can.
// Nothing is asserted: it prints what SECURITY.md reports. Off unless asked for:
//   strangers_test --gtest_also_run_disabled_tests --gtest_filter='*WhatAnAnswerWaitsFor'
namespace stile::test {
namespace {

using support::kOthershire;
using support::kTestshire;
using Milliseconds = std::chrono::duration<double, std::milli>;

constexpr std::uint64_t kAnswers = 400;
constexpr std::uint64_t kAtOnce = 64;  // as many as a stream may have unanswered
constexpr std::size_t kRows = 64;

std::vector<record::Event> some(const char* home, std::size_t count) {
  return std::vector<record::Event>(count, support::call_out(home, "2026-10-10T20:15Z"));
}

std::vector<double> waits(Caller& caller, const support::SourceHand& hand, std::uint64_t first) {
  std::vector<double> all;
  for (std::uint64_t number = first; number < first + kAnswers; ++number) {
    const auto consignment = hand.consign(some(support::kHome, 1), number);
    const auto begun = std::chrono::steady_clock::now();
    const auto heard = caller.submit(consignment);
    all.push_back(Milliseconds(std::chrono::steady_clock::now() - begun).count());
    EXPECT_NE(heard.front().find("receipt {"), std::string::npos) << heard.front();
  }
  std::ranges::sort(all);
  return all;
}

// Othershire's consignments are made before the clock runs.
std::vector<std::vector<wire::Consignment>> all_it_can(const TwoForces& world) {
  const auto hand = world.hand(kOthershire);
  std::vector<std::vector<wire::Consignment>> streams(40);
  std::uint64_t number = 0;
  for (auto& stream : streams) {
    for (std::uint64_t i = 0; i < kAtOnce; ++i) {
      stream.push_back(
          hand.consign(some(support::kOthershireHome, kRows), ++number, of_othershire()));
    }
  }
  return streams;
}

TEST(NeighbourMeasure, DISABLED_WhatAnAnswerWaitsFor) {
  const TwoForces world;
  Caller testshire(world.dial(kTestshire));
  const auto hand = world.hand(kTestshire);
  const auto streams = all_it_can(world);
  const auto silent = waits(testshire, hand, 1);
  std::atomic<bool> enough = false;
  std::thread othershire([&] {
    Caller caller(world.dial(kOthershire));
    // Round and round: what was taken is answered again, with the same work but the writing.
    for (std::size_t i = 0; !enough; ++i) caller.submit(streams[i % streams.size()]);
  });
  const auto busy = waits(testshire, hand, 1 + kAnswers);
  enough = true;
  othershire.join();
  for (const double part : {0.5, 0.9, 0.99}) {
    const auto at = static_cast<std::size_t>(part * static_cast<double>(kAnswers - 1));
    std::printf("%.0f of 100 answers within: silent %.1f ms, busy %.1f ms, ratio %.1f\n",
                part * 100, silent[at], busy[at], busy[at] / silent[at]);
  }
}

}  // namespace
}  // namespace stile::test
