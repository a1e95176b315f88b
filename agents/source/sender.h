#pragma once

#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <set>
#include <span>
#include <thread>
#include <vector>

#include "agents/ports/note_sink.h"
#include "agents/ports/submitter.h"
#include "agents/source/intake_reader.h"
#include "agents/source/intake_store.h"
#include "agents/source/restatement.h"
#include "agents/source/source_options.h"

namespace stile::agent {

class Submission;

// SenderState is how sending stands.
struct SenderState {
  std::map<std::int64_t, Reason> halted;   // routes that the gateway refuses, and why
  std::optional<Error> stopped;            // sending ended for good: somebody altered something
  std::optional<Reason> waiting;           // not connected at present, and why
  std::optional<std::string> unwitnessed;  // it waits for the ledger's witnesses, and why
};

// Sender brings every queued consignment to the gateway, in order, as the same bytes under the
// same number until a receipt that verifies is durable (design I8). It works on a thread of its
// own, from start() to stop(), and beside whoever queues. All functions: any thread.
//
// Corrections go with notifications and share their numbers with whatever is on their route,
// returns too: of one route only one of two senders has anything under way, so that each may sign
// again what is queued there. A consignment that the gateway refuses holds up its route, but for
// corrections: those go first from then on, and one that is refused itself waits elsewhere
// (Corrections).
class Sender {
 public:
  // It sends returns, or notifications and corrections: returns do not hold these up. Everything
  // borrowed outlives the sender.
  Sender(const SourceOptions& options, IntakeStore& store, std::unique_ptr<IntakeReader> reader,
         Submitter& submitter, record::OccasionKind kind);
  ~Sender();
  Sender(const Sender&) = delete;
  Sender& operator=(const Sender&) = delete;

  // wakes() says who is woken when something was answered, because it may wait for that; before
  // start().
  void wakes(Sender& other) { other_ = &other; }

  void start();
  // stop() returns once the thread has ended; what is queued stays queued.
  void stop();
  // wake() says that something was queued; retry() also gives refused routes another chance, and
  // retry_answers() those that answers to enquiries wait on.
  void wake();
  void retry();
  void retry_answers();
  // alarm() ends sending for good.
  void alarm(Error error);

  record::OccasionKind kind() const { return kind_; }
  SenderState state() const;
  // changes() counts what was answered and how often the state changed; wait_for_change() returns
  // once it is no longer `since`, at most after a moment.
  std::uint64_t changes() const;
  void wait_for_change(std::uint64_t since);

 private:
  // Interrupt lets stop() and alarm() cut the stream at work, while it lives.
  class Interrupt {
   public:
    Interrupt(Sender& sender, std::function<void()> interrupt);
    ~Interrupt();
    Interrupt(const Interrupt&) = delete;
    Interrupt& operator=(const Interrupt&) = delete;

   private:
    Sender* sender_;
  };

  // Closed are the routes on which a stream sends nothing: `halted` ones, corrections apart, with
  // those that answers wait on, and
  // those that it has `passed`, because something there had to wait.
  struct Closed {
    std::set<std::int64_t> halted;
    std::set<std::int64_t> passed;
    std::optional<std::string> unwitnessed = {};  // why an answer was passed
  };

  void run();
  // send_all() sends over one stream until nothing is left or the stream ends.
  Status send_all();
  Status feed(Submission& submission, ConsignmentHead head, Closed& closed);
  std::chrono::milliseconds wait_for_work();
  Status refuse(const ConsignmentHead& head, const GivenRefusal& refusal);
  Status settle_answer(const ConsignmentHead& head, const GivenRefusal& refusal);
  Status settle(const ConsignmentHead& head, const GivenRefusal& refusal);
  Status skipped(const ConsignmentHead& head, const GivenRefusal& refusal);
  // passes_of() is how many numbers right before it stay out for good.
  Result<std::uint64_t> passes_of(const ConsignmentHead& head);
  void rest(const Status& result);
  void halt(std::int64_t route, Reason reason);
  void tell();  // of a change, under the lock
  std::set<std::int64_t> halted_routes() const;
  bool stopping() const;
  // unwitnessed() is why it sends nothing until the ledger has witnesses again.
  std::optional<std::string> unwitnessed() const;
  // next() is what to send behind `after`.
  Result<std::optional<ConsignmentHead>> next(std::int64_t after, Closed& closed);

  const SourceOptions* options_;
  IntakeStore* store_;
  std::unique_ptr<IntakeReader> reader_;
  Submitter* submitter_;
  const record::OccasionKind kind_;
  Sender* other_ = nullptr;
  Restatement restatement_;

  mutable std::mutex mutex_;  // over what follows
  std::condition_variable woken_;
  std::condition_variable changed_;
  SenderState state_;
  std::set<std::int64_t> answers_wait_;  // routes; nobody but data officers may know of them (X6)
  std::uint64_t changes_ = 0;
  std::chrono::milliseconds rest_;
  bool work_ = true;
  bool stopping_ = false;
  std::function<void()> interrupt_;  // of the stream at work
  std::thread thread_;
};

}  // namespace stile::agent
