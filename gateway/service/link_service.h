#pragma once

#include "gateway/service/gateway.h"
#include "stile/v1/link.grpc.pb.h"

namespace stile::gateway {

// LinkService holds one stream open to every agent (proto/stile/v1/link.proto).
class LinkService final : public v1::Link::Service {
 public:
  explicit LinkService(Shared& shared) : shared_(shared) {}

  using Stream = grpc::ServerReaderWriter<v1::AttachDown, v1::AttachUp>;
  grpc::Status Attach(grpc::ServerContext* context, Stream* stream) override;

 private:
  Shared& shared_;
};

}  // namespace stile::gateway
