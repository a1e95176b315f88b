#include "tests/bench/arrivals.h"

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <unistd.h>

#include <thread>
#include <utility>

namespace stile::bench {
namespace {

constexpr auto kStep = std::chrono::microseconds(50);
constexpr std::size_t kIndexHeader = 48;
constexpr std::size_t kCommits = 8;                // where in it the count is
constexpr unsigned long kSlackNanoseconds = 1000;  // how late a sleep may end
constexpr auto kLongest = std::chrono::seconds(60);

}  // namespace

Result<Arrivals> Arrivals::open(const std::string& store, const char* what) {
  sqlite3* database = nullptr;
  sqlite3_stmt* newest = nullptr;
  const bool opened =
      sqlite3_open_v2(store.c_str(), &database, SQLITE_OPEN_READONLY, nullptr) == SQLITE_OK &&
      sqlite3_prepare_v2(database, what, -1, &newest, nullptr) == SQLITE_OK;
  Arrivals arrivals(database, newest);
  if (!opened || !arrivals.watch(store)) return Error{Reason::kIo, store + ": cannot be read"};
  return arrivals;
}

Arrivals::Arrivals(Arrivals&& other) noexcept
    : database_(std::exchange(other.database_, nullptr)),
      newest_(std::exchange(other.newest_, nullptr)),
      index_(std::exchange(other.index_, -1)),
      commits_(std::exchange(other.commits_, nullptr)) {}

// The mapping ends with the program.
Arrivals::~Arrivals() {
  sqlite3_finalize(newest_);
  sqlite3_close(database_);
  if (index_ >= 0) close(index_);
}

bool Arrivals::watch(const std::string& store) {
  index_ = ::open((store + "-shm").c_str(), O_RDONLY | O_CLOEXEC);
  if (index_ < 0) return false;
  void* header = mmap(nullptr, kIndexHeader, PROT_READ, MAP_SHARED, index_, 0);
  if (header == MAP_FAILED) return false;
  commits_ = reinterpret_cast<const std::atomic<std::uint32_t>*>(static_cast<const char*>(header) +
                                                                 kCommits);
  return true;
}

std::int64_t Arrivals::newest() {
  const bool read = sqlite3_step(newest_) == SQLITE_ROW;
  const std::int64_t newest = read ? sqlite3_column_int64(newest_, 0) : 0;
  sqlite3_reset(newest_);
  return newest;
}

Result<Arrivals::Time> Arrivals::await(std::int64_t before) {
  prctl(PR_SET_TIMERSLACK, kSlackNanoseconds);
  std::uint32_t seen = 0;
  const auto given_up = std::chrono::steady_clock::now() + kLongest;
  for (bool first = true;; first = false) {
    const std::uint32_t commits = commits_->load();
    const auto now = std::chrono::steady_clock::now();
    const bool looks = first || commits != seen;
    seen = commits;
    if (looks && newest() > before) return now;
    if (now > given_up) return Error{Reason::kUnavailable, "what was waited for was not stored"};
    std::this_thread::sleep_for(kStep);
  }
}

}  // namespace stile::bench
