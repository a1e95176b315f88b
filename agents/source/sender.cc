#include "agents/source/sender.h"

#include <algorithm>
#include <utility>

#include "agents/source/answer_draft.h"
#include "agents/source/submission.h"
#include "core/handover/bulk_thread.h"
#include "core/wire/consignment_codec.h"

namespace stile::agent {
namespace {

using std::chrono::milliseconds;

constexpr milliseconds kRestMost{10'000};
constexpr milliseconds kRestLeast{200};
constexpr milliseconds kIdleMost{2'000};  // how long a stream is held open without work
constexpr milliseconds kIdleStep{20};
constexpr milliseconds kMoment{500};

// may_pass() is true for a refusal that time alone can mend.
bool may_pass(Reason reason) {
  return reason == Reason::kUnavailable || reason == Reason::kIo || reason == Reason::kFlood;
}

// is_final() is true for what waiting does not mend: somebody altered something, or the store is
// in an unknown state.
bool is_final(Reason reason) {
  return reason == Reason::kIntegrity || reason == Reason::kBadSignature || reason == Reason::kIo ||
         reason == Reason::kNotCanonical;
}

// waits() is true of what was lost and is refused for now, or for a number before it.
bool waits(const ConsignmentHead& head, const GivenRefusal& refusal) {
  const Reason reason = refusal.reason;
  if (reason == Reason::kNumberSkipped || reason == Reason::kIntegrity) return true;
  if (!refusal.rows.empty() || reason == Reason::kConflict) return false;
  return may_pass(reason) || (head.answers() && !ends_answers(reason));
}

Urgency urgency_of(record::OccasionKind kind) {
  return kind == record::OccasionKind::kNotify ? Urgency::kInteractive : Urgency::kBulk;
}

}  // namespace

Sender::Sender(const SourceOptions& options, IntakeStore& store,
               std::unique_ptr<IntakeReader> reader, Submitter& submitter,
               record::OccasionKind kind)
    : options_(&options),
      store_(&store),
      reader_(std::move(reader)),
      submitter_(&submitter),
      kind_(kind),
      restatement_(options, store),
      rest_(kRestLeast) {}

Sender::~Sender() { stop(); }

Sender::Interrupt::Interrupt(Sender& sender, std::function<void()> interrupt) : sender_(&sender) {
  const std::lock_guard lock(sender_->mutex_);
  sender_->interrupt_ = std::move(interrupt);
  if (sender_->stopping_ || sender_->state_.stopped) sender_->interrupt_();
}

Sender::Interrupt::~Interrupt() {
  const std::lock_guard lock(sender_->mutex_);
  sender_->interrupt_ = nullptr;
}

void Sender::start() {
  thread_ = std::thread([this] { run(); });
}

void Sender::stop() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
    if (interrupt_) interrupt_();
    woken_.notify_all();
    tell();
  }
  if (thread_.joinable()) thread_.join();
}

void Sender::wake() {
  {
    const std::lock_guard lock(mutex_);
    work_ = true;
  }
  woken_.notify_all();
}

void Sender::retry() {
  const std::lock_guard lock(mutex_);
  state_.halted.clear();
  answers_wait_.clear();
  work_ = true;
  woken_.notify_all();
}

void Sender::retry_answers() {
  const std::lock_guard lock(mutex_);
  answers_wait_.clear();
  work_ = true;
  woken_.notify_all();
}

void Sender::alarm(Error error) {
  const std::lock_guard lock(mutex_);
  if (!state_.stopped) state_.stopped = std::move(error);
  if (interrupt_) interrupt_();
  woken_.notify_all();
  tell();
}

SenderState Sender::state() const {
  auto why = unwitnessed();
  const std::lock_guard lock(mutex_);
  SenderState state = state_;
  state.unwitnessed = std::move(why);
  return state;
}

std::uint64_t Sender::changes() const {
  const std::lock_guard lock(mutex_);
  return changes_;
}

void Sender::wait_for_change(std::uint64_t since) {
  std::unique_lock lock(mutex_);
  changed_.wait_for(lock, kMoment, [&] { return changes_ != since; });
}

void Sender::tell() {
  ++changes_;
  changed_.notify_all();
}

bool Sender::stopping() const {
  const std::lock_guard lock(mutex_);
  return stopping_ || state_.stopped.has_value();
}

std::set<std::int64_t> Sender::halted_routes() const {
  const std::lock_guard lock(mutex_);
  std::set<std::int64_t> routes = answers_wait_;
  for (const auto& [route, reason] : state_.halted) routes.insert(route);
  return routes;
}

void Sender::halt(std::int64_t route, Reason reason) {
  const std::lock_guard lock(mutex_);
  state_.halted[route] = reason;
  tell();
}

void Sender::run() {
  if (urgency_of(kind_) == Urgency::kBulk) give_way_to_others();
  while (!stopping()) {
    {
      std::unique_lock lock(mutex_);
      woken_.wait(lock, [&] { return work_ || stopping_ || state_.stopped; });
      work_ = false;
    }
    if (!stopping()) rest(send_all());
  }
}

// rest() waits before the next attempt, longer each time, unless it was told to stop for good.
void Sender::rest(const Status& result) {
  std::unique_lock lock(mutex_);
  tell();
  if (result.ok()) {
    state_.waiting.reset();
    rest_ = kRestLeast;
    return;
  }
  if (is_final(result.reason())) {
    if (!stopping_ && !state_.stopped) state_.stopped = result.error();
    return;
  }
  state_.waiting = result.reason();
  work_ = true;
  std::uint8_t chance = 0;
  options_->random(std::span(&chance, 1));
  woken_.wait_for(lock, rest_ / 2 + rest_ * chance / 512,
                  [&] { return stopping_ || state_.stopped; });
  rest_ = std::min(rest_ * 2, kRestMost);
}

Result<std::optional<ConsignmentHead>> Sender::next(std::int64_t after, Closed& closed) {
  for (;;) {
    STILE_TRY(auto head, reader_->next_queued(after, kind_));
    if (!head) return head;
    after = head->id;
    if (closed.passed.contains(head->route)) continue;
    if (closed.halted.contains(head->route) && !head->corrects()) continue;
    if (head->answers()) {
      if (auto why = options_->unwitnessed()) {
        closed.unwitnessed = std::move(why);
        continue;
      }
    }
    STILE_TRY(const bool waits, reader_->waits(*head));
    if (!waits) return head;
    closed.passed.insert(head->route);
  }
}

// What people are told of at once goes on without witnesses, and so does what corrects it. An
// answer to an enquiry goes beside these, and does not (next()).
std::optional<std::string> Sender::unwitnessed() const {
  return urgency_of(kind_) == Urgency::kBulk ? options_->unwitnessed() : std::nullopt;
}

Status Sender::send_all() {
  Closed closed{halted_routes(), {}};
  STILE_TRY(auto head, next(0, closed));
  if (!head && closed.unwitnessed) return Error{Reason::kUnavailable, *closed.unwitnessed};
  if (!head) return ok();
  if (auto why = unwitnessed()) return Error{Reason::kUnavailable, *std::move(why)};
  const auto documents = options_->documents();
  if (documents == nullptr) return Error{Reason::kUnavailable, "there are no signed documents"};
  if (const Status current = documents->current(options_->clock()); !current.ok()) {
    return Error{Reason::kUnavailable, current.error().detail};
  }
  auto view = store_->view();
  STILE_TRY(auto stream, submitter_->begin(view.size(), urgency_of(kind_)));
  Submission submission(std::move(stream), *store_, *submitter_, std::move(view), urgency_of(kind_),
                        [this] {
                          {
                            const std::lock_guard lock(mutex_);
                            state_.waiting.reset();
                            rest_ = kRestLeast;
                            tell();
                          }
                          // Each of two senders wakes the other: never under one's own lock.
                          if (other_ != nullptr) other_->wake();
                        });
  const Interrupt interrupt(*this, [&] { submission.cancel(); });
  STILE_CHECKED(feed(submission, *std::move(head), closed));
  STILE_TRY(const auto refused, submission.finish());
  if (refused) return settle(refused->head, refused->refusal);
  // Nobody wakes this for an answer that was passed: it is looked at again.
  if (closed.unwitnessed) return Error{Reason::kUnavailable, *closed.unwitnessed};
  return ok();
}

// feed() ends when the stream has, when it should stop, or after a while without work. What it has
// passed it would not find again: then it ends at once, and the next stream begins at the front.
Status Sender::feed(Submission& submission, ConsignmentHead head, Closed& closed) {
  std::optional<ConsignmentHead> now(head);
  auto idle = milliseconds(0);
  while (!stopping() && !submission.has_ended()) {
    if (now) {
      if (unwitnessed()) {
        wake();  // what waits is looked at again
        return ok();
      }
      STILE_TRY(Bytes bytes, reader_->bytes(now->id));
      STILE_TRY(Pending pending, read_pending(*now, bytes));
      STILE_TRY(const std::uint64_t passes, passes_of(*now));
      if (passes > 0) bytes = wire::passing(std::move(bytes), passes);
      STILE_TRY(const bool sent, submission.send(std::move(pending), bytes));
      if (!sent) return ok();
      head = *now;
      idle = milliseconds(0);
    } else if (idle >= kIdleMost || !closed.passed.empty()) {
      return ok();
    } else {
      idle += wait_for_work();
    }
    STILE_TRY(now, next(head.id, closed));
  }
  return ok();
}

milliseconds Sender::wait_for_work() {
  std::unique_lock lock(mutex_);
  woken_.wait_for(lock, kIdleStep, [&] { return work_ || stopping_ || state_.stopped; });
  work_ = false;
  return kIdleStep;
}

// Where no ledger was ever closed, no number stays out.
Result<std::uint64_t> Sender::passes_of(const ConsignmentHead& head) {
  if (options_->log.closed.empty()) return std::uint64_t{0};
  return reader_->successions().passes(head.route, head.number);
}

Status Sender::settle(const ConsignmentHead& head, const GivenRefusal& refusal) {
  wake();
  STILE_TRY(const bool again, reader_->successions().goes_again(head.id));
  if (again && !waits(head, refusal)) return restatement_.pass_over(head, refusal);
  const bool alone = head.corrects() || head.exercises() || head.answers();
  if (!refusal.rows.empty() && !alone) return restatement_.without(head, refusal.rows);
  if (refusal.reason == Reason::kNumberSkipped) return skipped(head, refusal);
  if (refusal.reason == Reason::kConflict) {
    return restatement_.behind(head.route, std::max(refusal.last_number, head.number));
  }
  if (refusal.reason == Reason::kIntegrity) {
    return Error{Reason::kIntegrity, "the gateway says that its ledger is damaged"};
  }
  if (head.answers()) return settle_answer(head, refusal);
  if (may_pass(refusal.reason)) {
    return Error{Reason::kUnavailable, std::string(name(refusal.reason))};
  }
  STILE_CHECKED(refuse(head, refusal));
  if (other_ != nullptr) other_->wake();
  return ok();
}

Status Sender::refuse(const ConsignmentHead& head, const GivenRefusal& refusal) {
  if (head.corrects()) return restatement_.take_back(head, refusal.reason);
  if (head.exercises()) return restatement_.end_exercise(head, refusal.reason);
  halt(head.route, refusal.reason);
  return restatement_.corrections_first(head.route);
}

// What the whole of an answer is refused for may pass: it waits, and holds up no other route. Of
// one that lacks a row nobody could say that it is whole.
Status Sender::settle_answer(const ConsignmentHead& head, const GivenRefusal& refusal) {
  if (!refusal.rows.empty() || ends_answers(refusal.reason)) {
    return restatement_.end_answer(head, refusal.reason);
  }
  const std::lock_guard lock(mutex_);
  answers_wait_.insert(head.route);
  return ok();
}

// The gateway lacks a number before this one. Where it is still queued it goes first; where a
// receipt was given for it, the gateway has lost what it promised to keep, but where it says so:
// then it was not given back in time, and goes again.
Status Sender::skipped(const ConsignmentHead& head, const GivenRefusal& refusal) {
  std::optional<ConsignmentHead> missing;
  std::uint64_t lost = 0;
  const Status done = store_->change([&](IntakeTables& tables) -> Status {
    auto& successions = tables.successions();
    STILE_TRY(const std::uint64_t number, successions.behind(head.route, refusal.last_number));
    STILE_TRY(missing, tables.consignment(head.route, number));
    if (!missing || missing->state == ConsignmentState::kQueued) return ok();
    for (const auto& closed : options_->log.closed) {
      STILE_TRY(const std::uint64_t some, successions.send_lost(head.route, number, closed));
      lost += some;
    }
    return ok();
  });
  if (!done.ok()) return done.error();
  if (lost > 0) return ok();
  if (missing && missing->state == ConsignmentState::kQueued && missing->id < head.id) return ok();
  if (missing && missing->state != ConsignmentState::kQueued) {
    return Error{Reason::kIntegrity, "the gateway lost a consignment that it gave a receipt for"};
  }
  STILE_TRY(const std::uint64_t passes, passes_of(head));
  if (passes > 0) {
    return Error{Reason::kIntegrity,
                 "the gateway takes nothing behind what was lost with a ledger"};
  }
  return restatement_.behind(head.route, refusal.last_number);
}

}  // namespace stile::agent
