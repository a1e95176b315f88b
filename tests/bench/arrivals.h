#pragma once

#include <sqlite3.h>

#include <atomic>
#include <chrono>
#include <cstdint>
#include <string>

#include "core/base/result.h"

namespace stile::bench {

// Arrivals sees from outside when a parcel is durable in a recipient's store, and takes next to
// nothing of the processor for it: some twenty thousand times a second it looks at the count of
// commits in the index of the write-ahead log (iChange, sqlite.org/walformat.html section 2.1),
// which grows once a commit is on the disk; where it has, it asks the file what there is on a
// connection of its own that reads and never writes. One thread.
class Arrivals {
 public:
  using Time = std::chrono::steady_clock::time_point;

  // kParcels asks for the number of the newest parcel, kAnswers how many parcels answer enquiries.
  static constexpr char kParcels[] = "SELECT coalesce(max(id), 0) FROM parcel";
  static constexpr char kAnswers[] = "SELECT count(*) FROM enquiry_answer";

  // open() fails with kIo where there is no such store.
  static Result<Arrivals> open(const std::string& store, const char* what = kParcels);
  Arrivals(Arrivals&& other) noexcept;
  Arrivals& operator=(Arrivals&&) = delete;
  ~Arrivals();

  // newest() is that number, 0 where there is none; await() returns the moment at which it was seen
  // to be above `before`. kUnavailable when nothing comes.
  std::int64_t newest();
  Result<Time> await(std::int64_t before);

 private:
  bool watch(const std::string& store);
  Arrivals(sqlite3* database, sqlite3_stmt* newest) : database_(database), newest_(newest) {}

  sqlite3* database_;
  sqlite3_stmt* newest_;
  int index_ = -1;  // open for as long as the connection is: closing it would drop that one's locks
  const std::atomic<std::uint32_t>* commits_ = nullptr;
};

}  // namespace stile::bench
