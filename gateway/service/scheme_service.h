#pragma once

#include "gateway/service/documents.h"
#include "gateway/transport/call_gate.h"
#include "stile/v1/scheme.grpc.pb.h"

namespace stile::gateway {

// SchemeService hands out the signed documents (proto/stile/v1/scheme.proto).
class SchemeService final : public v1::Scheme::Service {
 public:
  // Both outlive it.
  SchemeService(CallGate& gate, Documents& documents) : gate_(gate), documents_(documents) {}
  grpc::Status Sync(grpc::ServerContext* context, const v1::SyncRequest* request,
                    grpc::ServerWriter<v1::Document>* writer) override;

 private:
  CallGate& gate_;
  Documents& documents_;
};

}  // namespace stile::gateway
