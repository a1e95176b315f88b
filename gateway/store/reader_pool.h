#pragma once

#include <condition_variable>
#include <cstddef>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "gateway/store/reader.h"

namespace stile::gateway {

// ReaderPool lends its readers, each to one borrower at a time; who finds none free waits for
// one, so never borrow a second while holding the first. Any thread.
class ReaderPool {
 public:
  static Result<std::unique_ptr<ReaderPool>> open(const std::string& path, std::size_t count);

  class GiveBack {
   public:
    explicit GiveBack(ReaderPool* pool) : pool_(pool) {}
    void operator()(Reader* reader) const { pool_->give_back(reader); }

   private:
    ReaderPool* pool_;
  };
  // Lease is the exclusive use of one reader until it ends; the pool outlives it.
  using Lease = std::unique_ptr<Reader, GiveBack>;
  Lease borrow();

 private:
  explicit ReaderPool(std::vector<std::unique_ptr<Reader>> readers);
  void give_back(Reader* reader);

  std::vector<std::unique_ptr<Reader>> readers_;
  std::mutex mutex_;
  std::condition_variable returned_;
  std::vector<Reader*> free_;
};

}  // namespace stile::gateway
