#pragma once

#include <cstddef>
#include <deque>
#include <mutex>
#include <optional>
#include <utility>

#include "core/base/bytes.h"
#include "core/base/reason.h"

namespace stile::gateway {

// WordAnswers carries what became of a recipient's words from the committer's thread to the stream
// on which they were said. Any thread.
class WordAnswers {
 public:
  struct Answer {
    Hash digest{};                  // of the word's note
    std::optional<Reason> refused;  // nothing where it was taken
  };

  // expect() makes room for one more answer; false while too many are owed, which an agent that
  // reads its answers never sees.
  bool expect() {
    const std::lock_guard lock(mutex_);
    if (owed_ == kOwedMost) return false;
    ++owed_;
    return true;
  }
  void give(Answer answer) {
    const std::lock_guard lock(mutex_);
    ready_.push_back(answer);
  }
  // take() is the next answer to send; nothing while none is ready.
  std::optional<Answer> take() {
    const std::lock_guard lock(mutex_);
    if (ready_.empty()) return std::nullopt;
    const Answer answer = ready_.front();
    ready_.pop_front();
    --owed_;
    return answer;
  }

 private:
  static constexpr std::size_t kOwedMost = 32;
  std::mutex mutex_;
  std::deque<Answer> ready_;
  std::size_t owed_ = 0;
};

}  // namespace stile::gateway
