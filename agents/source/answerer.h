#pragma once

#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <functional>
#include <mutex>
#include <optional>
#include <set>
#include <thread>
#include <vector>

#include "agents/ports/question_sink.h"
#include "agents/source/intake_store.h"
#include "agents/source/route.h"
#include "agents/source/source_options.h"
#include "core/base/result.h"
#include "core/record/question.h"

namespace stile::agent {

// Answerer takes regulators' questions and answers them, on a thread of its own, from what is kept
// here: rows by type of record, and last a manifest that says what it holds. A consignment of rows
// that is full becomes durable and goes while the next is made; nobody else changes the store
// meanwhile, and the last part has the word that the answer was given. After a crash it goes on
// behind what is durable, so that it is made once. A question that cannot be answered now
// (ends_answers()) waits, and holds up none behind it: it is looked at again when documents have
// changed, and every minute, but for one whose agreement is not among the documents, which time
// does not mend. Once it is too old it is refused, whatever it waits for. So does one that a person
// has to approve, until that or its time is over; one that is declined is answered with a manifest
// that says why. Any thread, but take(), which is the link's.
class Answerer : public QuestionSink {
 public:
  // Everything borrowed outlives it. `queued` is told when an answer is durable, and again after a
  // minute, then ever more seldom, every hour at last, because what the gateway has refused may go
  // by then. `look_again` is that minute. `begun` is told when a part of an answer is durable.
  Answerer(const SourceOptions& options, IntakeStore& store, std::function<void()> queued,
           std::function<void()> begun,
           std::chrono::milliseconds look_again = std::chrono::minutes{1})
      : options_(&options),
        store_(&store),
        queued_(std::move(queued)),
        begun_(std::move(begun)),
        look_again_(look_again) {}
  ~Answerer() override { stop(); }
  Answerer(const Answerer&) = delete;
  Answerer& operator=(const Answerer&) = delete;

  void start();
  void stop();
  // wake() says that documents have changed, or a person has decided.
  void wake();

  Result<bool> take(const GivenQuestion& question) override;

  // expire() declines what nobody has decided about in time, unless the documents are not in force
  // by this clock.
  Status expire();

  // forget_unaskable() deletes what nobody can ask about any more: what happened longer ago than a
  // question may ask about (record::kQuestionDays), and two months for one that is on its way and
  // for a clock that is ahead, to the beginning of that month. Each month once, unless the
  // documents are not in force by this clock. By one thread.
  Status forget_unaskable();

  // pause() holds every answer up while it is held: what is decided meanwhile about the records
  // that went in answers misses none.
  std::unique_lock<std::mutex> pause() { return std::unique_lock(answering_); }

 private:
  void run();
  Status answer_all();
  Status answer(const AskedQuestion& asked);
  Status decline(const AskedQuestion& asked);
  Result<bool> may_be_answered(const AskedQuestion& asked, const agreement::DocumentSet& documents);
  bool is_too_old(const AskedQuestion& asked) const;
  bool is_idle(const AskedQuestion& asked) const;
  bool ends(const AskedQuestion& asked, Reason reason) const;
  void wait_for(const AskedQuestion& asked, Reason reason);
  Status put_off(const AskedQuestion& asked, QuestionState state, Reason reason);
  Result<bool> not_taken(const GivenQuestion& given, Reason reason);

  const SourceOptions* options_;
  IntakeStore* store_;
  const std::function<void()> queued_;
  const std::function<void()> begun_;
  const std::chrono::milliseconds look_again_;
  std::mutex answering_;         // held while an answer is made
  std::set<Hash> not_believed_;  // already logged; of the link's thread
  std::set<std::int64_t> idle_;  // that only other documents mend; of the thread that answers
  Day forgotten_ = 0;            // nothing from before is kept; of that thread
  std::mutex mutex_;             // over what follows
  std::condition_variable changed_;
  bool work_ = true;
  bool stopping_ = false;
  std::thread thread_;
};

}  // namespace stile::agent
