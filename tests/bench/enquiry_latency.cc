#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <string_view>
#include <thread>
#include <vector>

#include "core/base/civil_time.h"
#include "core/crypto/initialise.h"
#include "core/tls/floor.h"
#include "tests/bench/agent_socket.h"
#include "tests/bench/arrivals.h"
#include "tests/bench/bare_answer.h"
#include "tests/bench/bare_leg.h"
#include "tests/bench/figure.h"
#include "tests/bench/force.h"
#include "tests/bench/process.h"
#include "tests/support/built_from.h"
#include "tests/support/temporary_folder.h"

namespace stile::bench {
namespace {

using Clock = std::chrono::steady_clock;
using Microseconds = std::chrono::duration<double, std::micro>;

constexpr auto kPause = std::chrono::milliseconds(50);
constexpr int kMonthsAsked = 12;

// Size is how much is in the intake store, and how often it is asked about.
struct Size {
  int months = 112;
  std::size_t rows = 20'000;
  std::size_t samples = 40;
};

// Asked is what every question is about: a home from the first day to the last.
struct Asked {
  std::string home;
  Day first = 0;
  Day last = 0;
};

Day first_day(const std::string& month) {
  int year = 0;
  int number = 0;
  std::sscanf(month.c_str(), "%d-%d", &year, &number);
  return to_day({year, number, 1});
}

// The last months of those that were sent, the newest of which is the last.
Asked asked_of(const std::string& home, const std::vector<std::string>& months) {
  const std::size_t back = std::min<std::size_t>(kMonthsAsked, months.size());
  const Day after = first_day(months.back()) + 31;
  const CivilDay next = to_civil(after);
  return {"ofsted:" + home, first_day(months[months.size() - back]),
          to_day({next.year, next.month, 1}) - 1};
}

// Inspector asks her own agent.
class Inspector {
 public:
  Inspector(const std::string& folder, Arrivals arrivals)
      : socket_(folder + "/stile.sock"), arrivals_(std::move(arrivals)) {}

  Status ask(const Asked& what) {
    v1::ControlRequest request;
    auto& asks = *request.mutable_enquiry_ask();
    asks.set_home(what.home);
    asks.set_first(to_text(to_civil(what.first)));
    asks.set_last(to_text(to_civil(what.last)));
    asks.set_inspection("full");
    asks.set_reference("INS-" + std::to_string(100'000 + ++asked_));
    STILE_TRY(const AgentAnswer answer, ask_agent(socket_, request));
    return judged(answer, "an enquiry");
  }

  // begin() learns of how many parcels an answer is.
  Status begin(const Asked& what) {
    STILE_CHECKED(ask(what));
    STILE_CHECKED(arrivals_.await(0));
    do {
      parcels_ = arrivals_.newest();
      std::this_thread::sleep_for(std::chrono::seconds(2));
    } while (arrivals_.newest() != parcels_);
    return ok();
  }

  // sample() is how many microseconds it took from the question until the whole answer was stored.
  Result<double> sample(const Asked& what) {
    const std::int64_t whole = arrivals_.newest() + parcels_;
    const auto begun = Clock::now();
    STILE_CHECKED(ask(what));
    STILE_TRY(const auto end, arrivals_.await(whole - 1));
    return Microseconds(end - begun).count();
  }

 private:
  const std::string socket_;
  Arrivals arrivals_;
  std::int64_t parcels_ = 0;
  int asked_ = 0;
};

Status measure(const Size& size) {
  setenv("TMPDIR", kOnDisk, 0);
  const support::TemporaryFolder folder;
  STILE_TRY(Process world,
            Process::start(
                {support::source_dir() + "/tests/bench/end_to_end_world", support::build_dir(),
                 folder.path(), std::to_string(size.months), std::to_string(size.rows), "--asked"},
                folder.file("log")));
  STILE_CHECKED(world.wait_for(folder.file("ready")));
  const Force force(folder.path() + "/force-sussex/stile.sock");
  const auto months = lines_of(folder.file("months"));
  for (const auto& month : months) STILE_CHECKED(force.send(month));
  STILE_CHECKED(force.await_stored());

  const Asked what = asked_of(lines_of(folder.file("home")).at(0), months);
  const std::string regulator = folder.path() + "/regulator-ofsted";
  STILE_TRY(auto arrivals, Arrivals::open(regulator + "/inbox.db", Arrivals::kAnswers));
  STILE_TRY(auto bare, BareAnswer::open(folder.path(), folder.path(),
                                        folder.path() + "/force-sussex/intake.db"));
  Inspector inspector(regulator, std::move(arrivals));
  STILE_CHECKED(inspector.begin(what));
  std::vector<double> ours;
  std::vector<double> floor;
  std::vector<double> lower;
  for (std::size_t i = 0; i < size.samples; ++i) {
    std::this_thread::sleep_for(kPause);
    STILE_TRY(ours.emplace_back(), inspector.sample(what));
    std::this_thread::sleep_for(kPause);
    STILE_TRY(floor.emplace_back(),
              bare.sample(what.home, what.first, what.last, BareKeeps::kRows));
    std::this_thread::sleep_for(kPause);
    STILE_TRY(lower.emplace_back(),
              bare.sample(what.home, what.first, what.last, BareKeeps::kMessages));
  }
  STILE_CHECKED(world.stop());
  const std::string query = " of a bare query of " + std::to_string(bare.rows()) +
                            " rows, two round trips and two commits of ";
  for (const unsigned percent : {50, 99}) {
    const std::string rank = "p" + std::to_string(percent);
    print({"enquiry_latency_" + rank, "us", percentile(ours, percent), percentile(floor, percent),
           rank + query + "the rows"});
    print({"enquiry_latency_" + rank + "_relayed", "us", percentile(ours, percent),
           percentile(lower, percent), rank + query + "the rows, at the gateway in one piece"});
  }
  return ok();
}

}  // namespace
}  // namespace stile::bench

int main(int argc, char** argv) {
  using namespace stile::bench;
  stile::tls::require_tls13();
  stile::crypto::initialise();
  const auto served = be_bare_server(argc, argv);
  if (!served.ok()) return exit_code("enquiry_latency", served.error());
  if (served.value()) return 0;
  const bool smoke = argc > 1 && std::string_view(argv[1]) == "--smoke";
  return exit_code("enquiry_latency", measure(smoke ? Size{2, 2'000, 3} : Size{}));
}
