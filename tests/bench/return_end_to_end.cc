#include <chrono>
#include <cstdlib>
#include <string_view>

#include "tests/bench/durable_rows.h"
#include "tests/bench/figure.h"
#include "tests/bench/force.h"
#include "tests/bench/process.h"
#include "tests/support/built_from.h"
#include "tests/support/temporary_folder.h"

namespace stile::bench {
namespace {

using Clock = std::chrono::steady_clock;

// Size is how much is sent, and how often.
struct Size {
  int months = 100;
  std::size_t rows = 10'000;
  int rounds_before = 3;  // the long run lies between, so that a machine that slows down or
  int rounds_after = 2;   // speeds up shows on both sides of it
};

// through_world() sends `months` returns of `rows` rows through a new world, one after the
// other, and says how many rows a second went from the exports into the recipient's store.
Result<double> through_world(int months, std::size_t rows) {
  const support::TemporaryFolder folder;
  STILE_TRY(Process world, Process::start({support::source_dir() + "/tests/bench/end_to_end_world",
                                           support::build_dir(), folder.path(),
                                           std::to_string(months), std::to_string(rows)},
                                          folder.file("log")));
  STILE_CHECKED(world.wait_for(folder.file("ready")));
  const Force force(folder.path() + "/force-sussex/stile.sock");
  const auto begun = Clock::now();
  for (const auto& month : lines_of(folder.file("months"))) STILE_CHECKED(force.send(month));
  STILE_TRY(const auto stored, force.await_stored());
  const std::chrono::duration<double> taken = Clock::now() - begun;
  STILE_CHECKED(world.stop());
  if (2 * stored < rows * static_cast<std::size_t>(months)) {
    return Error{Reason::kUnavailable, "most rows were not sent"};
  }
  return static_cast<double>(stored) / taken.count();
}

double through_floor(std::size_t rows) {
  const support::TemporaryFolder folder;
  return static_cast<double>(rows) / durable_rows(folder.path(), rows);
}

struct Rates {
  std::vector<double> ours;
  std::vector<double> floor;
};

Status rounds(int count, std::size_t rows, Rates& rates) {
  for (int i = 0; i < count; ++i) {
    STILE_TRY(const double ours, through_world(1, rows));
    rates.ours.push_back(ours);
    rates.floor.push_back(through_floor(rows));
  }
  return ok();
}

Status measure(const Size& size) {
  setenv("TMPDIR", kOnDisk, 0);
  Rates rates;
  STILE_CHECKED(rounds(size.rounds_before, size.rows, rates));
  STILE_TRY(const double whole, through_world(size.months, size.rows));
  STILE_CHECKED(rounds(size.rounds_after, size.rows, rates));
  const double ours = median(rates.ours);
  print({"return_end_to_end", "records/s", ours, median(rates.floor),
         "two durable SQLite rows a record"});
  print({"return_end_to_end_1m", "records/s", whole, ours, "return_end_to_end at 10,000 rows"});
  return ok();
}

}  // namespace
}  // namespace stile::bench

int main(int argc, char** argv) {
  using namespace stile::bench;
  const bool smoke = argc > 1 && std::string_view(argv[1]) == "--smoke";
  return exit_code("return_end_to_end", measure(smoke ? Size{2, 600, 1, 0} : Size{}));
}
