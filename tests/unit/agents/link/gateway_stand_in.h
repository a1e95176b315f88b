#pragma once

#include <grpcpp/server.h>

#include <atomic>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "stile/v1/exchange.grpc.pb.h"
#include "stile/v1/ledger.grpc.pb.h"
#include "stile/v1/link.grpc.pb.h"
#include "stile/v1/scheme.grpc.pb.h"

namespace stile::agent {

// GatewayStandIn serves what a test tells it to, on a loopback port and without TLS. Each handler
// runs on a thread of the server.
class GatewayStandIn : public v1::Link::Service,
                       public v1::Scheme::Service,
                       public v1::Exchange::Service,
                       public v1::Ledger::Service {
 public:
  using Attached = grpc::ServerReaderWriter<v1::AttachDown, v1::AttachUp>;
  using Submitting = grpc::ServerReaderWriter<v1::SubmitAnswer, v1::SubmitRequest>;

  GatewayStandIn();
  ~GatewayStandIn() override;

  std::shared_ptr<grpc::Channel> channel();
  // end() serves nothing more, and returns once no handler runs.
  void end();

  // on_attach is each attachment after its Hello; on_submit each stream after its first message.
  std::function<grpc::Status(const v1::Hello&, Attached&)> on_attach;
  std::atomic<bool> interactive = false;  // what the last stream said that it is
  std::function<grpc::Status(std::uint64_t verified_size, Submitting&)> on_submit;
  std::function<std::vector<std::string>(const v1::SyncRequest&)> on_sync;
  std::function<grpc::Status(const v1::ConsistencyRequest&, v1::ProofAnswer&)> on_consistency;
  std::function<std::vector<v1::LeafAnswer>(const v1::LeavesRequest&)> on_leaves;

  grpc::Status Attach(grpc::ServerContext* context, Attached* stream) override;
  grpc::Status Submit(grpc::ServerContext* context, Submitting* stream) override;
  grpc::Status Sync(grpc::ServerContext* context, const v1::SyncRequest* request,
                    grpc::ServerWriter<v1::Document>* writer) override;
  grpc::Status Consistency(grpc::ServerContext* context, const v1::ConsistencyRequest* request,
                           v1::ProofAnswer* answer) override;
  grpc::Status Leaves(grpc::ServerContext* context, const v1::LeavesRequest* request,
                      grpc::ServerWriter<v1::LeafAnswer>* writer) override;

 private:
  int port_ = 0;
  std::unique_ptr<grpc::Server> server_;
};

}  // namespace stile::agent
