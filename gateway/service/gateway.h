#pragma once

#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <set>
#include <string>

#include "gateway/pipeline/exchange.h"
#include "gateway/service/committer.h"
#include "gateway/service/documents.h"
#include "gateway/service/witnesses.h"
#include "gateway/transport/call_gate.h"

namespace stile::gateway {

// Wakeups tells the streams of an agency that something waits for it, and lets a newer stream
// of the same kind end the older one.
class Wakeups {
 public:
  // Listener is held by a stream until it has detached. Both are called from any thread, under
  // the lock that detach() takes, and must not block.
  struct Listener {
    std::function<void()> wake;
    std::function<void()> supersede;
  };
  void attach(const std::string& agency, std::shared_ptr<Listener> listener);
  void detach(const std::string& agency, const std::shared_ptr<Listener>& listener);
  void wake(const std::string& agency);
  void wake_all();
  // attached() is how many agencies have a stream.
  std::size_t attached();
  // supersede_all() ends every stream, when the program stops.
  void supersede_all();

 private:
  std::mutex mutex_;
  std::map<std::string, std::shared_ptr<Listener>> listeners_;
};

class ShownTo;

// Shared is what the services have in common; it outlives them.
struct Shared {
  CallGate& gate;
  Store& store;
  Documents& documents;
  Committer& committer;
  Wakeups& attached;    // Link.Attach streams
  Wakeups& submitting;  // Exchange.Submit streams, but for
  Wakeups& notifying;   // those of notifications
  Witnesses& witnesses;
  ShownTo& shown;
  crypto::NoteVerifier log_key;
  std::function<Instant()> clock;
  // log(code, reason, agency) writes one line of the local log; never an identifier of a person.
  std::function<void(const std::string& event, Reason reason, const std::string& detail)> log;
  // integrity() stops the program: somebody altered the store.
  std::function<void(const Error&)> integrity;
};

}  // namespace stile::gateway
