#pragma once

#include <atomic>
#include <cstdint>
#include <thread>

#include "core/tls/identity_files.h"
#include "gateway/transport/descriptor.h"

namespace stile::test {

// RawTlsServer is an OpenSSL server on loopback that knows nothing of the process's floor: it
// takes the versions it is told to take, asks for no certificate, and hangs up after the
// handshake. It stands for a gateway that is set up wrongly.
class RawTlsServer {
 public:
  // Versions as OpenSSL numbers them.
  RawTlsServer(const tls::IdentityFiles& files, int oldest, int newest);
  ~RawTlsServer();

  std::uint16_t port() const { return port_; }
  // How many clients began a handshake, and how many of them completed one.
  int attempts() const { return attempts_; }
  int handshakes() const { return handshakes_; }

 private:
  void serve(const tls::IdentityFiles& files, int oldest, int newest);

  gateway::Descriptor listener_;
  std::uint16_t port_;
  std::atomic<int> attempts_ = 0;
  std::atomic<int> handshakes_ = 0;
  std::thread thread_;
};

}  // namespace stile::test
