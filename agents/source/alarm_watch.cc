#include "agents/source/alarm_watch.h"

#include <chrono>
#include <utility>
#include <vector>

namespace stile::agent {

std::optional<AlarmKind> alarm_due(const Notification& notification, Instant now) {
  if (notification.read || notification.withdrawn || notification.held == record::Holding::kEnded) {
    return std::nullopt;
  }
  const Instant waited = now - notification.queued;
  if (notification.state == ConsignmentState::kQueued && waited >= kAdmittedWithin) {
    return AlarmKind::kNotAdmitted;
  }
  if (waited >= 2 * notification.within) return AlarmKind::kUnread;
  return std::nullopt;
}

bool alarm_due(const ChangeLine& line, Instant now) {
  const bool withdraws =
      record::kind_of(line.change.reason) == record::ChangeKind::kWithdrawn && line.change.notified;
  return withdraws && line.state == ChangeState::kSent && !line.closed &&
         now - line.change.made >= 2 * line.within;
}

AlarmWatch::AlarmWatch(const SourceOptions& options, IntakeStore& store,
                       std::unique_ptr<IntakeReader> reader, Raised raised, Also also)
    : options_(&options),
      store_(&store),
      reader_(std::move(reader)),
      raised_(std::move(raised)),
      also_(std::move(also)) {}

AlarmWatch::~AlarmWatch() { stop(); }

void AlarmWatch::start() {
  thread_ = std::thread([this] { run(); });
}

void AlarmWatch::stop() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
    changed_.notify_all();
  }
  if (thread_.joinable()) thread_.join();
}

// A store that fails stops the sender, which says so; here there is nothing more to do.
void AlarmWatch::run() {
  std::unique_lock lock(mutex_);
  while (!stopping_) {
    lock.unlock();
    static_cast<void>(look());
    if (also_) static_cast<void>(also_());
    lock.lock();
    changed_.wait_for(lock, std::chrono::seconds(kLookSeconds), [&] { return stopping_; });
  }
}

Status AlarmWatch::look() {
  STILE_CHECKED(raise_due());
  STILE_TRY(const auto waiting, reader_->alarms(false));
  for (const Alarm& alarm : waiting) {
    if (alarm.id <= told_) continue;
    raised_(alarm);
    told_ = alarm.id;
  }
  return tell_unapproved();
}

Status AlarmWatch::tell_unapproved() {
  const Instant now = options_->clock();
  STILE_TRY(const auto late, reader_->approvals().late(now));
  for (const std::int64_t question : late) {
    if (unapproved_.insert(question).second) {
      raised_({.kind = AlarmKind::kUnapproved, .raised = now, .recipient = {}, .reference = {}});
    }
  }
  return ok();
}

Status AlarmWatch::raise_due() {
  STILE_TRY(const auto unread, reader_->notifications(false));
  STILE_TRY(const auto open, reader_->changes(false));
  const Instant now = options_->clock();
  std::vector<Alarm> due;
  for (const Notification& one : unread) {
    const auto kind = alarm_due(one, now);
    if (!kind) continue;
    due.push_back({.notification = one.id,
                   .kind = *kind,
                   .raised = now,
                   .recipient = one.recipient,
                   .reference = one.reference,
                   .contact = {}});
  }
  for (const ChangeLine& line : open) {
    if (!alarm_due(line, now)) continue;
    due.push_back({.notification = line.consignment,
                   .kind = AlarmKind::kUnconfirmed,
                   .raised = now,
                   .recipient = line.recipient,
                   .reference = line.change.key.reference,
                   .contact = {}});
  }
  if (due.empty()) return ok();
  return store_->change([&](IntakeTables& tables) -> Status {
    for (const Alarm& alarm : due) STILE_CHECKED(tables.raise(alarm));
    return ok();
  });
}

}  // namespace stile::agent
