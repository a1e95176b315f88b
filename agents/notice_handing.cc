#include "agents/notice_handing.h"

#include <utility>

namespace stile::agent {
namespace {

Handing::Kind kind_of(ToTell::What what) {
  switch (what) {
    case ToTell::What::kNew: return Handing::Kind::kNotification;
    case ToTell::What::kCorrected: return Handing::Kind::kCorrected;
    case ToTell::What::kOverdue: return Handing::Kind::kOverdue;
    case ToTell::What::kExercise: return Handing::Kind::kExercise;
  }
  __builtin_trap();
}

}  // namespace

void GivenRelay::pass_to(NoticeWatch* watch) {
  const std::lock_guard lock(mutex_);
  watch_ = watch;
}

// What the inbox cannot keep stops the inbox, which says so; the contact is then told again.
void GivenRelay::operator()(const Handing& handing) {
  const std::lock_guard lock(mutex_);
  if (watch_ != nullptr) static_cast<void>(watch_->given(handing.id, handing.to.code));
}

std::unique_ptr<NoticeWatch> make_notice_watch(
    const Config& config, Inbox& inbox, const DocumentKeeper& documents, Hands* hands,
    std::function<Instant()> clock, std::function<std::optional<Instant>()> gateways_time,
    std::function<void(std::string_view, const Error&)> log_problem) {
  NoticeWatchOptions options{.inbox = &inbox,
                             .self = config.agency,
                             .documents = [&documents] { return documents.current(); },
                             .clock = std::move(clock),
                             .gateways_time = std::move(gateways_time),
                             .give = {},
                             .settled = {},
                             .log_problem = std::move(log_problem)};
  options.give = [hands](const ToTell& what) -> Status {
    if (hands == nullptr) return ok();
    return hands->give(
        {.id = what.reference, .kind = kind_of(what.what), .to = what.to, .time = what.time});
  };
  options.settled = [hands](const std::string& reference) {
    if (hands != nullptr) hands->settled(reference);
  };
  return std::make_unique<NoticeWatch>(std::move(options));
}

}  // namespace stile::agent
