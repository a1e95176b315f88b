#include "tests/system/transport/echo_gateway.h"

#include <grpc/grpc_security_constants.h>
#include <grpcpp/client_context.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <thread>

#include "agents/transport/channel.h"
#include "core/base/limits.h"
#include "echo.grpc.pb.h"

namespace stile::test {

class EchoGateway::Service final : public Echo::Service {
 public:
  explicit Service(EchoGateway& own) : own_(own) {}

  grpc::Status Say(grpc::ServerContext* context, const Words* heard, Words* said) override {
    auto call = own_.gate_.enter(*context, 0);
    if (!call.ok()) return refused(call.reason());
    call->received(heard->ByteSizeLong());
    *said = answer(*call, *heard);
    return grpc::Status::OK;
  }

  grpc::Status Talk(grpc::ServerContext* context,
                    grpc::ServerReaderWriter<Words, Words>* stream) override {
    auto call = own_.gate_.enter(*context, limits::kMessageBytes);
    if (!call.ok()) return refused(call.reason());
    Words heard;
    while (stream->Read(&heard)) {
      call->received(heard.ByteSizeLong());
      stream->Write(answer(*call, heard));
    }
    return grpc::Status::OK;
  }

 private:
  static grpc::Status refused(Reason reason) {
    return {grpc::StatusCode::PERMISSION_DENIED, std::string(name(reason))};
  }

  Words answer(const gateway::Call& call, const Words& heard) {
    ++own_.handled_;
    Words said = heard;
    said.set_peer(call.peer().text());
    said.set_fingerprint(std::string(view(call.fingerprint())));
    return said;
  }

  EchoGateway& own_;
};

EchoGateway::EchoGateway(const tls::IdentityFiles& files, gateway::ConnectionLimits limits,
                         const std::string& host)
    : host_(host),
      gate_(
          "stile.example",
          [this](const AgencyId& agency, const std::string& serial) {
            return admit(agency, serial);
          },
          [this](const gateway::TurnedAway& refusal) {
            const std::lock_guard lock(mutex_);
            refusals_.push_back(refusal);
          },
          limits),
      service_(std::make_unique<Service>(*this)) {
  const std::array<grpc::Service*, 1> services = {service_.get()};
  auto server = gateway::TlsServer::open(
      gate_, {.host = host_, .files = files, .reload_seconds = 1}, services);
  if (!server.ok()) ADD_FAILURE() << server.error().detail;
  server_ = std::move(server).value();
}

EchoGateway::~EchoGateway() = default;

std::string EchoGateway::address() const {
  const bool v6 = host_.find(':') != std::string::npos;
  return (v6 ? "[" + host_ + "]" : host_) + ":" + std::to_string(port());
}

void EchoGateway::deny(const std::string& id_or_serial) {
  const std::lock_guard lock(mutex_);
  denied_.insert(id_or_serial);
}

Status EchoGateway::admit(const AgencyId& agency, const std::string& serial) const {
  const std::lock_guard lock(mutex_);
  if (denied_.contains(agency.text()) || denied_.contains(serial)) return Reason::kDenied;
  return ok();
}

bool EchoGateway::has_logged(Reason reason, const std::string& words) const {
  const std::lock_guard lock(mutex_);
  return std::ranges::any_of(refusals_, [&](const auto& refusal) {
    return refusal.reason == reason && refusal.detail.find(words) != std::string::npos;
  });
}

Heard say(const std::shared_ptr<grpc::Channel>& channel, const std::string& text) {
  grpc::ClientContext context;
  context.set_deadline(std::chrono::system_clock::now() + std::chrono::seconds(3));
  Words words;
  words.set_text(text);
  Words answer;
  Heard heard;
  heard.status = Echo::NewStub(channel)->Say(&context, words, &answer);
  heard.peer = answer.peer();
  heard.fingerprint = answer.fingerprint();
  if (!heard.status.ok()) return heard;
  EXPECT_EQ(answer.text(), text);
  for (const auto& pem :
       context.auth_context()->FindPropertyValues(GRPC_X509_PEM_CERT_PROPERTY_NAME)) {
    heard.server_certificate.assign(pem.data(), pem.size());
  }
  return heard;
}

Heard say_as(const EchoGateway& gateway, const tls::IdentityFiles& files) {
  return say(agent::dial(gateway.address(), files, gateway_id(), 1));
}

grpc::Status talk(const std::shared_ptr<grpc::Channel>& channel, const std::string& text,
                  int times) {
  grpc::ClientContext context;
  context.set_deadline(std::chrono::system_clock::now() + std::chrono::seconds(60));
  const auto stub = Echo::NewStub(channel);
  const auto stream = stub->Talk(&context);
  std::thread writer([&] {
    Words words;
    words.set_text(text);
    for (int i = 0; i < times && stream->Write(words); ++i) continue;
    stream->WritesDone();
  });
  Words answer;
  int answers = 0;
  while (stream->Read(&answer)) ++answers;
  writer.join();
  const grpc::Status status = stream->Finish();
  EXPECT_TRUE(!status.ok() || answers == times) << answers;
  return status;
}

}  // namespace stile::test
