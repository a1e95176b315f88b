#include "agents/source/answerer.h"

#include <algorithm>
#include <chrono>
#include <utility>

#include "agents/ports/asked_leaf.h"
#include "agents/source/answer_draft.h"
#include "agents/source/decide.h"
#include "agents/source/intake_digest.h"
#include "core/agreement/asked.h"
#include "core/crypto/digest.h"
#include "core/crypto/note.h"

namespace stile::agent {
namespace {

// For so long before the gateway takes no answer any more it has to be decided, so that who asked
// still hears of it.
constexpr Instant kTimeToTell = 86'400;
constexpr int kOfferAgainMost = 60;  // looks
constexpr Instant kSecondsPerHour = 3600;
// A month for one that is on its way, and one for a clock that is ahead: nobody believes one by
// which the documents, which are of some days, are not in force.
constexpr Day kOnItsWay = 31 + 31;
static_assert(kOnItsWay * Instant{86400} > record::kQuestionAgeSeconds);

Operation operation(std::string op, const record::Question& question, Instant now) {
  return {.op = std::move(op),
          .time = now,
          .account = {},
          .agreement_id = {},
          .occasion = record::to_text(record::answer_to(question.enquiry)),
          .rows = 0,
          .reason = {}};
}

}  // namespace

void Answerer::start() {
  thread_ = std::thread([this] { run(); });
}

void Answerer::stop() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
    changed_.notify_all();
  }
  if (thread_.joinable()) thread_.join();
}

void Answerer::wake() {
  const std::lock_guard lock(mutex_);
  work_ = true;
  changed_.notify_all();
}

// A store that fails stops the senders, which say so; here there is nothing more to do.
void Answerer::run() {
  int looks = 0;
  int offers_at = 1;
  std::unique_lock lock(mutex_);
  while (!stopping_) {
    const auto called = [&] { return stopping_ || work_; };
    const bool in_time = changed_.wait_for(lock, look_again_, called);
    if (stopping_) return;
    work_ = false;
    lock.unlock();
    if (in_time) idle_.clear();
    static_cast<void>(answer_all());
    if (in_time) {
      looks = 0;
      offers_at = 1;
    } else if (++looks == offers_at) {
      // Each time that the gateway refuses it again is a leaf.
      queued_();
      looks = 0;
      offers_at = std::min(2 * offers_at, kOfferAgainMost);
    }
    lock.lock();
  }
}

Result<bool> Answerer::take(const GivenQuestion& given) {
  const auto documents = options_->documents();
  if (documents == nullptr) return Error{Reason::kUnavailable, "there are no signed documents"};
  const auto question = agreement::read_signed_question(given.note, *documents);
  if (!question.ok()) return not_taken(given, question.reason());
  if (question->to != options_->self) return not_taken(given, Reason::kWrongParty);
  STILE_TRY(const auto note, crypto::parse_note(given.note));
  const Hash digest = record::question_digest(note.text);
  const Status same = check_asked_leaf(*question, digest, given.salt, given.leaf);
  if (!same.ok()) return not_taken(given, same.reason());
  const Instant now = options_->clock();
  STILE_CHECKED(store_->change(
      [&](IntakeTables& tables) -> Status {
        STILE_TRY(const bool is_new,
                  tables.enquiries().add_question(digest, given.note, given.salt, given.leaf,
                                                  given.receipt, now));
        return is_new ? tables.add_operation(operation("consultation", *question, now)) : ok();
      },
      Urgency::kInteractive));
  wake();
  return true;
}

Result<bool> Answerer::not_taken(const GivenQuestion& given, Reason reason) {
  if (!not_believed_.insert(crypto::sha256(given.note)).second) return false;
  STILE_CHECKED(store_->change([&](IntakeTables& tables) {
    return tables.add_operation(
        {.op = "integrity",
         .time = options_->clock(),
         .account = {},
         .agreement_id = {},
         .occasion = {},
         .rows = 0,
         .reason = "a note of the gateway's that does not verify: " + std::string(name(reason))});
  }));
  return false;
}

// The store is free between two homes.
Status Answerer::forget_unaskable() {
  const Instant now = options_->clock();
  CivilDay month = to_civil(local_day(now) - record::kQuestionDays - kOnItsWay);
  month.day = 1;
  const Day first = to_day(month);
  const auto documents = options_->documents();
  if (first == forgotten_ || documents == nullptr || !documents->current(now).ok()) return ok();
  std::optional<std::string> home;
  const auto forget_next = [&](IntakeTables& tables) -> Status {
    STILE_TRY(home, tables.enquiries().next_home(home.value_or("")));
    if (!home) return ok();
    STILE_TRY(const auto holds, tables.holds().unaltered(IntakeDigests(*options_->tokens)));
    STILE_TRY(const std::uint64_t rows,
              tables.enquiries().forget_before(*home, first, holds.children()));
    if (rows == 0) return ok();
    return tables.add_operation({.op = "erasure",
                                 .time = now,
                                 .account = {},
                                 .agreement_id = {},
                                 .occasion = "enquiry",
                                 .rows = rows,
                                 .reason = "retention"});
  };
  do {
    STILE_CHECKED(store_->change(forget_next));
  } while (home);
  forgotten_ = first;
  return ok();
}

