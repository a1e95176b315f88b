#pragma once

#include "gateway/service/gateway.h"
#include "stile/v1/exchange.grpc.pb.h"

namespace stile::gateway {

// ExchangeService takes consignments (proto/stile/v1/exchange.proto). Its handler reads and
// sends them along the road; a second thread of the stream answers, in order, what is durable.
class ExchangeService final : public v1::Exchange::Service {
 public:
  explicit ExchangeService(Shared& shared) : shared_(shared) {}

  using Stream = grpc::ServerReaderWriter<v1::SubmitAnswer, v1::SubmitRequest>;
  grpc::Status Submit(grpc::ServerContext* context, Stream* stream) override;

 private:
  Shared& shared_;
};

}  // namespace stile::gateway
