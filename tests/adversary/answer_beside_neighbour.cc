#include <algorithm>
#include <atomic>
#include <chrono>
#include <string_view>
#include <thread>
#include <vector>

#include "tests/adversary/caller.h"
#include "tests/adversary/two_forces.h"
#include "tests/bench/figure.h"

// How long a force waits for a receipt while another sends all it can, against the same while that
// one is silent (SECURITY.md).
namespace stile::test {
namespace {

using support::kOthershire;
using support::kTestshire;
using Milliseconds = std::chrono::duration<double, std::milli>;

constexpr std::uint64_t kAtOnce = 64;  // as many as a stream may have unanswered
constexpr std::size_t kRows = 64;

std::vector<record::Event> some(const char* home, std::size_t count) {
  return std::vector<record::Event>(count, support::call_out(home, "2026-10-10T20:15Z"));
}

double wait(Caller& caller, const support::SourceHand& hand, std::uint64_t first,
            std::uint64_t answers) {
  std::vector<double> all;
  for (std::uint64_t number = first; number < first + answers; ++number) {
    const auto consignment = hand.consign(some(support::kHome, 1), number);
    const auto begun = std::chrono::steady_clock::now();
    caller.submit(consignment);
    all.push_back(Milliseconds(std::chrono::steady_clock::now() - begun).count());
  }
  return bench::median(std::move(all));
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

void measure(std::uint64_t answers) {
  const TwoForces world;
  Caller testshire(world.dial(kTestshire));
  const auto hand = world.hand(kTestshire);
  const auto streams = all_it_can(world);
  const double silent = wait(testshire, hand, 1, answers);
  std::atomic<bool> enough = false;
  std::thread othershire([&] {
    Caller caller(world.dial(kOthershire));
    // Round and round: what was taken is answered again, with the same work but the writing.
    for (std::size_t i = 0; !enough; ++i) caller.submit(streams[i % streams.size()]);
  });
  const double busy = wait(testshire, hand, 1 + answers, answers);
  enough = true;
  othershire.join();
  bench::print({"answer_beside_neighbour", "ms", busy, silent, "the same beside a silent one"});
}

}  // namespace
}  // namespace stile::test

int main(int argc, char** argv) {
  const bool smoke = argc > 1 && std::string_view(argv[1]) == "--smoke";
  stile::test::measure(smoke ? 10 : 400);
  return 0;
}
