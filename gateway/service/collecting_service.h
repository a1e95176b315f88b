#pragma once

#include <functional>
#include <memory>
#include <mutex>
#include <set>
#include <span>
#include <utility>

#include "core/agreement/document_set.h"
#include "gateway/pipeline/succession.h"
#include "gateway/transport/call_gate.h"
#include "stile/v1/ledger.grpc.pb.h"

namespace stile::gateway {

// CollectingService is all that is answered of a ledger that was closed until its successor has
// begun: agencies give back what they hold of what was lost (proto/stile/v1/ledger.proto).
class CollectingService final : public v1::Ledger::Service {
 public:
  // Ports keep what was given, durable when keep() returns, and say who has given how many: of who
  // has nothing, or nothing more, once.
  struct Ports {
    std::function<Status(std::span<const GivenBack>)> keep;
    std::function<void(const AgencyId& agency, std::uint64_t leaves)> given;
    std::function<void(const AgencyId& agency, const Error& error)> refused;
  };
  // `gate` outlives it.
  CollectingService(CallGate& gate, std::shared_ptr<const agreement::DocumentSet> documents,
                    Ports ports)
      : gate_(gate), documents_(std::move(documents)), ports_(std::move(ports)) {}

  grpc::Status GiveBack(grpc::ServerContext* context, grpc::ServerReader<v1::HeldLeaf>* reader,
                        v1::GivenBack* answer) override;

 private:
  Result<std::uint64_t> take_all(Call& call, grpc::ServerReader<v1::HeldLeaf>& reader,
                                 Status& verified);

  CallGate& gate_;
  const std::shared_ptr<const agreement::DocumentSet> documents_;
  const Ports ports_;
  std::mutex mutex_;
  std::set<AgencyId> heard_;  // under mutex_: who has given, if only nothing
};

}  // namespace stile::gateway
