#include "gateway/store/reader_pool.h"

#include <utility>

namespace stile::gateway {

Result<std::unique_ptr<ReaderPool>> ReaderPool::open(const std::string& path, std::size_t count) {
  std::vector<std::unique_ptr<Reader>> readers(count);
  for (std::unique_ptr<Reader>& reader : readers) {
    STILE_TRY(reader, Reader::open(path));
  }
  return std::unique_ptr<ReaderPool>(new ReaderPool(std::move(readers)));
}

ReaderPool::ReaderPool(std::vector<std::unique_ptr<Reader>> readers)
    : readers_(std::move(readers)) {
  for (const std::unique_ptr<Reader>& reader : readers_) free_.push_back(reader.get());
}

ReaderPool::Lease ReaderPool::borrow() {
  std::unique_lock lock(mutex_);
  returned_.wait(lock, [this] { return !free_.empty(); });
  Reader* reader = free_.back();
  free_.pop_back();
  return Lease(reader, GiveBack(this));
}

void ReaderPool::give_back(Reader* reader) {
  {
    const std::lock_guard lock(mutex_);
    free_.push_back(reader);
  }
  returned_.notify_one();
}

}  // namespace stile::gateway
