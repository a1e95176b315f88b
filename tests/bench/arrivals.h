#pragma once

#include <sqlite3.h>

#include <chrono>
#include <cstdint>
#include <string>

#include "core/base/result.h"

namespace stile::bench {

// Arrivals sees from outside when a parcel is durable in a recipient's store: it asks the file for
// its newest parcel ten thousand times a second, on a connection of its own that reads and never
// writes. A write-ahead log shows a reader a commit only once it is on the disk, and a reader holds
// no writer up. One thread.
class Arrivals {
 public:
  using Time = std::chrono::steady_clock::time_point;

  // open() fails with kIo where there is no such store.
  static Result<Arrivals> open(const std::string& store);
  Arrivals(Arrivals&& other) noexcept;
  Arrivals& operator=(Arrivals&&) = delete;
  ~Arrivals();

  // newest() is the number of the newest parcel, 0 where there is none; await() returns the moment
  // at which a newer one than `before` was seen. kUnavailable when none comes.
  std::int64_t newest();
  Result<Time> await(std::int64_t before);

 private:
  Arrivals(sqlite3* database, sqlite3_stmt* newest) : database_(database), newest_(newest) {}

  sqlite3* database_;
  sqlite3_stmt* newest_;
};

}  // namespace stile::bench
