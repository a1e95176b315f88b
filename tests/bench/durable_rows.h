#pragma once

#include <cstddef>
#include <string>

namespace stile::bench {

// durable_rows() is the floor of return_end_to_end: it writes two rows a record, each of 200
// bytes under a unique 16-byte key in time order, to a new SQLite file in `folder`, 256 records
// a commit (write-ahead log, synchronous=FULL), and says how many seconds that took.
double durable_rows(const std::string& folder, std::size_t records);

}  // namespace stile::bench