Status Answerer::answer_all() {
  STILE_CHECKED(expire());
  std::vector<AskedQuestion> waiting;
  std::vector<AskedQuestion> untold;
  STILE_CHECKED(store_->change(
      [&](IntakeTables& tables) -> Status {
        STILE_TRY(waiting, tables.enquiries().waiting());
        STILE_TRY(untold, tables.enquiries().untold());
        return ok();
      },
      Urgency::kInteractive));
  for (const auto& asked : waiting) {
    if (!is_idle(asked)) STILE_CHECKED(answer(asked));
  }
  for (const auto& asked : untold) {
    if (!is_idle(asked)) STILE_CHECKED(decline(asked));
  }
  return forget_unaskable();
}

// A clock by which the documents are not in force is not one by which anything has expired.
Status Answerer::expire() {
  const auto documents = options_->documents();
  if (documents == nullptr || !documents->current(options_->clock()).ok()) return ok();
  return store_->change(
      [&](IntakeTables& tables) { return expire_questions(tables, options_->clock()); },
      Urgency::kInteractive);
}

bool Answerer::is_too_old(const AskedQuestion& asked) const {
  return asked.came + record::kQuestionAgeSeconds < options_->clock();
}

bool Answerer::is_idle(const AskedQuestion& asked) const {
  return idle_.contains(asked.id) && !is_too_old(asked);
}

// ends() is whether this can never be answered. One that is of a time to come by this clock is not
// by a better one; one that is too old is not by any documents.
bool Answerer::ends(const AskedQuestion& asked, Reason reason) const {
  return is_too_old(asked) || (ends_answers(reason) && reason != Reason::kOutsideOccasion);
}

// An agreement that has left the documents comes back with others, if at all.
void Answerer::wait_for(const AskedQuestion& asked, Reason reason) {
  if (reason == Reason::kNoAgreement) idle_.insert(asked.id);
}

// may_be_answered() begins to wait for a person where the agreement asks for one: also while it is
// suspended or documents are too old, when somebody may as well decide.
Result<bool> Answerer::may_be_answered(const AskedQuestion& asked,
                                       const agreement::DocumentSet& documents) {
  if (asked.approval.due != 0) return asked.approval.decision == Decided::kApproved;
  STILE_TRY(const auto note, crypto::parse_note(asked.note));
  STILE_TRY(const auto question, record::parse_question(note.text));
  const auto agreement = documents.agreement(question.agreement);
  if (!agreement.ok() || !(*agreement)->needs_approval()) return true;
  const Instant hours = Instant{(*agreement)->approval_hours} * kSecondsPerHour;
  const Instant due = std::min(options_->clock() + hours,
                               question.made + record::kQuestionAgeSeconds - kTimeToTell);
  STILE_CHECKED(
      store_->change([&](IntakeTables& tables) { return tables.approvals().wait(asked.id, due); },
                     Urgency::kInteractive));
  return false;
}

// One that fails is written down with its reason, unless the store is what fails.
Status Answerer::answer(const AskedQuestion& asked) {
  const auto documents = options_->documents();
  if (documents == nullptr) return ok();
  STILE_TRY(const bool may, may_be_answered(asked, *documents));
  if (!documents->current(options_->clock()).ok()) return ok();
  auto draft = AnswerDraft::begin(*options_, documents, asked.note);
  if (!draft.ok() && ends(asked, draft.reason())) {
    const bool only_old = !ends_answers(draft.reason());
    return put_off(asked, QuestionState::kRefused,
                   only_old ? Reason::kOutsideOccasion : draft.reason());
  }
  if (!draft.ok()) wait_for(asked, draft.reason());
  if (!may) return ok();
  if (!draft.ok()) return put_off(asked, QuestionState::kWaiting, draft.reason());
  if (!asked.approval.account.empty()) draft = std::move(*draft).by(asked.approval.account);
  const auto made = pause();
  const Status done = store_->change_in_parts(
      [&](IntakeTables& tables, const IntakeStore::Part& part) -> Status {
        STILE_TRY(const bool waits, tables.enquiries().waits(asked.id));
        if (!waits) return ok();  // the gateway has refused a part of it since it was looked up
        const auto goes = [&] {
          const Status durable = part();
          begun_();
          return durable;
        };
        STILE_CHECKED(draft->enter(tables, asked.id, goes));
        return tables.enquiries().settle(asked.id, QuestionState::kAnswered, {});
      },
      Urgency::kInteractive);
  if (!done.ok()) return put_off(asked, QuestionState::kWaiting, done.reason());
  queued_();
  return ok();
}

// What can never be told is not tried again; what cannot be told now holds up none behind it.
Status Answerer::decline(const AskedQuestion& asked) {
  const auto documents = options_->documents();
  if (documents == nullptr || !documents->current(options_->clock()).ok()) return ok();
  auto draft = AnswerDraft::begin(*options_, documents, asked.note);
  if (!draft.ok() && !ends(asked, draft.reason())) {
    wait_for(asked, draft.reason());
    return ok();
  }
  if (draft.ok() && !asked.approval.account.empty()) {
    draft = std::move(*draft).by(asked.approval.account);
  }
  const Status told = store_->change(
      [&](IntakeTables& tables) -> Status {
        if (draft.ok()) STILE_CHECKED(draft->decline(tables, asked.id, *asked.declined));
        return tables.approvals().told(asked.id);
      },
      Urgency::kInteractive);
  if (told.ok()) queued_();
  return ok();
}

Status Answerer::put_off(const AskedQuestion& asked, QuestionState state, Reason reason) {
  return store_->change(
      [&](IntakeTables& tables) {
        return tables.enquiries().settle(asked.id, state, name(reason));
      },
      Urgency::kInteractive);
}

}  // namespace stile::agent
