#pragma once

#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <thread>

#include "agents/handing/handing.h"

namespace stile::agent {

// Patience is how long a means rests after it has failed, each time twice as long.
struct Patience {
  std::chrono::milliseconds first{5'000};
  std::chrono::milliseconds longest{300'000};
};

// HandQueue gives what waits for one means, on a thread of its own, what is due longest first. What
// fails is given again until it succeeds, however often: nobody else knows of it. A newer handing
// of the same id takes an older one's place. Nothing of it outlasts the process.
class HandQueue {
 public:
  static constexpr std::size_t kMost = 1024;

  // Given is called on the thread of the queue after each try; not after one that a stop cut off.
  using Given = std::function<void(const Handing& handing, const Status& status)>;
  HandQueue(std::unique_ptr<Hand> hand, Given given, Patience patience)
      : hand_(std::move(hand)), given_(std::move(given)), patience_(patience) {}
  // Stopping ends a try that is at work.
  ~HandQueue() = default;
  HandQueue(const HandQueue&) = delete;
  HandQueue& operator=(const HandQueue&) = delete;

  void start();
  // put() never waits; false where kMost ids wait already. Any thread.
  bool put(const Handing& handing);
  // settle() forgets what waits for the id. Any thread.
  void settle(const std::string& id);

 private:
  using Clock = std::chrono::steady_clock;
  struct Waiting {
    Handing handing;
    std::uint64_t number;  // tells it from what takes its place
    Clock::time_point due;
    std::chrono::milliseconds rest;
  };
  using All = std::map<std::string, Waiting>;

  void run(const std::stop_token& stop);
  // next() waits for what is due; null when it is time to look(), or to stop.
  All::iterator next(std::unique_lock<std::mutex>& lock, const std::stop_token& stop);
  void give(std::unique_lock<std::mutex>& lock, All::iterator next, const std::stop_token& stop);

  const std::unique_ptr<Hand> hand_;
  const Given given_;
  const Patience patience_;
  std::mutex mutex_;
  std::condition_variable_any changed_;
  All waiting_;
  std::uint64_t numbered_ = 0;
  Clock::time_point look_{};
  std::jthread thread_;  // last: it ends before what it uses
};

}  // namespace stile::agent
