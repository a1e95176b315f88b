#include "gateway/transport/server_credentials.h"

#include <grpcpp/security/server_credentials.h>
#include <grpcpp/security/tls_certificate_provider.h>
#include <grpcpp/security/tls_certificate_verifier.h>
#include <grpcpp/security/tls_credentials_options.h>

#include <utility>

namespace stile::gateway {
namespace {

namespace tls_api = grpc::experimental;

class CheckingVerifier final : public tls_api::ExternalCertificateVerifier {
 public:
  explicit CheckingVerifier(PeerCheck check) : check_(std::move(check)) {}

  bool Verify(tls_api::TlsCustomVerificationCheckRequest* request,
              std::function<void(grpc::Status)> /*callback*/, grpc::Status* sync_status) override {
    std::vector<std::string> names;
    for (const auto& name : request->uri_names()) names.emplace_back(name.data(), name.size());
    const grpc::string_ref pem = request->peer_cert();
    const Status checked = check_(names, std::string(pem.data(), pem.size()));
    // The peer learns only that it was refused; why is in our log.
    *sync_status = checked.ok() ? grpc::Status::OK
                                : grpc::Status(grpc::StatusCode::UNAUTHENTICATED, "refused");
    constexpr bool kDecidedAtOnce = true;
    return kDecidedAtOnce;
  }

  void Cancel(tls_api::TlsCustomVerificationCheckRequest* /*request*/) override {}

 private:
  const PeerCheck check_;
};

}  // namespace

std::shared_ptr<grpc::ServerCredentials> server_credentials(const tls::IdentityFiles& files,
                                                            unsigned reload_seconds,
                                                            PeerCheck check) {
  const auto watched = std::make_shared<tls_api::FileWatcherCertificateProvider>(
      files.key.string(), files.chain.string(), files.roots.string(), reload_seconds);
  tls_api::TlsServerCredentialsOptions options(watched);
  options.watch_root_certs();
  options.watch_identity_key_cert_pairs();
  options.set_cert_request_type(GRPC_SSL_REQUEST_AND_REQUIRE_CLIENT_CERTIFICATE_AND_VERIFY);
  options.set_certificate_verifier(
      tls_api::ExternalCertificateVerifier::Create<CheckingVerifier>(std::move(check)));
  return tls_api::TlsServerCredentials(options);
}

}  // namespace stile::gateway
