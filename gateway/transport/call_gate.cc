#include "gateway/transport/call_gate.h"

#include <grpc/grpc_security_constants.h>
#include <grpcpp/security/auth_context.h>
#include <grpcpp/server_context.h>

#include <utility>

#include "core/tls/certificate.h"
#include "core/tls/peer_identity.h"

namespace stile::gateway {
namespace {

// A denied agency's open connections are gone well within the minute that the design allows.
constexpr std::chrono::seconds kReviewInterval{5};

std::vector<std::string> properties(const grpc::AuthContext& context, const std::string& name) {
  std::vector<std::string> values;
  for (const auto& value : context.FindPropertyValues(name)) {
    values.emplace_back(value.data(), value.size());
  }
  return values;
}

// Facts of a call's connection that the handshake has proved.
struct Proved {
  std::vector<std::string> uri_names;
  std::string pem;
};

Proved proved_by(const grpc::ServerContext& context) {
  const auto auth = context.auth_context();
  if (!auth) return {};
  const auto pems = properties(*auth, GRPC_X509_PEM_CERT_PROPERTY_NAME);
  return {properties(*auth, GRPC_PEER_URI_PROPERTY_NAME), pems.size() == 1 ? pems.front() : ""};
}

}  // namespace

Call::Call(Connections& connections, std::string remote, AgencyId peer, const Hash& fingerprint,
           std::uint64_t largest_message)
    : connections_(&connections),
      remote_(std::move(remote)),
      peer_(std::move(peer)),
      fingerprint_(fingerprint),
      largest_message_(largest_message) {}

Call::Call(Call&& other) noexcept
    : connections_(std::exchange(other.connections_, nullptr)),
      remote_(std::move(other.remote_)),
      peer_(std::move(other.peer_)),
      fingerprint_(other.fingerprint_),
      largest_message_(other.largest_message_) {}

Call::~Call() {
  if (connections_ != nullptr) connections_->call_ends(remote_, largest_message_);
}

void Call::received(std::uint64_t bytes) { connections_->account(remote_, bytes); }

CallGate::CallGate(std::string trust_domain, Admission admission, TurnedAwayLog log,
                   ConnectionLimits limits)
    : trust_domain_(std::move(trust_domain)),
      admission_(std::move(admission)),
      log_(std::move(log)),
      connections_(limits, log_) {}

Result<AgencyId> CallGate::identify(const std::vector<std::string>& uri_names) const {
  STILE_TRY(AgencyId agency, tls::peer_identity(uri_names));
  if (agency.trust_domain() != trust_domain_) {
    return Error{Reason::kWrongPeer, "the peer belongs to another trust domain"};
  }
  if (agency.kind() == AgencyKind::kGateway) {
    return Error{Reason::kWrongPeer, "a gateway does not call a gateway"};
  }
  return agency;
}

Status CallGate::admit(const AgencyId& agency, const std::string& serial) {
  Status admitted = admission_(agency, serial);
  if (admitted.ok()) admitted = connections_.may_connect(agency, std::chrono::steady_clock::now());
  if (!admitted.ok()) log({admitted.reason(), agency.short_text(), admitted.error().detail});
  return admitted;
}

Status CallGate::judge(const std::vector<std::string>& uri_names, const std::string& pem) {
  const auto agency = identify(uri_names);
  if (!agency.ok()) {
    log({agency.reason(), "", agency.error().detail});
    return agency.error();
  }
  STILE_TRY(const std::string serial, tls::serial_of(pem));
  return admit(*agency, serial);
}

Result<Call> CallGate::enter(const grpc::ServerContext& context, std::uint64_t largest_message) {
  const Proved proved = proved_by(context);
  STILE_TRY(AgencyId agency, identify(proved.uri_names));
  STILE_TRY(const CertificateFacts facts, certificates_.read(proved.pem));
  STILE_CHECKED(admit(agency, facts.serial));
  std::string remote = context.peer();
  STILE_CHECKED(connections_.call_begins(remote, agency, facts.serial, largest_message));
  return Call(connections_, std::move(remote), std::move(agency), facts.fingerprint,
              largest_message);
}

void CallGate::keep_watch(Connections::Time now) {
  connections_.sweep(now);
  if (now < next_review_) return;
  next_review_ = now + kReviewInterval;
  connections_.cut_denied(admission_);
}

void CallGate::log(const TurnedAway& refusal) const {
  if (log_) log_(refusal);
}

}  // namespace stile::gateway
