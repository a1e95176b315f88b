#pragma once

#include <grpcpp/channel.h>
#include <grpcpp/support/status.h>

#include <atomic>
#include <memory>
#include <mutex>
#include <set>
#include <string>
#include <vector>

#include "core/tls/identity_files.h"
#include "gateway/transport/call_gate.h"
#include "gateway/transport/tls_server.h"
#include "tests/system/transport/identities.h"

namespace stile::test {

// EchoGateway is the gateway's whole transport, as the gateway sets it up, in front of a
// service that only says back what it hears.
class EchoGateway {
 public:
  explicit EchoGateway(const tls::IdentityFiles& files = identity("gateway"),
                       gateway::ConnectionLimits limits = {},
                       const std::string& host = "127.0.0.1");
  ~EchoGateway();

  std::string address() const;
  std::uint16_t port() const { return server_->port(); }
  gateway::CallGate& gate() { return gate_; }
  gateway::TlsServer& server() { return *server_; }

  // deny() puts a SPIFFE ID or a serial number on the deny list.
  void deny(const std::string& id_or_serial);
  // handled() is how many calls reached the service.
  int handled() const { return handled_; }
  // has_logged() says whether a refusal for this reason, with these words, was logged.
  bool has_logged(Reason reason, const std::string& words = "") const;

 private:
  class Service;
  Status admit(const AgencyId& agency, const std::string& serial) const;

  mutable std::mutex mutex_;
  std::set<std::string> denied_;
  std::vector<gateway::TurnedAway> refusals_;
  std::atomic<int> handled_ = 0;
  const std::string host_;
  gateway::CallGate gate_;
  std::unique_ptr<Service> service_;
  std::unique_ptr<gateway::TlsServer> server_;
};

// Heard is the answer to one call.
struct Heard {
  grpc::Status status;
  std::string peer;
  std::string fingerprint;
  std::string server_certificate;  // PEM, as the handshake proved it
};

// say() makes one call on a channel, with three seconds to succeed.
Heard say(const std::shared_ptr<grpc::Channel>& channel, const std::string& text = "hello");

// say_as() dials with these files and makes one call.
Heard say_as(const EchoGateway& gateway, const tls::IdentityFiles& files);

// talk() sends `text` so many times on one stream, as fast as it is taken, and reads as many
// answers, which say the same.
grpc::Status talk(const std::shared_ptr<grpc::Channel>& channel, const std::string& text,
                  int times);

}  // namespace stile::test
