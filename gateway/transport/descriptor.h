#pragma once

#include <unistd.h>

#include <utility>

namespace stile::gateway {

// Descriptor owns an open file descriptor and closes it. Empty when it holds -1. Moved, never
// copied.
class Descriptor {
 public:
  Descriptor() = default;
  explicit Descriptor(int number) : number_(number) {}
  Descriptor(Descriptor&& other) noexcept : number_(other.release()) {}
  Descriptor& operator=(Descriptor&& other) noexcept {
    std::swap(number_, other.number_);
    return *this;
  }
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  ~Descriptor() { close(); }

  bool held() const { return number_ >= 0; }
  int number() const { return number_; }
  // release() hands the descriptor to the caller, who closes it from then on.
  [[nodiscard]] int release() { return std::exchange(number_, -1); }
  void close() {
    if (held()) ::close(release());
  }

 private:
  int number_ = -1;
};

}  // namespace stile::gateway
