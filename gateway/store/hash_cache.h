#pragma once

#include <cstdint>
#include <mutex>
#include <optional>
#include <vector>

#include "core/base/bytes.h"

namespace stile::gateway {

// HashCache remembers stored hashes by index, the newest and the lately used, in a fixed
// amount of memory. A receipt needs the hashes along the tree's right edge, and with these at
// hand it costs no query. A stored hash never changes, so nothing here goes out of date.
// Any thread.
class HashCache {
 public:
  HashCache();
  std::optional<Hash> find(std::uint64_t index) const;
  // keep() is for a hash that is durable.
  void keep(std::uint64_t index, const Hash& hash);

 private:
  struct Entry {
    std::uint64_t index;
    Hash hash;
  };
  mutable std::mutex mutex_;
  std::vector<Entry> entries_;  // the hash of index i can only be in place i modulo the size
};

}  // namespace stile::gateway
