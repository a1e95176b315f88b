#include "tests/system/transport/raw_tls_server.h"

#include <openssl/ssl.h>
#include <poll.h>
#include <sys/socket.h>

#include <csignal>
#include <memory>

#include "gateway/transport/socket.h"

namespace stile::test {
namespace {

using Context = std::unique_ptr<SSL_CTX, decltype(&SSL_CTX_free)>;

Context make_context(const tls::IdentityFiles& files, int oldest, int newest) {
  Context context(SSL_CTX_new(TLS_server_method()), SSL_CTX_free);
  SSL_CTX_clear_options(context.get(), SSL_OP_NO_TLSv1_2);
  SSL_CTX_set_min_proto_version(context.get(), oldest);
  SSL_CTX_set_max_proto_version(context.get(), newest);
  SSL_CTX_use_certificate_chain_file(context.get(), files.chain.c_str());
  SSL_CTX_use_PrivateKey_file(context.get(), files.key.c_str(), SSL_FILETYPE_PEM);
  return context;
}

}  // namespace

RawTlsServer::RawTlsServer(const tls::IdentityFiles& files, int oldest, int newest)
    : listener_(gateway::listen_on("127.0.0.1", 0).value()),
      port_(gateway::local_port(listener_)),
      thread_([this, files, oldest, newest] { serve(files, oldest, newest); }) {
  std::signal(SIGPIPE, SIG_IGN);
}

RawTlsServer::~RawTlsServer() {
  gateway::hang_up(listener_);
  thread_.join();
}

void RawTlsServer::serve(const tls::IdentityFiles& files, int oldest, int newest) {
  const Context context = make_context(files, oldest, newest);
  pollfd waiting{listener_.number(), POLLIN, 0};
  while (poll(&waiting, 1, -1) > 0) {
    const gateway::Descriptor socket(accept4(listener_.number(), nullptr, nullptr, SOCK_CLOEXEC));
    if (!socket.held()) return;
    const std::unique_ptr<SSL, decltype(&SSL_free)> connection(SSL_new(context.get()), SSL_free);
    SSL_set_fd(connection.get(), socket.number());
    if (SSL_accept(connection.get()) == 1) ++handshakes_;
    ++attempts_;
  }
}

}  // namespace stile::test
