#include "tests/unit/agents/link/gateway_stand_in.h"

#include <grpcpp/create_channel.h>
#include <grpcpp/security/credentials.h>
#include <grpcpp/security/server_credentials.h>
#include <grpcpp/server_builder.h>

#include <string>

namespace stile::agent {

GatewayStandIn::GatewayStandIn() {
  grpc::ServerBuilder builder;
  builder.RegisterService(static_cast<v1::Link::Service*>(this));
  builder.RegisterService(static_cast<v1::Scheme::Service*>(this));
  builder.RegisterService(static_cast<v1::Exchange::Service*>(this));
  builder.RegisterService(static_cast<v1::Ledger::Service*>(this));
  builder.AddListeningPort("127.0.0.1:0", grpc::InsecureServerCredentials(), &port_);
  server_ = builder.BuildAndStart();
}

GatewayStandIn::~GatewayStandIn() { end(); }

void GatewayStandIn::end() { server_->Shutdown(gpr_time_from_millis(100, GPR_TIMESPAN)); }

std::shared_ptr<grpc::Channel> GatewayStandIn::channel() {
  return grpc::CreateChannel("127.0.0.1:" + std::to_string(port_),
                             grpc::InsecureChannelCredentials());
}

grpc::Status GatewayStandIn::Attach(grpc::ServerContext* /*context*/, Attached* stream) {
  v1::AttachUp up;
  if (!stream->Read(&up) || !up.has_hello()) {
    return {grpc::StatusCode::INVALID_ARGUMENT, "MALFORMED"};
  }
  return on_attach(up.hello(), *stream);
}

grpc::Status GatewayStandIn::Submit(grpc::ServerContext* /*context*/, Submitting* stream) {
  v1::SubmitRequest request;
  if (!stream->Read(&request) || !request.has_begin()) {
    return {grpc::StatusCode::INVALID_ARGUMENT, "MALFORMED"};
  }
  interactive = request.begin().interactive();
  return on_submit(request.begin().verified_size(), *stream);
}

grpc::Status GatewayStandIn::Sync(grpc::ServerContext* /*context*/, const v1::SyncRequest* request,
                                  grpc::ServerWriter<v1::Document>* writer) {
  if (!on_sync) return grpc::Status::OK;
  for (const auto& note : on_sync(*request)) {
    v1::Document document;
    document.set_note(note);
    writer->Write(document);
  }
  return grpc::Status::OK;
}

grpc::Status GatewayStandIn::Consistency(grpc::ServerContext* /*context*/,
                                         const v1::ConsistencyRequest* request,
                                         v1::ProofAnswer* answer) {
  return on_consistency(*request, *answer);
}

grpc::Status GatewayStandIn::Leaves(grpc::ServerContext* /*context*/,
                                    const v1::LeavesRequest* request,
                                    grpc::ServerWriter<v1::LeafAnswer>* writer) {
  for (const auto& leaf : on_leaves(*request)) writer->Write(leaf);
  return grpc::Status::OK;
}

}  // namespace stile::agent
