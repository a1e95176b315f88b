#include "agents/source/answerer.h"

#include <algorithm>
#include <chrono>
#include <utility>

#include "agents/ports/asked_leaf.h"
#include "agents/source/answer_draft.h"
#include "core/agreement/asked.h"
#include "core/crypto/digest.h"
#include "core/crypto/note.h"

namespace stile::agent {
namespace {

constexpr std::chrono::minutes kLookAgain{1};
constexpr int kOfferAgainMost = 60;  // looks

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
    const bool in_time = changed_.wait_for(lock, kLookAgain, called);
    if (stopping_) return;
    work_ = false;
    lock.unlock();
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

Status Answerer::answer_all() {
  std::vector<AskedQuestion> waiting;
  STILE_CHECKED(store_->change(
      [&](IntakeTables& tables) -> Status {
        STILE_TRY(waiting, tables.enquiries().waiting());
        return ok();
      },
      Urgency::kInteractive));
  for (const auto& asked : waiting) STILE_CHECKED(answer(asked));
  return ok();
}

// One that fails is written down with its reason, unless the store is what fails.
Status Answerer::answer(const AskedQuestion& asked) {
  const auto documents = options_->documents();
  if (documents == nullptr || !documents->current(options_->clock()).ok()) return ok();
  const auto draft = AnswerDraft::begin(*options_, documents, asked.note);
  if (!draft.ok()) {
    // One that is of a time to come by this clock is not by a better one.
    const bool old = asked.came + record::kQuestionAgeSeconds < options_->clock();
    const bool ends =
        ends_answers(draft.reason()) && (old || draft.reason() != Reason::kOutsideOccasion);
    return put_off(asked, ends ? QuestionState::kRefused : QuestionState::kWaiting, draft.reason());
  }
  const Status done = store_->change(
      [&](IntakeTables& tables) -> Status {
        STILE_CHECKED(draft->enter(tables, asked.id));
        return tables.enquiries().settle(asked.id, QuestionState::kAnswered, {});
      },
      Urgency::kInteractive);
  if (!done.ok()) return put_off(asked, QuestionState::kWaiting, done.reason());
  queued_();
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
