#pragma once

#include "gateway/service/gateway.h"
#include "stile/v1/exchange.grpc.pb.h"

namespace stile::gateway {

// ExchangeService takes consignments (proto/stile/v1/exchange.proto). A stream has three threads:
// its handler reads, a second one sends what was read along the road, and a third answers, in
// order, what is durable. After a refusal the stream ends as soon as its source has ended its
// side or sends another message. Ask waits on its own thread until its question is durable.
class ExchangeService final : public v1::Exchange::Service {
 public:
  explicit ExchangeService(Shared& shared) : shared_(shared) {}

  using Stream = grpc::ServerReaderWriter<v1::SubmitAnswer, v1::SubmitRequest>;
  grpc::Status Submit(grpc::ServerContext* context, Stream* stream) override;
  grpc::Status Ask(grpc::ServerContext* context, const v1::AskRequest* request,
                   v1::AskAnswer* answer) override;

 private:
  Shared& shared_;
};

}  // namespace stile::gateway
