#include "agents/transport/channel.h"

#include <grpcpp/channel.h>
#include <grpcpp/create_channel.h>
#include <grpcpp/security/credentials.h>
#include <grpcpp/security/tls_certificate_provider.h>
#include <grpcpp/security/tls_certificate_verifier.h>
#include <grpcpp/security/tls_credentials_options.h>
#include <grpcpp/support/channel_arguments.h>

#include <functional>
#include <utility>
#include <vector>

#include "core/base/limits.h"
#include "core/tls/floor.h"
#include "core/tls/peer_identity.h"

namespace stile::agent {
namespace {

namespace tls_api = grpc::experimental;

constexpr int kSecondMs = 1000;

// A message that carries one document, with room for its envelope.
constexpr int kLongestAnswer = static_cast<int>(limits::kDocumentBytes + 64 * 1024);

class OneGateway final : public tls_api::ExternalCertificateVerifier {
 public:
  explicit OneGateway(AgencyId gateway) : gateway_(std::move(gateway)) {}

  bool Verify(tls_api::TlsCustomVerificationCheckRequest* request,
              std::function<void(grpc::Status)> /*callback*/, grpc::Status* sync_status) override {
    std::vector<std::string> names;
    for (const auto& name : request->uri_names()) names.emplace_back(name.data(), name.size());
    const auto shown = tls::peer_identity(names);
    const bool expected = shown.ok() && *shown == gateway_;
    *sync_status = expected ? grpc::Status::OK
                            : grpc::Status(grpc::StatusCode::UNAUTHENTICATED,
                                           "the peer is not the gateway that was dialled");
    constexpr bool kDecidedAtOnce = true;
    return kDecidedAtOnce;
  }

  void Cancel(tls_api::TlsCustomVerificationCheckRequest* /*request*/) override {}

 private:
  const AgencyId gateway_;
};

std::shared_ptr<grpc::ChannelCredentials> credentials(const tls::IdentityFiles& files,
                                                      const AgencyId& gateway,
                                                      unsigned reload_seconds) {
  tls_api::TlsChannelCredentialsOptions options;
  options.set_certificate_provider(std::make_shared<tls_api::FileWatcherCertificateProvider>(
      files.key.string(), files.chain.string(), files.roots.string(), reload_seconds));
  options.watch_root_certs();
  options.watch_identity_key_cert_pairs();
  options.set_verify_server_certs(true);
  options.set_certificate_verifier(
      tls_api::ExternalCertificateVerifier::Create<OneGateway>(gateway));
  // The verifier above replaces the comparison with a host name: identities are not addresses.
  options.set_check_call_host(false);
  return tls_api::TlsCredentials(options);
}

grpc::ChannelArguments arguments() {
  grpc::ChannelArguments arguments;
  arguments.SetMaxReceiveMessageSize(kLongestAnswer);
  arguments.SetMaxSendMessageSize(static_cast<int>(limits::kMessageBytes));
  arguments.SetCompressionAlgorithm(GRPC_COMPRESS_NONE);
  // Well above the gateway's floor of one ping a minute, and only while a stream is held.
  arguments.SetInt(GRPC_ARG_KEEPALIVE_TIME_MS, 90 * kSecondMs);
  arguments.SetInt(GRPC_ARG_KEEPALIVE_TIMEOUT_MS, 20 * kSecondMs);
  arguments.SetInt(GRPC_ARG_KEEPALIVE_PERMIT_WITHOUT_CALLS, 0);
  arguments.SetInt(GRPC_ARG_INITIAL_RECONNECT_BACKOFF_MS, kSecondMs);
  arguments.SetInt(GRPC_ARG_MAX_RECONNECT_BACKOFF_MS, 30 * kSecondMs);
  arguments.SetInt(GRPC_ARG_ENABLE_HTTP_PROXY, 0);
  arguments.SetInt(GRPC_ARG_SERVICE_CONFIG_DISABLE_RESOLUTION, 1);
  // Channels of two identities in one process never share a connection.
  arguments.SetInt(GRPC_ARG_USE_LOCAL_SUBCHANNEL_POOL, 1);
  return arguments;
}

}  // namespace

std::shared_ptr<grpc::Channel> dial(const std::string& target, const tls::IdentityFiles& files,
                                    const AgencyId& gateway, unsigned reload_seconds) {
  tls::require_tls13();
  return grpc::CreateCustomChannel(target, credentials(files, gateway, reload_seconds),
                                   arguments());
}

}  // namespace stile::agent
