#pragma once

#include <array>
#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <mutex>

#include "agents/ports/submitter.h"

namespace stile::agent {

// Turns lets one thread at a time at something: first those that somebody waits for, then bulk,
// each in the order in which they came. A mutex would give it to whoever has just had it, again and
// again. Any thread.
class Turns {
 public:
  // Turn is one's turn, from the end of its construction, which waits for it, until it ends.
  class Turn {
   public:
    Turn(Turns& turns, Urgency urgency) : turns_(&turns) { turns_->take(urgency); }
    ~Turn() { turns_->give_back(); }
    Turn(const Turn&) = delete;
    Turn& operator=(const Turn&) = delete;

   private:
    Turns* turns_;
  };

  // urgent() is true while somebody waits who goes before bulk: whoever has much to do in its turn
  // ends it.
  bool urgent() const { return waiting(Urgency::kInteractive) > 0; }
  std::uint64_t waiting(Urgency urgency) const {
    const std::lock_guard lock(mutex_);
    return line(urgency).waiting();
  }

 private:
  struct Line {
    std::uint64_t waiting() const { return joined - served; }
    std::uint64_t joined = 0;
    std::uint64_t served = 0;
  };

  void take(Urgency urgency) {
    std::unique_lock lock(mutex_);
    Line& own = line(urgency);
    const std::uint64_t place = own.joined++;
    changed_.wait(lock, [&] {
      const bool goes =
          urgency == Urgency::kInteractive || line(Urgency::kInteractive).waiting() == 0;
      return !taken_ && goes && own.served == place;
    });
    taken_ = true;
    ++own.served;
  }

  void give_back() {
    const std::lock_guard lock(mutex_);
    taken_ = false;
    changed_.notify_all();
  }

  Line& line(Urgency urgency) { return lines_[static_cast<std::size_t>(urgency)]; }
  const Line& line(Urgency urgency) const { return lines_[static_cast<std::size_t>(urgency)]; }

  mutable std::mutex mutex_;  // over what follows
  std::condition_variable changed_;
  std::array<Line, 2> lines_;
  bool taken_ = false;
};

}  // namespace stile::agent
