#pragma once

#include <condition_variable>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <thread>
#include <vector>

#include "agents/ports/submitter.h"
#include "agents/source/admission.h"
#include "agents/source/intake_store.h"

namespace stile::agent {

// Refused is the consignment that the gateway refused, and how; the stream ended with it.
struct Refused {
  ConsignmentHead head;
  GivenRefusal refusal;
};

// Submission is one stream at work. One thread sends; two of its own take the answers, verify
// them and make them durable, as many at a time as have come. At most kUnanswered consignments
// are unanswered.
class Submission {
 public:
  static constexpr std::size_t kUnanswered = 16;

  // `answered` is called when receipts have become durable. Everything borrowed outlives it.
  Submission(std::unique_ptr<SubmitStream> stream, IntakeStore& store, ConsistencyProver& prover,
             ledger::LogView view, Urgency urgency, std::function<void()> answered);
  ~Submission();
  Submission(const Submission&) = delete;
  Submission& operator=(const Submission&) = delete;

  // send() waits for room and sends; false once has_ended(). kIntegrity when the bytes are no
  // consignment.
  Result<bool> send(Pending pending, const Bytes& bytes);
  // has_ended() is true once nothing more will be taken: after a refusal, or when the stream is
  // lost. Then finish() is due. idle() is true when no answer is waited for.
  bool has_ended() const;
  bool idle() const;
  // finish() ends the stream in good order and waits for every answer. What comes back is the
  // refusal that ended it, if one did; an error as SubmitStream::receive() or, when an answer
  // does not verify, kIntegrity or kBadSignature.
  Result<std::optional<Refused>> finish();
  // cancel() ends the stream at once; any thread.
  void cancel();

 private:
  void receive_all();
  void settle_all();
  // settle() verifies answers in the order they came and keeps those that are receipts.
  Status settle(std::deque<Answer> answers);
  Status keep(const std::vector<Pending>& pending, const std::vector<GivenReceipt>& receipts,
              ledger::LogView seen);
  std::optional<Pending> take_pending();
  void end(Status result);

  std::unique_ptr<SubmitStream> stream_;
  IntakeStore* store_;
  ConsistencyProver* prover_;
  const Urgency urgency_;
  const std::function<void()> answered_;
  ledger::LogView view_;  // of this stream's checkpoints; of the settling thread
  ledger::LogView kept_;  // what the store held when this stream last kept

  mutable std::mutex mutex_;  // over what follows
  std::condition_variable changed_;
  std::deque<Pending> pending_;
  std::deque<Answer> answers_;
  std::optional<Refused> refused_;
  Status result_;
  bool closing_ = false;  // nothing more is sent
  bool received_all_ = false;
  bool ended_ = false;

  std::thread receiving_;
  std::thread settling_;
};

}  // namespace stile::agent
