#include "agents/recipient/notice_watch.h"

#include <algorithm>
#include <chrono>
#include <set>

#include "core/agreement/duty.h"
#include "core/crypto/encoding.h"

namespace stile::agent {
namespace {

std::string reference_of(const ListedNotice& listed) {
  return crypto::crockford(listed.notice.event_token);
}

// is_due() is whether the next contact is told, where so many were.
bool is_due(const Notice& notice, std::size_t told, Instant now) {
  if (notice.arrived > now) return true;  // the clock was ahead (Notice::is_overdue)
  return now >= notice.arrived + (notice.due - notice.arrived) * static_cast<Instant>(told);
}

ToTell::What what_of(const ListedNotice& listed, std::size_t told) {
  if (told > 0) return ToTell::What::kOverdue;
  return listed.corrects ? ToTell::What::kCorrected : ToTell::What::kNew;
}

}  // namespace

void NoticeWatch::start() {
  thread_ = std::thread([this] { run(); });
}

void NoticeWatch::stop() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
    changed_.notify_all();
  }
  if (thread_.joinable()) thread_.join();
}

// A store that cannot be read is told of once; the inbox takes nothing more then, either.
void NoticeWatch::run() {
  bool failed = false;
  std::unique_lock lock(mutex_);
  while (!stopping_) {
    lock.unlock();
    const Status looked = look();
    if (!looked.ok() && !failed) problem("notices_not_handed_on", looked.error());
    failed = !looked.ok();
    lock.lock();
    changed_.wait_for(lock, std::chrono::seconds(kLookSeconds), [&] { return stopping_; });
  }
}

void NoticeWatch::problem(std::string_view event, const Error& error) const {
  if (options_.log_problem) options_.log_problem(event, error);
}

// What waits for the gateway comes last.
Status NoticeWatch::look() {
  STILE_CHECKED(look_notices());
  const auto gateways = options_.gateways_time ? options_.gateways_time() : std::nullopt;
  const Status disposed = gateways ? options_.inbox->look_for_disposals(*gateways) : ok();
  if (!disposed.ok() && !undisposed_) problem("rows_not_destroyed", disposed.error());
  undisposed_ = !disposed.ok();
  return options_.inbox->look_for_questions();
}

Status NoticeWatch::look_notices() {
  STILE_CHECKED(options_.inbox->look_for_words());
  STILE_TRY(const std::vector<ListedNotice> unread, options_.inbox->unread());
  const Instant now = options_.clock();
  const auto documents = options_.documents();
  const auto* agency = documents == nullptr ? nullptr : documents->agency(options_.self);
  std::vector<const agreement::Contact*> duty;
  if (agency != nullptr) duty = agreement::duty(*agency, now);
  const std::lock_guard lock(mutex_);
  forget_read(unread);
  const bool nobody = duty.empty() && !unread.empty();
  if (nobody && !nobody_) {
    problem("nobody_on_duty", {Reason::kNotFound, "the directory names no contact on duty"});
  }
  nobody_ = nobody;
  for (const ListedNotice& listed : unread) STILE_CHECKED(step(listed, duty, now));
  return agency == nullptr ? ok() : look_exercises(*agency);
}

// One that could not be begun is begun with the next look.
Status NoticeWatch::look_exercises(const agreement::Agency& agency) {
  STILE_TRY(const std::vector<ExerciseContact> open, options_.inbox->open_exercises());
  std::set<std::string> waiting;
  for (const ExerciseContact& one : open) {
    const std::string reference = crypto::crockford(one.reference);
    waiting.insert(reference);
    const auto* contact = agency.contact(one.contact);
    if (one.told != 0 || contact == nullptr || exercises_.contains(reference)) continue;
    const ToTell what{reference, ToTell::What::kExercise, *contact, one.arrived};
    if (options_.give(what).ok()) exercises_.insert(reference);
  }
  std::erase_if(exercises_, [&](const std::string& reference) {
    if (waiting.contains(reference)) return false;
    options_.settled(reference);
    return true;
  });
  return ok();
}

void NoticeWatch::forget_read(const std::vector<ListedNotice>& unread) {
  std::set<std::string> waiting;
  for (const ListedNotice& listed : unread) waiting.insert(reference_of(listed));
  std::erase_if(steps_, [&](const auto& entry) {
    if (waiting.contains(entry.first)) return false;
    options_.settled(entry.first);
    return true;
  });
}

// A step that could not be begun is begun with the next look. The next contact is told whether or
// not the one before could be: else a mailbox that does not work would stop everything.
Status NoticeWatch::step(const ListedNotice& listed,
                         const std::vector<const agreement::Contact*>& duty, Instant now) {
  const Notice& notice = listed.notice;
  Steps& steps = steps_[reference_of(listed)];
  if (steps.parcel != notice.parcel) steps = {notice.parcel, {}, 0};
  const bool lately = steps.last <= now && now < steps.last + kApartSeconds;
  if (!steps.contacts.empty() && lately) return ok();
  if (!is_due(notice, notice.stage, now)) return ok();
  STILE_TRY(std::set<std::string> told, options_.inbox->told(notice.parcel));
  told.insert(steps.contacts.begin(), steps.contacts.end());
  const auto next =
      std::ranges::find_if(duty, [&](const auto* one) { return !told.contains(one->code); });
  if (next == duty.end() || !is_due(notice, told.size(), now)) return ok();
  const auto what = what_of(listed, told.size());
  if (!options_.give({reference_of(listed), what, **next, notice.arrived}).ok()) return ok();
  if (what == ToTell::What::kOverdue) {
    problem("notice_overdue",
            {Reason::kUnavailable, "contact " + std::to_string(told.size() + 1) + " is told"});
  }
  steps.contacts.insert((*next)->code);
  steps.last = now;
  return ok();
}

Status NoticeWatch::given(const std::string& reference, const std::string& contact) {
  std::int64_t parcel = 0;
  {
    const std::lock_guard lock(mutex_);
    if (exercises_.contains(reference)) return options_.inbox->tell_exercise(reference);
    const auto found = steps_.find(reference);
    if (found == steps_.end() || !found->second.contacts.contains(contact)) return ok();
    parcel = found->second.parcel;
  }
  return options_.inbox->tell(parcel, contact);
}

}  // namespace stile::agent
