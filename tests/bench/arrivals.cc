#include "tests/bench/arrivals.h"

#include <sys/prctl.h>

#include <thread>
#include <utility>

namespace stile::bench {
namespace {

constexpr auto kStep = std::chrono::microseconds(100);
constexpr unsigned long kSlackNanoseconds = 1000;  // how late a sleep may end
constexpr auto kLongest = std::chrono::seconds(60);

}  // namespace

Result<Arrivals> Arrivals::open(const std::string& store) {
  sqlite3* database = nullptr;
  sqlite3_stmt* newest = nullptr;
  const bool opened =
      sqlite3_open_v2(store.c_str(), &database, SQLITE_OPEN_READONLY, nullptr) == SQLITE_OK &&
      sqlite3_prepare_v2(database, "SELECT coalesce(max(id), 0) FROM parcel", -1, &newest,
                         nullptr) == SQLITE_OK;
  Arrivals arrivals(database, newest);
  if (!opened) return Error{Reason::kIo, store + ": cannot be read"};
  return arrivals;
}

Arrivals::Arrivals(Arrivals&& other) noexcept
    : database_(std::exchange(other.database_, nullptr)),
      newest_(std::exchange(other.newest_, nullptr)) {}

Arrivals::~Arrivals() {
  sqlite3_finalize(newest_);
  sqlite3_close(database_);
}

std::int64_t Arrivals::newest() {
  const bool read = sqlite3_step(newest_) == SQLITE_ROW;
  const std::int64_t newest = read ? sqlite3_column_int64(newest_, 0) : 0;
  sqlite3_reset(newest_);
  return newest;
}

Result<Arrivals::Time> Arrivals::await(std::int64_t before) {
  prctl(PR_SET_TIMERSLACK, kSlackNanoseconds);
  const auto given_up = std::chrono::steady_clock::now() + kLongest;
  for (;;) {
    const bool arrived = newest() > before;
    const auto now = std::chrono::steady_clock::now();
    if (arrived) return now;
    if (now > given_up) return Error{Reason::kUnavailable, "a notification was not stored"};
    std::this_thread::sleep_for(kStep);
  }
}

}  // namespace stile::bench
