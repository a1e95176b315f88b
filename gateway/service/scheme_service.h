#pragma once

#include "gateway/service/gateway.h"
#include "stile/v1/scheme.grpc.pb.h"

namespace stile::gateway {

// SchemeService hands out the signed documents (proto/stile/v1/scheme.proto).
class SchemeService final : public v1::Scheme::Service {
 public:
  explicit SchemeService(Shared& shared) : shared_(shared) {}
  grpc::Status Sync(grpc::ServerContext* context, const v1::SyncRequest* request,
                    grpc::ServerWriter<v1::Document>* writer) override;

 private:
  Shared& shared_;
};

}  // namespace stile::gateway
