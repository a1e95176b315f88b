#pragma once

#include <chrono>
#include <condition_variable>
#include <functional>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <thread>

#include "agents/documents/document_keeper.h"
#include "agents/link/gateway_client.h"
#include "agents/ports/holding_sink.h"
#include "agents/ports/log_keeper.h"
#include "agents/ports/note_sink.h"
#include "agents/ports/parcel_sink.h"
#include "agents/ports/question_sink.h"
#include "agents/ports/word_source.h"
#include "core/base/civil_time.h"
#include "core/base/result.h"
#include "core/crypto/random.h"

namespace grpc {
class ClientContext;
}

namespace stile::agent {

class AttachedStream;
class Witness;

// AttachPorts is the agent behind the link. What is null or empty this agent does not do. All
// outlive the attachment.
struct AttachPorts {
  ParcelSink* parcels = nullptr;      // of a recipient
  WordSource* words = nullptr;        // of a recipient of notifications
  NoteSink* notes = nullptr;          // of a source
  HoldingSink* holdings = nullptr;    // of a source
  QuestionSink* questions = nullptr;  // of a source
  LogKeeper* log = nullptr;           // never null
  // lost_leaves() are those that this agency keeps, with first <= index < end.
  std::function<Result<std::vector<HeldLeaf>>(std::uint64_t first, std::uint64_t end)> lost_leaves;
  Witness* witness = nullptr;                  // of whoever counts witnesses, and may be one
  DocumentKeeper* documents = nullptr;         // never null
  std::function<Result<Bytes>()> sealing_key;  // the signed note of a recipient's key
  std::function<void()> documents_changed;
  std::function<Instant()> clock;  // this machine's, to be held against the gateway's
  // alarm() is told when the gateway shows something that cannot be: the attachment has ended for
  // good.
  std::function<void(const Error&)> alarm;
  // log_event() takes an event code, the reason and a detail without identifiers.
  std::function<void(std::string_view, const Error&)> log_event;
};

// Attachment holds the one stream by which parcels, acknowledgements and news come from the
// gateway (proto/stile/v1/link.proto), on a thread of its own from start() to stop(). It attaches
// again whenever the stream ends, with back-off. Before anything else it takes the documents in
// force, and proves that the gateway's ledger extends what this agency saw last; when it does not,
// it stops for good. Where the documents say that the ledger was closed, the agency first gives
// back what it holds of it (`stile-gateway collect`), and attaches once the successor has begun.
class Attachment {
 public:
  Attachment(GatewayClient& gateway, AttachPorts ports, crypto::Random random)
      : gateway_(&gateway), ports_(std::move(ports)), random_(std::move(random)) {}
  ~Attachment();
  Attachment(const Attachment&) = delete;
  Attachment& operator=(const Attachment&) = delete;

  void start();
  void stop();

  // condemn() ends the attachment for good, as when the gateway shows on it what cannot be: it is
  // told to alarm(), once. Any thread.
  void condemn(const Error& error);

  // wake() is called when there is a new word to say. Any thread; without a stream it does nothing,
  // because the next one begins with all that is untaken.
  void wake();

  // proven() is when the gateway last proved, at attaching, that its ledger extends what this
  // agency saw; nothing while no stream is attached.
  std::optional<std::chrono::steady_clock::time_point> proven() const;
  // gateways_time() is what the gateway's clock shows, as it said at attaching and by this
  // machine's steady clock since; nothing while no stream is attached.
  std::optional<Instant> gateways_time() const;
  // wrong_clock() says how far this machine's clock was off the gateway's at attaching
  // (clock_difference.h); nothing where it was not, or while no stream is attached.
  std::optional<std::string> wrong_clock() const;

 private:
  class Interrupt;

  void run();
  Status connect();
  Status attach();
  Status greet_and_run();
  // give_back() succeeds once nobody waits for what this agency holds of a ledger that was closed.
  Status give_back(const ledger::ClosedLog& closed);
  // rest() waits before attaching again; false when it is never to.
  bool rest(const Status& attached);
  bool stopping() const;
  std::optional<Error> condemned() const;
  void attached(AttachedStream& stream);
  void detached();

  GatewayClient* gateway_;
  const AttachPorts ports_;
  const crypto::Random random_;
  bool given_back_ = false;  // of the thread

  mutable std::mutex mutex_;  // over what follows
  std::condition_variable changed_;
  grpc::ClientContext* context_ = nullptr;  // of the stream at work
  AttachedStream* stream_ = nullptr;        // which was greeted
  std::chrono::milliseconds rest_{0};
  std::optional<std::chrono::steady_clock::time_point> proven_;
  Instant greeted_ = 0;  // the gateway's time at proven_; 0 where it said none
  std::optional<std::string> wrong_clock_;
  bool stopping_ = false;
  std::optional<Error> condemned_;
  std::thread thread_;
};

// take_documents() fetches what is not held and puts it in force; true when anything changed.
Result<bool> take_documents(GatewayClient& gateway, DocumentKeeper& documents);

}  // namespace stile::agent
