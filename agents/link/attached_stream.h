#pragma once

#include <condition_variable>
#include <cstdint>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <set>
#include <string>
#include <thread>
#include <vector>

#include <grpcpp/client_context.h>
#include <grpcpp/support/sync_stream.h>

#include "agents/link/attachment.h"
#include "agents/link/proof_hashes.h"
#include "stile/v1/link.grpc.pb.h"

namespace stile::agent {

// AttachedStream is one attachment at work: the thread that runs it reads, another takes what was
// read, in order, and answers. Used once.
class AttachedStream {
 public:
  using Wire = grpc::ClientReaderWriter<v1::AttachUp, v1::AttachDown>;

  // Everything borrowed outlives it.
  AttachedStream(GatewayClient& gateway, const AttachPorts& ports, grpc::ClientContext& context,
                 Wire& wire)
      : gateway_(&gateway), ports_(&ports), context_(&context), wire_(&wire) {}

  // greet() says Hello and verifies the Welcome. kIntegrity when the gateway's
  // ledger does not extend what was seen before; kRolledBack when its directory is older.
  Status greet();
  // has_ended() is true once the gateway has ended the stream: its status then says why.
  bool has_ended() const { return lost_; }
  // wrong_clock() says how far this machine's clock was off the gateway's when that greeted.
  const std::optional<std::string>& wrong_clock() const { return wrong_clock_; }
  // gateways_time() is what its clock showed then; 0 where it said nothing of it.
  Instant gateways_time() const { return gateways_time_; }
  // run() takes what comes until the stream ends; ok when it ended in good order.
  Status run();
  // wake() says that there are new words to say. Any thread.
  void wake();

  // size_of() is the size that a checkpoint says; nobody has verified it. Pure.
  static Result<std::uint64_t> size_of(const std::string& checkpoint_note);

 private:
  Status welcome(const ledger::LogView& before, const v1::Welcome& welcome);
  Status compare_clocks(std::uint64_t gateways);
  bool read_one();
  void take_all();
  bool more_to_take();
  Status take(std::deque<v1::AttachDown>& messages);
  Status take_word_answer(const v1::AttachDown& down);
  Status say_words();
  Status take_holding(v1::AttachDown&& down);
  Status take_question(v1::AttachDown&& down);
  Status note_stored(std::uint64_t note);
  Status take_checkpoint(const v1::AttachDown& down);
  Status take_offered(const v1::OfferedCheckpoint& offered);
  // Proof is of a checkpoint, from the tree of so many leaves.
  struct Proof {
    std::uint64_t from = 0;
    std::vector<Hash> hashes;
  };
  template <typename Wire>  // what comes with a proof
  static Result<Proof> proof_of(const Wire& wire) {
    STILE_TRY(auto hashes, proof_hashes(wire.consistency()));
    return Proof{wire.consistency_from(), std::move(hashes)};
  }
  // Delivered is a parcel before anybody knows whether its proof begins at what this agency has
  // seen.
  struct Delivered {
    ParcelDelivery parcel;
    std::uint64_t to = 0;  // the size of its checkpoint, 0 where that cannot be read
  };
  static Result<Delivered> delivered(v1::AttachDown&& down);
  Status see(const std::string& leaf, const std::string& receipt_text, Proof proof);
  // see_at() has `believe` prove what the gateway shows at a checkpoint, by the proof between that
  // and what this agency has seen, and keeps what was seen then. The proof is `given`, if that is
  // from the size seen, or asked for.
  Status see_at(const std::string& checkpoint,
                const std::function<Status(ledger::LogView&, const std::vector<Hash>&)>& believe,
                Proof given);
  Status take_notes(std::deque<v1::AttachDown>& messages);
  Status take_deliveries(std::deque<v1::AttachDown>& messages);
  Status take_parcels(std::vector<Delivered> parcels);
  Status take_one(Delivered delivered);
  Status answer(std::uint64_t parcel, const Result<Bytes>& taken);
  // answer_parcels() sends what answer() has put together: of parcels that come one behind the
  // other the last is stored before the gateway and the source have the work of the first one's
  // answer.
  Status answer_parcels();
  Status prove_from_view(Delivered& delivered);
  Status write(const v1::AttachUp& up);
  void end(Status result);

  GatewayClient* gateway_;
  const AttachPorts* ports_;
  grpc::ClientContext* context_;
  Wire* wire_;
  bool lost_ = false;
  Instant gateways_time_ = 0;
  std::optional<std::string> wrong_clock_;
  std::vector<v1::AttachUp> answers_;  // to parcels
  std::set<Hash> said_;                // words on this stream that are not answered

  std::mutex mutex_;  // over what follows
  std::condition_variable changed_;
  std::deque<v1::AttachDown> messages_;
  bool woken_ = true;
  bool read_all_ = false;
  bool ended_ = false;
  Status result_;
};

}  // namespace stile::agent
