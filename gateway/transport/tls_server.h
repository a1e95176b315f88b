#pragma once

#include <chrono>
#include <cstdint>
#include <memory>
#include <span>
#include <string>

#include "core/base/result.h"
#include "core/tls/identity_files.h"
#include "gateway/transport/acceptor.h"
#include "gateway/transport/call_gate.h"

namespace grpc {
class Server;
class Service;
namespace experimental {
class ExternalConnectionAcceptor;
}
}  // namespace grpc

namespace stile::gateway {

struct TlsServerOptions {
  std::string host;        // address to listen on
  std::uint16_t port = 0;  // 0: the system chooses
  tls::IdentityFiles files;
  unsigned reload_seconds = 5;  // how soon replaced files are used
  int threads = 64;             // agencies + 32: each agency holds one for its open stream
};

// TlsServer is a running gRPC server that nobody reaches but through our own acceptor, TLS 1.3
// with a client certificate, and `gate`. While one exists, prove_tls_floor() has held for it.
// Also serves grpc.health.v1.Health, to the same peers. One thread opens and closes it.
class TlsServer {
 public:
  // open() serves when it returns. Every limit of the design is set here: message size, metadata,
  // streams, pings, handshake time, threads. `gate` and `services` must outlive the server.
  // Fails as own_identity() does when the files are not a gateway's of the gate's trust domain,
  // kIo when the port is not to be had, kIntegrity when TLS 1.2 would be accepted. SIGPIPE is
  // ignored in this process from then on.
  static Result<std::unique_ptr<TlsServer>> open(CallGate& gate, const TlsServerOptions& options,
                                                 std::span<grpc::Service* const> services);
  ~TlsServer();

  std::uint16_t port() const { return acceptor_->port(); }

  // set_serving() is what the health service answers; true from the beginning.
  void set_serving(bool serving);

  // close() takes no more connections and calls, lets running calls end within `grace`, then
  // cancels them, and returns when no handler runs. Again is no harm.
  void close(std::chrono::milliseconds grace);

 private:
  using Inlet = grpc::experimental::ExternalConnectionAcceptor;
  TlsServer(CallGate& gate, std::unique_ptr<Acceptor> acceptor, std::unique_ptr<Inlet> inlet,
            std::unique_ptr<grpc::Server> server);
  void start_accepting();
  void hand_over(Descriptor socket);

  CallGate& gate_;
  std::unique_ptr<Acceptor> acceptor_;
  std::unique_ptr<Inlet> inlet_;
  std::unique_ptr<grpc::Server> server_;
};

}  // namespace stile::gateway
