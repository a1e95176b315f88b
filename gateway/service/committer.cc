#include "gateway/service/committer.h"

#include <algorithm>

#include "core/base/limits.h"

namespace stile::gateway {
namespace {

constexpr std::size_t kQueueLongest = 4 * limits::kLeavesPerCommit;
// What bulk has of every group, so that nobody holds it up for ever with what goes before it.
constexpr std::size_t kBulkShare = limits::kLeavesPerCommit / 4;

}  // namespace

Committer::Committer(Recorder recorder, Clock clock, Broken broken, Watch watch, Lull lull)
    : recorder_(std::move(recorder)),
      clock_(std::move(clock)),
      broken_(std::move(broken)),
      watch_(std::move(watch)),
      lull_(std::move(lull)),
      newest_{recorder_.checkpoint(), recorder_.tree_size()},
      thread_([this] { run(); }) {}

void Committer::close() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  work_.notify_all();
  room_.notify_all();
  if (thread_.joinable()) thread_.join();
}

bool Committer::submit(Entry entry, Urgency urgency, Done done) {
  std::vector<Queued> one;
  one.push_back({std::move(entry), std::move(done)});
  return submit_all(std::move(one), urgency);
}

bool Committer::submit_all(std::vector<Queued> entries, Urgency urgency) {
  std::unique_lock lock(mutex_);
  auto& queue = urgency == Urgency::kInteractive ? interactive_ : bulk_;
  room_.wait(lock, [&] { return failed_ || stopping_ || queue.size() < kQueueLongest; });
  if (failed_ || stopping_) return false;
  for (auto& queued : entries) queue.push_back(std::move(queued));
  lock.unlock();
  work_.notify_one();
  return true;
}

Committer::Newest Committer::newest() const {
  const std::lock_guard lock(mutex_);
  return newest_;
}

std::vector<Committer::Queued> Committer::next_group() {
  std::unique_lock lock(mutex_);
  work_.wait(lock, [&] { return stopping_ || !interactive_.empty() || !bulk_.empty(); });
  std::vector<Queued> group;
  const auto take = [&](std::deque<Queued>& queue, std::size_t until) {
    while (!queue.empty() && group.size() < until) {
      group.push_back(std::move(queue.front()));
      queue.pop_front();
    }
  };
  take(interactive_, limits::kLeavesPerCommit - std::min(bulk_.size(), kBulkShare));
  take(bulk_, limits::kLeavesPerCommit);
  take(interactive_, limits::kLeavesPerCommit);
  lock.unlock();
  room_.notify_all();
  return group;
}

bool Committer::commit(std::vector<Queued> group) {
  std::vector<Entry> entries;
  entries.reserve(group.size());
  for (auto& queued : group) entries.push_back(std::move(queued.entry));
  const auto begun = std::chrono::steady_clock::now();
  const auto kept = [&](const std::string& checkpoint, std::uint64_t tree_size) {
    {
      const std::lock_guard lock(mutex_);
      newest_ = {checkpoint, tree_size};
    }
    for (const auto& queued : group) {
      if (queued.kept) queued.kept();
    }
  };
  auto outcomes = recorder_.record(std::move(entries), clock_(), kept);
  const auto ended = std::chrono::steady_clock::now();
  {
    const std::lock_guard lock(mutex_);
    failed_ = !outcomes.ok();
  }
  if (!outcomes.ok()) {
    broken_(outcomes.error());
    room_.notify_all();
    return false;
  }
  if (watch_) watch_(outcomes.value(), ended - begun);
  for (std::size_t i = 0; i < group.size(); ++i) {
    if (group[i].done) group[i].done(std::move(outcomes.value()[i]));
  }
  return true;
}

void Committer::run() {
  while (true) {
    auto group = next_group();
    if (group.empty()) return;
    if (!commit(std::move(group))) return;
    if (lull_ && !urgent()) lull_();
  }
}

bool Committer::urgent() const {
  const std::lock_guard lock(mutex_);
  return !interactive_.empty();
}

}  // namespace stile::gateway
