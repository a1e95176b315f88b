#pragma once

#include <chrono>
#include <condition_variable>
#include <deque>
#include <functional>
#include <mutex>
#include <thread>
#include <vector>

#include "core/base/civil_time.h"
#include "gateway/pipeline/recorder.h"

namespace stile::gateway {

// Committer runs the Recorder on one thread: whenever it is idle it takes what is queued, up to
// limits::kLeavesPerCommit entries, and makes it durable in one go. There is no timer: alone, an
// entry is committed at once; under load, groups form by themselves. Interactive entries go first,
// but for a quarter of each group that bulk has. Entries of one urgency keep their order. Any
// thread may submit.
class Committer {
 public:
  // Done is called on the committer's thread once the outcome is durable; it must not block.
  using Done = std::function<void(Outcome)>;
  // Kept is called before that, as soon as the ledger has the entry or its refusal: for whom
  // something waits there now. Whoever takes it gets the checkpoint over it too, and so needs no
  // second place of it. On the committer's thread; it must not block.
  using Kept = std::function<void()>;
  // Broken is called once, when the store's state is unknown; the program must stop.
  using Broken = std::function<void(const Error&)>;
  // Watch is told of each group once it is durable, before anyone is answered, and how long it
  // took. It is called on the committer's thread and must not block.
  using Watch =
      std::function<void(const std::vector<Outcome>&, std::chrono::duration<double> took)>;
  // Lull is called behind a group, everyone answered, while nothing interactive is queued, on the
  // committer's thread: for what would hold a commit up.
  using Lull = std::function<void()>;
  using Clock = std::function<Instant()>;

  Committer(Recorder recorder, Clock clock, Broken broken, Watch watch = {}, Lull lull = {});
  ~Committer() { close(); }
  Committer(const Committer&) = delete;
  Committer& operator=(const Committer&) = delete;

  struct Queued {
    Entry entry;
    Done done;
    Kept kept = nullptr;
  };
  // submit() queues an entry, waiting while the queue is full. False once the committer is
  // broken: nothing will be answered. submit_all() queues several at once, in their order: one
  // group takes them all if it has room.
  bool submit(Entry entry, Urgency urgency, Done done);
  bool submit_all(std::vector<Queued> entries, Urgency urgency);

  // close() commits what is queued and returns when nobody is told anything any more. After it
  // nothing is taken. One thread calls it, before what `done` and `watch` refer to goes.
  void close();

  // newest() is the last checkpoint that the ledger has, and its tree size.
  struct Newest {
    std::string checkpoint;
    std::uint64_t tree_size = 0;
  };
  Newest newest() const;

 private:
  void run();
  std::vector<Queued> next_group();
  bool commit(std::vector<Queued> group);
  bool urgent() const;

  Recorder recorder_;
  Clock clock_;
  Broken broken_;
  Watch watch_;
  Lull lull_;
  mutable std::mutex mutex_;
  std::condition_variable work_;
  std::condition_variable room_;
  std::deque<Queued> interactive_;
  std::deque<Queued> bulk_;
  Newest newest_;
  bool stopping_ = false;
  bool failed_ = false;
  std::thread thread_;
};

}  // namespace stile::gateway
