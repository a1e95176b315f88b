#include "gateway/service/scheme_service.h"

#include <set>

#include "core/wire/strict.h"
#include "gateway/service/status_map.h"

namespace stile::gateway {

grpc::Status SchemeService::Sync(grpc::ServerContext* context, const v1::SyncRequest* request,
                                 grpc::ServerWriter<v1::Document>* writer) {
  auto call = gate_.enter(*context, 0);
  if (!call.ok()) return status_of(call.reason());
  call->received(request->ByteSizeLong());
  const auto strict = wire::check_strict(*request);
  if (!strict.ok()) return status_of(strict.reason());
  const std::set<std::string> held(request->held().begin(), request->held().end());
  for (const auto& [hash, note] : documents_.notes_for(call->peer())) {
    if (held.contains(std::string(view(hash)))) continue;
    v1::Document document;
    document.set_note(note);
    if (!writer->Write(document)) break;
  }
  return grpc::Status::OK;
}

}  // namespace stile::gateway
