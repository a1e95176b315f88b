// An exercise comes, every contact who may be on duty is told, and each answers
// (proto/NOTIFICATIONS.md).
#include <algorithm>

#include "agents/recipient/inbox.h"
#include "agents/recipient/inbox_store.h"
#include "agents/report/failed.h"
#include "agents/report/json.h"
#include "core/agreement/duty.h"
#include "core/crypto/encoding.h"

namespace stile::agent {
namespace {

// After a day nobody is told of an exercise any more: it asked about another hour.
constexpr Instant kExerciseSeconds = 86400;

bool is_answered(const ExerciseContact& one) { return one.answered != 0; }

// notice_of() is what a word is of.
Notice notice_of(const ExerciseContact& one) {
  Notice notice;
  notice.parcel = one.parcel;
  notice.source = one.source;
  notice.number = one.number;
  notice.consignment = one.consignment;
  return notice;
}

void say(const ExerciseContact& one, Reporter& reporter) {
  const auto source = AgencyId::parse(one.source);
  const std::string from = source.ok() ? source->short_text() : one.source;
  const std::string reference = crypto::crockford(one.reference);
  std::string text = "EXERCISE " + reference + " of " + utc_second_text(one.arrived) + " from " +
                     from + " for " + one.contact + ": ";
  if (is_answered(one)) {
    text += "answered " + utc_second_text(one.answered) + " by " + one.account;
  } else {
    text += one.told == 0 ? "NOT told yet" : "told " + utc_second_text(one.told) + ", NOT answered";
  }
  JsonObject json;
  json.text("reference", reference)
      .text("source", from)
      .text("arrived", utc_second_text(one.arrived))
      .text("contact", one.contact)
      .text("told", one.told == 0 ? "" : utc_second_text(one.told))
      .text("answered", is_answered(one) ? utc_second_text(one.answered) : "")
      .text("account", one.account);
  reporter.line(text, json.done());
}

}  // namespace

// Contacts are those of now: who joins the calendar afterwards is in the next exercise.
void Inbox::add_exercise(const VerifiedParcel& parcel, Instant now, Arrival& arrival) const {
  const auto documents = options_.documents();
  const auto* self = documents == nullptr ? nullptr : documents->agency(options_.self);
  if (self == nullptr) return;
  for (const auto* contact : agreement::on_calendar(*self)) {
    ExerciseContact one;
    one.contact = contact->code;
    one.reference = exercise_reference(parcel.digest(), contact->code);
    one.arrived = now;
    arrival.exercise.push_back(std::move(one));
  }
}

ExitCode Inbox::list_exercises(bool all, Reporter& reporter) {
  const auto found = [&] {
    const std::lock_guard lock(mutex_);
    return agent::exercises(store_->database(), all);
  }();
  if (!found.ok()) return failed(found.error(), reporter);
  for (const ExerciseContact& one : *found) agent::say(one, reporter);
  if (found->empty()) reporter.message("no force has asked for an exercise yet");
  return ExitCode::kOk;
}

// The first answer says "opened" and the last one "closed": the force learns that some or that all
// have answered.
Status Inbox::answered(std::string_view account, std::string_view reference) {
  const std::lock_guard lock(mutex_);
  const Instant now = options_.clock();
  const auto token = crypto::uncrockford(reference);
  const Error none{Reason::kNotFound, "no exercise of that reference"};
  if (!token.ok()) return none;
  STILE_TRY(const auto one, store_->exercises().of_reference(token.value()));
  if (!one) return none;
  if (is_answered(*one)) return ok();
  STILE_TRY(const auto contacts, store_->exercises().of_parcel(one->parcel));
  const auto before = std::ranges::count_if(contacts, is_answered);
  std::optional<NoticeState> says;
  if (before == 0) says = NoticeState::kOpened;
  if (before + 1 == std::ssize(contacts)) says = NoticeState::kAcknowledged;
  const Status done = store_->together([&]() -> Status {
    STILE_CHECKED(store_->exercises().answer(one->reference, now, account));
    if (!says) return ok();
    return store_->notices().say(word_of(notice_of(*one), *says, account, now));
  });
  if (done.ok() && says) word_added_ = true;
  return done;
}

ExitCode Inbox::answer_exercise(std::string_view account, std::string_view reference,
                                Reporter& reporter) {
  const Status done = answered(account, reference);
  tell_of_words();
  if (!done.ok()) return failed(done.error(), reporter);
  reporter.line(std::string(reference) + " answered",
                JsonObject().text("reference", reference).text("state", "answered").done());
  return ExitCode::kOk;
}

Result<std::vector<ExerciseContact>> Inbox::open_exercises() {
  const std::lock_guard lock(mutex_);
  return store_->exercises().open(options_.clock() - kExerciseSeconds);
}

Status Inbox::tell_exercise(std::string_view reference) {
  const std::lock_guard lock(mutex_);
  STILE_TRY(const Token token, crypto::uncrockford(reference));
  return store_->together([&] { return store_->exercises().tell(token, options_.clock()); });
}

}  // namespace stile::agent
