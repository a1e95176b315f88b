#include "agents/handing/hand_queue.h"

#include <algorithm>

namespace stile::agent {
namespace {

constexpr std::chrono::seconds kLook{1};

// is_of_no_use() is true where the same handing can never go by this means.
bool is_of_no_use(const Status& status) {
  if (status.ok()) return false;
  const Reason reason = status.reason();
  return reason == Reason::kMissingField || reason == Reason::kMalformed ||
         reason == Reason::kTooLarge;
}

}  // namespace

void HandQueue::start() {
  thread_ = std::jthread([this](const std::stop_token& stop) { run(stop); });
}

bool HandQueue::put(const Handing& handing) {
  const std::lock_guard lock(mutex_);
  if (waiting_.size() >= kMost && !waiting_.contains(handing.id)) return false;
  Waiting waiting{handing, ++numbered_, Clock::now(), patience_.first};
  waiting.handing.attempt = 0;
  waiting_.insert_or_assign(handing.id, std::move(waiting));
  changed_.notify_all();
  return true;
}

void HandQueue::settle(const std::string& id) {
  const std::lock_guard lock(mutex_);
  waiting_.erase(id);
}

void HandQueue::run(const std::stop_token& stop) {
  std::unique_lock lock(mutex_);
  while (!stop.stop_requested()) {
    const auto due = next(lock, stop);
    if (due != waiting_.end() && !stop.stop_requested()) give(lock, due, stop);
    if (stop.stop_requested() || Clock::now() < look_) continue;
    lock.unlock();
    hand_->look();
    lock.lock();
    look_ = Clock::now() + kLook;
  }
}

HandQueue::All::iterator HandQueue::next(std::unique_lock<std::mutex>& lock,
                                         const std::stop_token& stop) {
  const auto earliest = [&] {
    return std::ranges::min_element(waiting_, {}, [](const auto& one) { return one.second.due; });
  };
  const auto is_due = [&] {
    const auto first = earliest();
    return first != waiting_.end() && first->second.due <= Clock::now();
  };
  if (!is_due()) {
    const auto first = earliest();
    const auto until = first == waiting_.end() ? look_ : std::min(look_, first->second.due);
    changed_.wait_until(lock, stop, until, is_due);
  }
  return is_due() ? earliest() : waiting_.end();
}

void HandQueue::give(std::unique_lock<std::mutex>& lock, All::iterator next,
                     const std::stop_token& stop) {
  ++next->second.handing.attempt;
  const Waiting at_work = next->second;
  lock.unlock();
  const Status status = hand_->give(at_work.handing, stop);
  if (status.ok() || !stop.stop_requested()) given_(at_work.handing, status);
  lock.lock();
  const auto still = waiting_.find(at_work.handing.id);
  if (still == waiting_.end() || still->second.number != at_work.number) return;
  if (status.ok() || is_of_no_use(status)) {
    waiting_.erase(still);
    return;
  }
  still->second.due = Clock::now() + at_work.rest;
  still->second.rest = std::min(2 * at_work.rest, patience_.longest);
}

}  // namespace stile::agent
