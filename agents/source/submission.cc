#include "agents/source/submission.h"

#include <utility>

#include "core/handover/bulk_thread.h"

namespace stile::agent {

Submission::Submission(std::unique_ptr<SubmitStream> stream, IntakeStore& store,
                       ConsistencyProver& prover, ledger::LogView view, Urgency urgency,
                       std::function<void()> answered)
    : stream_(std::move(stream)),
      store_(&store),
      prover_(&prover),
      urgency_(urgency),
      answered_(std::move(answered)),
      view_(view),
      kept_(std::move(view)),
      receiving_([this] { receive_all(); }),
      settling_([this] { settle_all(); }) {}

Submission::~Submission() {
  cancel();
  receiving_.join();
  settling_.join();
}

Result<bool> Submission::send(Pending pending, const Bytes& bytes) {
  {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [&] { return closing_ || pending_.size() < kUnanswered; });
    if (closing_) return false;
    pending_.push_back(std::move(pending));
  }
  const Status sent = stream_->send(bytes);
  if (sent.ok()) return true;
  if (sent.reason() == Reason::kUnavailable) return false;
  return sent.error();
}

bool Submission::has_ended() const {
  const std::lock_guard lock(mutex_);
  return closing_;
}

bool Submission::idle() const {
  const std::lock_guard lock(mutex_);
  return pending_.empty();
}

Result<std::optional<Refused>> Submission::finish() {
  stream_->finish_sending();
  std::unique_lock lock(mutex_);
  changed_.wait(lock, [&] { return ended_; });
  if (!result_.ok()) return result_.error();
  return refused_;
}

void Submission::cancel() { stream_->cancel(); }

void Submission::receive_all() {
  if (urgency_ == Urgency::kBulk) give_way_to_others();
  for (;;) {
    auto answer = stream_->receive();
    const std::lock_guard lock(mutex_);
    if (answer.ok() && answer->has_value()) {
      closing_ = closing_ || std::holds_alternative<GivenRefusal>((*answer)->outcome);
      answers_.push_back(**std::move(answer));
    } else {
      if (!answer.ok() && !ended_) result_ = answer.error();
      closing_ = true;
      received_all_ = true;
    }
    changed_.notify_all();
    if (received_all_) return;
  }
}

// Answers that came while the last ones were being written go into one transaction.
void Submission::settle_all() {
  if (urgency_ == Urgency::kBulk) give_way_to_others();
  for (;;) {
    std::deque<Answer> answers;
    {
      std::unique_lock lock(mutex_);
      changed_.wait(lock, [&] { return received_all_ || !answers_.empty(); });
      if (answers_.empty()) break;
      answers.swap(answers_);
    }
    const Status settled = settle(std::move(answers));
    if (settled.ok()) continue;
    stream_->cancel();
    return end(settled);
  }
  end(ok());
}

void Submission::end(Status result) {
  const std::lock_guard lock(mutex_);
  // What this end found wrong counts for more than that the stream was then cut, before or after.
  if (!result.ok()) {
    result_ = std::move(result);
  } else if (refused_) {
    result_ = ok();
  }
  if (result_.ok() && !refused_ && !pending_.empty()) {
    result_ = Error{Reason::kUnavailable, "the gateway ended the stream before it answered"};
  }
  closing_ = true;
  ended_ = true;
  changed_.notify_all();
}

std::optional<Pending> Submission::take_pending() {
  const std::lock_guard lock(mutex_);
  if (pending_.empty()) return std::nullopt;
  std::optional<Pending> pending(std::move(pending_.front()));
  pending_.pop_front();
  changed_.notify_all();
  return pending;
}

Status Submission::settle(std::deque<Answer> answers) {
  std::vector<Pending> admitted;
  std::vector<GivenReceipt> receipts;
  ledger::LogView seen = view_;
  std::optional<Refused> refused;
  for (auto& answer : answers) {
    auto pending = take_pending();
    if (!pending) return Error{Reason::kIntegrity, "the gateway answered what was never sent"};
    if (auto* refusal = std::get_if<GivenRefusal>(&answer.outcome)) {
      refused = Refused{pending->head, std::move(*refusal)};
      break;
    }
    if (answer.number != pending->head.number) {
      return Error{Reason::kIntegrity, "the gateway answered out of order"};
    }
    auto& given = std::get<GivenReceipt>(answer.outcome);
    STILE_CHECKED(check_admission(*pending, given.leaf, given.receipt, given.consistency, seen));
    admitted.push_back(*std::move(pending));
    receipts.push_back(std::move(given));
  }
  if (!admitted.empty()) STILE_CHECKED(keep(admitted, receipts, std::move(seen)));
  const std::lock_guard lock(mutex_);
  if (refused) refused_ = std::move(refused);
  return ok();
}

// The attachment may have kept a checkpoint meanwhile: then the two are proven against each other
// before anything is kept.
Status Submission::keep(const std::vector<Pending>& pending,
                        const std::vector<GivenReceipt>& receipts, ledger::LogView seen) {
  const auto admit = [&](IntakeTables& tables) -> Status {
    for (std::size_t i = 0; i < pending.size(); ++i) {
      STILE_CHECKED(tables.admit(pending[i].head.id, receipts[i].leaf, receipts[i].receipt));
    }
    return ok();
  };
  ledger::LogView next = seen;
  if (kept_.note() != view_.note()) {
    STILE_TRY(next, proven(kept_, seen, *prover_));
  }
  view_ = std::move(seen);
  for (;;) {
    const Status kept = store_->change_and_keep(kept_, next, admit, urgency_);
    if (kept.ok()) break;
    if (kept.reason() != Reason::kConflict) return kept;
    kept_ = store_->view();
    STILE_TRY(next, proven(kept_, view_, *prover_));
  }
  kept_ = std::move(next);
  answered_();
  return ok();
}

}  // namespace stile::agent
