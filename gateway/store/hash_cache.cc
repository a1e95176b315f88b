#include "gateway/store/hash_cache.h"

#include <limits>

namespace stile::gateway {
namespace {

// A batch of 64 leaves stores about 128 hashes: the last 32 batches stay.
constexpr std::size_t kEntries = 4096;
constexpr std::uint64_t kNothing = std::numeric_limits<std::uint64_t>::max();

}  // namespace

HashCache::HashCache() : entries_(kEntries, Entry{kNothing, Hash{}}) {}

std::optional<Hash> HashCache::find(std::uint64_t index) const {
  const std::lock_guard lock(mutex_);
  const Entry& entry = entries_[index % kEntries];
  if (entry.index != index) return std::nullopt;
  return entry.hash;
}

void HashCache::keep(std::uint64_t index, const Hash& hash) {
  const std::lock_guard lock(mutex_);
  entries_[index % kEntries] = {index, hash};
}

}  // namespace stile::gateway
