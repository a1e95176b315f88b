#pragma once

#include "gateway/service/fetched.h"
#include "gateway/service/gateway.h"
#include "stile/v1/ledger.grpc.pb.h"

namespace stile::gateway {

// LedgerService answers proofs and tiles to anyone attached, and leaf bodies to their parties only
// (proto/stile/v1/ledger.proto).
class LedgerService final : public v1::Ledger::Service {
 public:
  explicit LedgerService(Shared& shared) : shared_(shared) {}
  grpc::Status Checkpoint(grpc::ServerContext* context, const v1::CheckpointRequest* request,
                          v1::CheckpointAnswer* answer) override;
  grpc::Status Inclusion(grpc::ServerContext* context, const v1::InclusionRequest* request,
                         v1::ProofAnswer* answer) override;
  grpc::Status Consistency(grpc::ServerContext* context, const v1::ConsistencyRequest* request,
                           v1::ProofAnswer* answer) override;
  grpc::Status Tile(grpc::ServerContext* context, const v1::TileRequest* request,
                    v1::TileAnswer* answer) override;
  grpc::Status Leaves(grpc::ServerContext* context, const v1::LeavesRequest* request,
                      grpc::ServerWriter<v1::LeafAnswer>* writer) override;

  // GiveBack() answers that nobody waits for it: this ledger has begun.
  grpc::Status GiveBack(grpc::ServerContext* context, grpc::ServerReader<v1::HeldLeaf>* reader,
                        v1::GivenBack* answer) override;

  const Fetched& fetched() const { return fetched_; }

 private:
  Result<Call> enter(grpc::ServerContext& context, const google::protobuf::Message& request);
  Shared& shared_;
  Fetched fetched_;
};

}  // namespace stile::gateway
