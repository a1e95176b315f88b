#include "gateway/transport/self_test.h"

#include <openssl/ssl.h>

#include <memory>

#include "gateway/transport/socket.h"

namespace stile::gateway {
namespace {

constexpr int kTimeoutMs = 5000;

// Set by OpenSSL's message callback when the server's greeting comes in.
struct Greeting {
  bool answered = false;
};

void note_greeting(int is_sent, int /*version*/, int content_type, const void* message,
                   std::size_t size, SSL* /*connection*/, void* greeting) {
  if (is_sent != 0 || content_type != SSL3_RT_HANDSHAKE || size == 0) return;
  const auto type = *static_cast<const unsigned char*>(message);
  if (type == SSL3_MT_SERVER_HELLO) static_cast<Greeting*>(greeting)->answered = true;
}

using Context = std::unique_ptr<SSL_CTX, decltype(&SSL_CTX_free)>;

// A client of exactly this version, whatever the process's floor says.
Context client_of(int version) {
  Context context(SSL_CTX_new(TLS_client_method()), SSL_CTX_free);
  if (!context) return context;
  SSL_CTX_clear_options(context.get(), SSL_OP_NO_TLSv1_2);
  const bool set = SSL_CTX_set_min_proto_version(context.get(), version) == 1 &&
                   SSL_CTX_set_max_proto_version(context.get(), version) == 1;
  if (!set) context.reset();
  return context;
}

// A server that speaks `version` shows it by its greeting, before it asks for a certificate.
Result<bool> answers(int version, const std::string& host, std::uint16_t port,
                     const Dialled& dialled) {
  STILE_TRY(const Descriptor socket, connect_to(host, port, kTimeoutMs));
  if (dialled) dialled(local_name(socket));
  const Context context = client_of(version);
  if (!context) return Error{Reason::kUnavailable, "OpenSSL cannot make a client"};
  const std::unique_ptr<SSL, decltype(&SSL_free)> connection(SSL_new(context.get()), SSL_free);
  if (!connection || SSL_set_fd(connection.get(), socket.number()) != 1) {
    return Error{Reason::kUnavailable, "OpenSSL cannot make a connection"};
  }
  Greeting greeting;
  SSL_set_msg_callback(connection.get(), note_greeting);
  SSL_set_msg_callback_arg(connection.get(), &greeting);
  SSL_connect(connection.get());
  return greeting.answered;
}

}  // namespace

Status prove_tls_floor(const std::string& host, std::uint16_t port, const Dialled& dialled) {
  STILE_TRY(const bool serves, answers(TLS1_3_VERSION, host, port, dialled));
  if (!serves) return Error{Reason::kUnavailable, "the server does not answer a TLS 1.3 greeting"};
  STILE_TRY(const bool outdated, answers(TLS1_2_VERSION, host, port, dialled));
  if (outdated) return Error{Reason::kIntegrity, "the server accepts TLS 1.2"};
  return ok();
}

}  // namespace stile::gateway
