#pragma once

#include <condition_variable>
#include <cstddef>
#include <deque>
#include <mutex>
#include <optional>
#include <utility>

namespace stile {

// Handover hands things from the thread that makes them to the one that works on them, in their
// order, so that making the next overlaps the work on the one before. It holds at most `most`:
// a maker that is ahead waits. One maker, one worker.
template <typename Thing>
class Handover {
 public:
  explicit Handover(std::size_t most) : most_(most) {}

  // put() waits for room; false once the worker has ended.
  bool put(Thing thing) {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [&] { return ended_ || waiting_.size() < most_; });
    if (ended_) return false;
    waiting_.push_back(std::move(thing));
    lock.unlock();  // so that the worker, once woken, does not wait for it
    changed_.notify_all();
    return true;
  }
  // take() waits for the next one; nothing when there is none any more.
  std::optional<Thing> take() {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [&] { return ended_ || last_ || !waiting_.empty(); });
    if (ended_ || waiting_.empty()) return std::nullopt;
    std::optional<Thing> thing(std::move(waiting_.front()));
    waiting_.pop_front();
    lock.unlock();
    changed_.notify_all();
    return thing;
  }
  // has_next() is true when take() would not wait: whoever works on several at once asks it.
  bool has_next() {
    const std::lock_guard lock(mutex_);
    return !ended_ && !waiting_.empty();
  }
  // no_more() is the maker's last word, end() the worker's.
  void no_more() {
    const std::lock_guard lock(mutex_);
    last_ = true;
    changed_.notify_all();
  }
  void end() {
    const std::lock_guard lock(mutex_);
    ended_ = true;
    changed_.notify_all();
  }

 private:
  const std::size_t most_;
  std::mutex mutex_;
  std::condition_variable changed_;
  std::deque<Thing> waiting_;
  bool last_ = false;
  bool ended_ = false;
};

}  // namespace stile
