#include <atomic>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <fstream>
#include <future>
#include <iterator>
#include <string_view>
#include <thread>

#include "core/crypto/initialise.h"
#include "core/tls/floor.h"
#include "tests/bench/arrivals.h"
#include "tests/bench/bare_leg.h"
#include "tests/bench/bare_notification.h"
#include "tests/bench/figure.h"
#include "tests/bench/force.h"
#include "tests/bench/process.h"
#include "tests/support/built_from.h"
#include "tests/support/temporary_folder.h"

namespace stile::bench {
namespace {

using Clock = std::chrono::steady_clock;
using Microseconds = std::chrono::duration<double, std::micro>;

constexpr char kAuthority[] = "E10000030";
constexpr auto kPause = std::chrono::milliseconds(25);
// Now and then longer than an agent holds anything open that is not used.
constexpr auto kLongPause = std::chrono::milliseconds(2500);
constexpr std::size_t kLongEvery = 20;
constexpr std::time_t kHour = 3600;
constexpr auto kReadyMost = std::chrono::seconds(60);

// Size is how much is sent.
struct Size {
  int months = 12;
  std::size_t rows = 100'000;
  std::size_t notifications = 200;
  std::size_t loaded = 200;
};

std::string content_of(const std::string& path) {
  std::ifstream file(path);
  return {std::istreambuf_iterator<char>(file), {}};
}

void replace_all(std::string& text, std::string_view word, const std::string& by) {
  for (auto at = text.find(word); at != text.npos; at = text.find(word, at + by.size())) {
    text.replace(at, word.size(), by);
  }
}

// an_hour_ago() as the export's system writes it, in British time.
std::string an_hour_ago() {
  setenv("TZ", "Europe/London", 1);
  const std::time_t then = std::time(nullptr) - kHour;
  std::tm local{};
  localtime_r(&then, &local);
  char text[sizeof "31/12/2026 23:59"];
  std::strftime(text, sizeof text, "%d/%m/%Y %H:%M", &local);
  return text;
}

// Events are calls about a child placed far away, each a new one.
class Events {
 public:
  explicit Events(const std::string& home)
      : one_(content_of(support::source_dir() + "/tests/bench/event.csv")) {
    replace_all(one_, "HOME", home);
    replace_all(one_, "TIME", an_hour_ago());
  }
  std::string next() {
    std::string event = one_;
    replace_all(event, "REFERENCE", "CC-" + std::to_string(++made_));
    return event;
  }

 private:
  std::string one_;
  std::size_t made_ = 0;
};

// Telling tells the authority of one event after the other.
class Telling {
 public:
  Telling(const Force& force, Arrivals arrivals, Events events)
      : force_(force), arrivals_(std::move(arrivals)), events_(std::move(events)) {}

  // ready() returns once the agent would tell: then the authority's sealing key has reached it.
  Status ready() {
    const auto given_up = Clock::now() + kReadyMost;
    while (Clock::now() < given_up) {
      STILE_TRY(const bool would, force_.may_notify(events_.next()));
      if (would) return ok();
      std::this_thread::sleep_for(kPause);
    }
    return Error{Reason::kUnavailable, "the force does not tell the authority"};
  }

  // sample() is how many microseconds it took from the request until the row was stored.
  Result<double> sample() {
    const std::string event = events_.next();
    const std::int64_t before = arrivals_.newest();
    auto stored = std::async(std::launch::async, [&] { return arrivals_.await(before); });
    const auto begun = Clock::now();
    const Status told = force_.notify(event);
    const auto at = stored.get();
    STILE_CHECKED(told);
    STILE_TRY(const auto end, at);
    return Microseconds(end - begun).count();
  }

 private:
  const Force& force_;
  Arrivals arrivals_;
  Events events_;
};

// Load is the same force sending one return after the other to its regulator, until it is told to
// stop or has no more.
class Load {
 public:
  Load(const Force& force, std::vector<std::string> months)
      : thread_([this, &force, sent = std::move(months)] {
          for (const auto& month : sent) {
            if (!enough_) last_ = force.send(month);
            if (!last_.ok()) break;
          }
          over_ = true;
        }) {}
  ~Load() { stop(); }
  Load(const Load&) = delete;
  Load& operator=(const Load&) = delete;

