#pragma once

#include <condition_variable>
#include <cstddef>
#include <deque>
#include <mutex>
#include <optional>
#include <utility>

namespace stile::gateway {

// Arrivals hands messages from the thread that reads a stream to the one that works on them, in
// their order, so that decrypting and parsing the next overlaps the work on the one before. It
// holds at most `most`: a reader that is ahead waits, and flow control holds back the sender.
// One reader, one worker.
template <typename Message>
class Arrivals {
 public:
  explicit Arrivals(std::size_t most) : most_(most) {}

  // put() waits for room; false once the worker has ended.
  bool put(Message message) {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [&] { return ended_ || waiting_.size() < most_; });
    if (ended_) return false;
    waiting_.push_back(std::move(message));
    changed_.notify_all();
    return true;
  }
  // take() waits for the next message; nothing when there is none any more.
  std::optional<Message> take() {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [&] { return ended_ || last_ || !waiting_.empty(); });
    if (ended_ || waiting_.empty()) return std::nullopt;
    std::optional<Message> message(std::move(waiting_.front()));
    waiting_.pop_front();
    changed_.notify_all();
    return message;
  }
  // no_more() is the reader's last word, end() the worker's.
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
  std::deque<Message> waiting_;
  bool last_ = false;
  bool ended_ = false;
};

}  // namespace stile::gateway
