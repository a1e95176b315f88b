#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string_view>
#include <thread>

#include "agents/control/client.h"
#include "stile/v1/control.pb.h"
#include "tests/bench/durable_rows.h"
#include "tests/bench/figure.h"
#include "tests/bench/process.h"
#include "tests/support/temporary_folder.h"

namespace stile::bench {
namespace {

using Clock = std::chrono::steady_clock;

constexpr auto kPoll = std::chrono::milliseconds(2);
constexpr auto kStoredMost = std::chrono::minutes(2);

// Size is how much is sent, and how often.
struct Size {
  int months = 100;
  std::size_t rows = 10'000;
  int rounds_before = 3;  // the long run lies between, so that a machine that slows down or
  int rounds_after = 2;   // speeds up shows on both sides of it
};

// sum_of() adds up a number over the lines of a JSON answer; names are whole and not nested.
std::uint64_t sum_of(std::string_view name, std::string_view json) {
  const auto key = "\"" + std::string(name) + "\":";
  std::uint64_t sum = 0;
  for (auto at = json.find(key); at != json.npos; at = json.find(key, at + 1)) {
    sum += std::strtoull(json.data() + at + key.size(), nullptr, 10);
  }
  return sum;
}

// Said keeps what the agent says, and drops its progress.
class Said final : public agent::Reporter {
 public:
  void line(std::string_view, std::string_view json) override { json_.append(json).append("\n"); }
  void message(std::string_view text) override { messages_.append(text).append("\n"); }
  void progress(std::uint64_t, unsigned) override {}

  const std::string& json() const { return json_; }
  const std::string& messages() const { return messages_; }

 private:
  std::string json_;
  std::string messages_;
};

// Force is the force's agent, as `stile` asks it.
class Force {
 public:
  explicit Force(std::string socket) : socket_(std::move(socket)) {}

  // send() returns when all of the month is admitted.
  Status send(const std::string& month) const {
    v1::ControlRequest request;
    request.mutable_return_send()->set_month(month);
    request.mutable_return_send()->set_file(month + ".csv");
    Said said;
    STILE_TRY(const auto code, agent::ask(socket_, request, said));
    if (code == agent::ExitCode::kOk) return ok();
    return Error{Reason::kUnavailable, "the return of " + month + ": " + said.messages()};
  }

  // await_stored() returns how many rows there are in all, once the recipient's word that it
  // has stored every one is stored here.
  Result<std::uint64_t> await_stored() const {
    v1::ControlRequest request;
    request.mutable_return_status();
    const auto given_up = Clock::now() + kStoredMost;
    while (Clock::now() < given_up) {
      Said said;
      STILE_CHECKED(agent::ask(socket_, request, said));
      const auto waiting = sum_of("queued", said.json()) + sum_of("admitted", said.json());
      if (waiting == 0) return sum_of("stored", said.json());
      std::this_thread::sleep_for(kPoll);
    }
    return Error{Reason::kUnavailable, "not everything was stored at the recipient"};
  }

 private:
  const std::string socket_;
};

std::vector<std::string> months_in(const std::string& folder) {
  std::ifstream file(folder + "/months");
  std::vector<std::string> months;
  for (std::string month; std::getline(file, month);) months.push_back(month);
  return months;
}

// through_world() sends `months` returns of `rows` rows through a new world, one after the
// other, and says how many rows a second went from the exports into the recipient's store.
Result<double> through_world(int months, std::size_t rows) {
  const support::TemporaryFolder folder;
  STILE_TRY(Process world,
            Process::start({STILE_SOURCE_DIR "/tests/bench/end_to_end_world", STILE_BUILD_DIR,
                            folder.path(), std::to_string(months), std::to_string(rows)},
                           folder.file("log")));
  STILE_CHECKED(world.wait_for(folder.file("ready")));
  const Force force(folder.path() + "/force-sussex/stile.sock");
  const auto begun = Clock::now();
  for (const auto& month : months_in(folder.path())) STILE_CHECKED(force.send(month));
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
  const auto status = measure(smoke ? Size{2, 600, 1, 0} : Size{});
  if (status.ok()) return 0;
  std::fprintf(stderr, "return_end_to_end: %s: %s\n", std::string(name(status.reason())).c_str(),
               status.error().detail.c_str());
  return 1;
}
