#pragma once

#include <condition_variable>
#include <cstddef>
#include <deque>
#include <mutex>
#include <optional>

#include "gateway/pipeline/recorded.h"

namespace stile::gateway {

// Answers carries outcomes from the committer's thread to the thread that answers a stream, and
// holds the stream back when too many are unanswered. Any thread.
class Answers {
 public:
  // Of one stream, at most `unanswered_most` consignments are on their way to the ledger.
  explicit Answers(std::size_t unanswered_most) : unanswered_most_(unanswered_most) {}

  // expect() waits for room for one more outcome; give() is that outcome.
  void expect() {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [&] { return ended_ || unanswered_ < unanswered_most_; });
    ++unanswered_;
  }
  void give(Outcome outcome) {
    const std::lock_guard lock(mutex_);
    ready_.push_back(std::move(outcome));
    changed_.notify_all();
  }
  // take() is the next outcome; nothing once none will come any more.
  std::optional<Outcome> take() {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [&] { return ended_ || !ready_.empty() || (last_ && unanswered_ == 0); });
    if (ended_ || ready_.empty()) return std::nullopt;
    std::optional<Outcome> outcome(std::move(ready_.front()));
    ready_.pop_front();
    --unanswered_;
    changed_.notify_all();
    return outcome;
  }
  // no_more(): nothing else will be expected. end(): nothing else will be answered.
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
  bool ended() const {
    const std::lock_guard lock(mutex_);
    return ended_;
  }

 private:
  const std::size_t unanswered_most_;
  mutable std::mutex mutex_;
  std::condition_variable changed_;
  std::deque<Outcome> ready_;
  std::size_t unanswered_ = 0;
  bool last_ = false;
  bool ended_ = false;
};

}  // namespace stile::gateway
