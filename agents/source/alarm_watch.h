#pragma once

#include <condition_variable>
#include <functional>
#include <memory>
#include <mutex>
#include <set>
#include <thread>

#include "agents/source/intake_reader.h"
#include "agents/source/intake_store.h"
#include "agents/source/source_options.h"

namespace stile::agent {

// AlarmWatch raises an alarm for the control room where a notification goes unanswered, at most
// kLookSeconds after it may, and tells of each new one, whoever raised it. An alarm is durable
// before it is told, and is told again when the agent starts, until somebody was rung.
class AlarmWatch {
 public:
  static constexpr int kLookSeconds = 5;
  using Raised = std::function<void(const Alarm&)>;
  // Also is done each time that it has looked; what it fails with is the store's to tell.
  using Also = std::function<Status()>;

  // Everything borrowed outlives the watch. `raised` is called on the thread that looks.
  AlarmWatch(const SourceOptions& options, IntakeStore& store, std::unique_ptr<IntakeReader> reader,
             Raised raised, Also also = {});
  ~AlarmWatch();
  AlarmWatch(const AlarmWatch&) = delete;
  AlarmWatch& operator=(const AlarmWatch&) = delete;

  // start() tells of what waits and looks from then on; stop() returns when it looks no more.
  void start();
  void stop();

  // look() raises what is due now, and tells of every alarm that waits and was not told since the
  // start, whoever raised it; and of each question half of whose time to be approved is over, which
  // is no alarm of the store's, so that no list of alarms has it (X6). Fails as the store does.
  Status look();

 private:
  void run();
  Status raise_due();
  Status tell_unapproved();

  const SourceOptions* options_;
  IntakeStore* store_;
  std::unique_ptr<IntakeReader> reader_;
  const Raised raised_;
  const Also also_;
  std::int64_t told_ = 0;              // the last alarm that was told
  std::set<std::int64_t> unapproved_;  // questions of which it was told
  std::mutex mutex_;
  std::condition_variable changed_;
  bool stopping_ = false;
  std::thread thread_;
};

// alarm_due() is the alarm that a notification calls for, if any, and whether a change does: a
// withdrawal of a notification that nobody has confirmed. Pure.
std::optional<AlarmKind> alarm_due(const Notification& notification, Instant now);
bool alarm_due(const ChangeLine& line, Instant now);

}  // namespace stile::agent
