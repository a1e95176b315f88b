#include "gateway/service/ledger_service.h"

#include <algorithm>

#include "core/ledger/merkle.h"
#include "core/ledger/tile.h"
#include "core/wire/strict.h"
#include "gateway/service/status_map.h"

namespace stile::gateway {
namespace {

constexpr std::uint32_t kLeavesMost = 1000;

grpc::Status put(const Result<std::vector<Hash>>& proof, v1::ProofAnswer& answer) {
  if (!proof.ok()) return status_of(proof.reason());
  for (const auto& hash : proof.value()) answer.add_hash(std::string(view(hash)));
  return grpc::Status::OK;
}

}  // namespace

Result<Call> LedgerService::enter(grpc::ServerContext& context,
                                  const google::protobuf::Message& request) {
  STILE_TRY(Call call, shared_.gate.enter(context, 0));
  call.received(request.ByteSizeLong());
  STILE_CHECKED(wire::check_strict(request));
  return call;
}

grpc::Status LedgerService::Checkpoint(grpc::ServerContext* context,
                                       const v1::CheckpointRequest* request,
                                       v1::CheckpointAnswer* answer) {
  const auto call = enter(*context, *request);
  if (!call.ok()) return status_of(call.reason());
  answer->set_note(shared_.committer.newest().checkpoint);
  return grpc::Status::OK;
}

grpc::Status LedgerService::Inclusion(grpc::ServerContext* context,
                                      const v1::InclusionRequest* request,
                                      v1::ProofAnswer* answer) {
  const auto call = enter(*context, *request);
  if (!call.ok()) return status_of(call.reason());
  if (request->size() > shared_.committer.newest().tree_size) return status_of(Reason::kNotFound);
  return put(ledger::inclusion_proof(request->index(), request->size(), shared_.store), *answer);
}

grpc::Status LedgerService::Consistency(grpc::ServerContext* context,
                                        const v1::ConsistencyRequest* request,
                                        v1::ProofAnswer* answer) {
  const auto call = enter(*context, *request);
  if (!call.ok()) return status_of(call.reason());
  if (request->new_size() > shared_.committer.newest().tree_size) {
    return status_of(Reason::kNotFound);
  }
  return put(ledger::consistency_proof(request->old_size(), request->new_size(), shared_.store),
             *answer);
}

grpc::Status LedgerService::Tile(grpc::ServerContext* context, const v1::TileRequest* request,
                                 v1::TileAnswer* answer) {
  const auto call = enter(*context, *request);
  if (!call.ok()) return status_of(call.reason());
  const auto tile = ledger::tile_of(request->level(), request->index(), request->width(),
                                    shared_.committer.newest().tree_size);
  if (!tile.ok()) return status_of(tile.reason());
  auto hashes = ledger::tile_hashes(tile.value(), shared_.store);
  if (!hashes.ok()) return status_of(hashes.reason());
  answer->set_hashes(std::move(hashes).value());
  return grpc::Status::OK;
}

grpc::Status LedgerService::Leaves(grpc::ServerContext* context, const v1::LeavesRequest* request,
                                   grpc::ServerWriter<v1::LeafAnswer>* writer) {
  const auto call = enter(*context, *request);
  if (!call.ok()) return status_of(call.reason());
  fetched_.note(call->peer().text(), request->from_index());
  const auto indices = shared_.store.leaves_naming(call->peer().text(), request->from_index(),
                                                   std::min(request->most(), kLeavesMost));
  if (!indices.ok()) return status_of(indices.reason());
  for (const auto index : indices.value()) {
    const auto text = shared_.store.leaf_text(index);
    if (!text.ok()) return status_of(text.reason());
    v1::LeafAnswer answer;
    answer.set_index(index);
    if (text.value()) answer.set_leaf(*text.value());
    if (!writer->Write(answer)) break;
  }
  return grpc::Status::OK;
}

grpc::Status LedgerService::GiveBack(grpc::ServerContext* context,
                                     grpc::ServerReader<v1::HeldLeaf>* /*reader*/,
                                     v1::GivenBack* /*answer*/) {
  const auto call = shared_.gate.enter(*context, 0);
  return status_of(call.ok() ? Reason::kConflict : call.reason());
}

}  // namespace stile::gateway