  bool over() const { return over_; }
  void stop() {
    enough_ = true;
    if (thread_.joinable()) thread_.join();
  }
  const Status& last() const { return last_; }  // after stop()

 private:
  std::atomic<bool> enough_ = false;
  std::atomic<bool> over_ = false;
  Status last_;
  std::thread thread_;
};

struct Samples {
  std::vector<double> idle;
  std::vector<double> loaded;
  std::vector<double> floor;
};

// Each notification beside its floor, so that a machine that slows down or speeds up shows in both.
Status tell_idle(Telling& telling, BareNotification& bare, std::size_t count, Samples& samples) {
  for (std::size_t i = 0; i < count; ++i) {
    std::this_thread::sleep_for((i + 1) % kLongEvery == 0 ? kLongPause : kPause);
    STILE_TRY(samples.idle.emplace_back(), telling.sample());
    std::this_thread::sleep_for(kPause);
    STILE_TRY(samples.floor.emplace_back(), bare.sample());
  }
  return ok();
}

Status tell_loaded(Telling& telling, Load& load, std::size_t count, Samples& samples) {
  for (std::size_t i = 0; i < count; ++i) {
    std::this_thread::sleep_for(kPause);
    const bool over = load.over();
    STILE_TRY(const double sample, telling.sample());
    if (over) break;
    samples.loaded.push_back(sample);
  }
  load.stop();
  STILE_CHECKED(load.last());
  const std::size_t done = samples.loaded.size();
  if (done == 0) return Error{Reason::kUnavailable, "the returns ended before a notification"};
  if (done < count) {
    std::fprintf(stderr, "notification_latency: the returns ended after %zu notifications\n", done);
  }
  return ok();
}

Result<Samples> through_world(const Size& size) {
  const support::TemporaryFolder folder;
  STILE_TRY(Process world,
            Process::start(
                {support::source_dir() + "/tests/bench/end_to_end_world", support::build_dir(),
                 folder.path(), std::to_string(size.months), std::to_string(size.rows), kAuthority},
                folder.file("log")));
  STILE_CHECKED(world.wait_for(folder.file("ready")));
  const auto authority = std::string("authority-") + kAuthority;
  const Force force(folder.path() + "/force-sussex/stile.sock");
  STILE_TRY(auto arrivals, Arrivals::open(folder.path() + "/" + authority + "/inbox.db"));
  Telling telling(force, std::move(arrivals), Events(lines_of(folder.file("home")).at(0)));
  STILE_TRY(auto bare,
            BareNotification::open(folder.path(), folder.path(), {"force-sussex", authority}));
  STILE_CHECKED(telling.ready());
  STILE_CHECKED(telling.sample());
  STILE_CHECKED(bare.sample());
  Samples samples;
  STILE_CHECKED(tell_idle(telling, bare, size.notifications, samples));
  Load load(force, lines_of(folder.file("months")));
  STILE_CHECKED(tell_loaded(telling, load, size.loaded, samples));
  STILE_CHECKED(world.stop());
  return samples;
}

void print_one(const std::string& name, unsigned percent, const std::vector<double>& ours,
               const std::vector<double>& floor) {
  const std::string rank = "p" + std::to_string(percent);
  print({"notification_latency_" + rank + name, "us", percentile(ours, percent),
         percentile(floor, percent), rank + " of two bare round trips and three commits"});
}

Status measure(const Size& size) {
  setenv("TMPDIR", kOnDisk, 0);
  STILE_TRY(const Samples samples, through_world(size));
  for (const unsigned percent : {50, 99}) print_one("", percent, samples.idle, samples.floor);
  for (const unsigned percent : {50, 99}) {
    print_one("_under_load", percent, samples.loaded, samples.floor);
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
  if (!served.ok()) return exit_code("notification_latency", served.error());
  if (served.value()) return 0;
  const bool smoke = argc > 1 && std::string_view(argv[1]) == "--smoke";
  return exit_code("notification_latency", measure(smoke ? Size{2, 50'000, 10, 3} : Size{}));
}
