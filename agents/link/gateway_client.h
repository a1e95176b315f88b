#pragma once

#include <chrono>
#include <memory>
#include <span>
#include <vector>

#include "agents/ports/leaf_lister.h"
#include "agents/ports/own_leaves.h"
#include "agents/ports/question_road.h"
#include "agents/ports/submitter.h"
#include "core/base/bytes.h"
#include "core/base/result.h"

namespace grpc {
class Channel;
class Status;
}  // namespace grpc

namespace stile::agent {

// error_of() is what a failed call means here: the reason that the gateway named, or kUnavailable
// when it could not be reached. `status` is not OK.
Error error_of(const grpc::Status& status);

// read_reason() reads a reason's code on the wire, each one higher than in reason.h
// (exchange.proto); kMalformed for any other number. Pure.
Status read_reason(int code, Reason& reason);

// GatewayClient makes calls to the gateway over one channel (transport/channel.h): all but the
// one held stream, which is the Attachment's. Any thread.
class GatewayClient : public Submitter, public QuestionRoad, public LeafLister {
 public:
  explicit GatewayClient(std::shared_ptr<grpc::Channel> channel) : channel_(std::move(channel)) {}

  Result<std::unique_ptr<SubmitStream>> begin(std::uint64_t verified_size,
                                              Urgency urgency) override;
  Result<std::vector<Hash>> consistency(std::uint64_t old_size, std::uint64_t new_size) override;

  Result<std::variant<GivenReceipt, GivenRefusal>> ask(const Bytes& question, const Hash& salt,
                                                       std::uint64_t verified_size) override;

  Result<std::vector<ListedLeaf>> leaves(std::uint64_t first, std::size_t most) override;
  Result<std::vector<Hash>> inclusion(std::uint64_t index, std::uint64_t size) override;
  Result<Bytes> tile(const ledger::Tile& tile) override;

  // give_back() gives the gateway leaves that it has lost with a ledger that was closed; false
  // where it does not wait for them any more, because the successor has begun. kUnavailable, too,
  // where it answers nothing of the kind.
  Result<bool> give_back(std::span<const HeldLeaf> leaves);

  // documents() are the signed documents in force that are not among `held`. Nobody has checked
  // them yet. kTooLarge when there are more than kSyncNotes or kSyncBytes of limits.h.
  Result<std::vector<Bytes>> documents(std::span<const Hash> held);

  // connected() waits for the connection at most this long, and says whether there is one. gRPC
  // reads from a connection only while somebody waits on its channel: without this, a gateway that
  // was away is not found again, because no TLS handshake with it ever ends.
  bool connected(std::chrono::milliseconds longest);

  const std::shared_ptr<grpc::Channel>& channel() const { return channel_; }

 private:
  std::shared_ptr<grpc::Channel> channel_;
};

}  // namespace stile::agent
