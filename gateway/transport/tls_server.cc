#include "gateway/transport/tls_server.h"

#include <grpc/support/time.h>
#include <grpcpp/health_check_service_interface.h>
#include <grpcpp/resource_quota.h>
#include <grpcpp/server.h>
#include <grpcpp/server_builder.h>
#include <sys/resource.h>

#include <algorithm>
#include <csignal>
#include <utility>

#include "core/base/limits.h"
#include "core/tls/floor.h"
#include "gateway/transport/self_test.h"
#include "gateway/transport/server_credentials.h"

namespace stile::gateway {
namespace {

constexpr int kSecondMs = 1000;
constexpr int kMinuteMs = 60 * kSecondMs;

// Descriptors for all that is not a connection: store, logs, listener, gRPC's own.
constexpr std::size_t kOtherDescriptors = 64;
constexpr std::size_t kFewestConnections = 16;

void set_connection_limits(grpc::ServerBuilder& builder) {
  builder.AddChannelArgument(GRPC_ARG_MAX_CONCURRENT_STREAMS, 100);
  builder.AddChannelArgument(GRPC_ARG_MAX_METADATA_SIZE, static_cast<int>(limits::kMetadataBytes));
  builder.AddChannelArgument(GRPC_ARG_SERVER_HANDSHAKE_TIMEOUT_MS, 5 * kSecondMs);
  builder.AddChannelArgument(GRPC_ARG_MAX_CONNECTION_IDLE_MS, 5 * kMinuteMs);
  // The grace lets a held stream run to its own end, ten minutes at most.
  builder.AddChannelArgument(GRPC_ARG_MAX_CONNECTION_AGE_MS, 60 * kMinuteMs);
  builder.AddChannelArgument(GRPC_ARG_MAX_CONNECTION_AGE_GRACE_MS, 11 * kMinuteMs);
  builder.AddChannelArgument(GRPC_ARG_KEEPALIVE_TIME_MS, kMinuteMs);
  builder.AddChannelArgument(GRPC_ARG_KEEPALIVE_TIMEOUT_MS, 20 * kSecondMs);
  builder.AddChannelArgument(GRPC_ARG_HTTP2_MIN_RECV_PING_INTERVAL_WITHOUT_DATA_MS, kMinuteMs);
  builder.AddChannelArgument(GRPC_ARG_HTTP2_MAX_PING_STRIKES, 2);
  // A window that grew with the line would let a peer send far ahead of its handler, and look
  // like a flood.
  builder.AddChannelArgument(GRPC_ARG_HTTP2_BDP_PROBE, 0);
}

void set_call_limits(grpc::ServerBuilder& builder, int threads) {
  builder.SetMaxReceiveMessageSize(static_cast<int>(limits::kMessageBytes));
  // Bytes on the wire are accounted by the size of the messages, so none is compressed.
  builder.SetCompressionAlgorithmSupportStatus(GRPC_COMPRESS_DEFLATE, false);
  builder.SetCompressionAlgorithmSupportStatus(GRPC_COMPRESS_GZIP, false);
  grpc::ResourceQuota quota;
  quota.SetMaxThreads(threads);
  builder.SetResourceQuota(quota);
}

// Each connection takes two descriptors: gRPC's and the duplicate by which it can be cut.
std::size_t connections_we_can_hold() {
  rlimit descriptors{};
  if (getrlimit(RLIMIT_NOFILE, &descriptors) != 0) return kFewestConnections;
  const std::size_t all = descriptors.rlim_cur;
  if (all <= kOtherDescriptors) return kFewestConnections;
  return std::max(kFewestConnections, (all - kOtherDescriptors) / 2);
}

Status check_files(const tls::IdentityFiles& files, const std::string& trust_domain) {
  STILE_TRY(const AgencyId own, tls::own_identity(files));
  if (own.kind() == AgencyKind::kGateway && own.trust_domain() == trust_domain) return ok();
  return Error{Reason::kWrongPeer,
               files.chain.string() + " is not the certificate of this trust domain's gateway"};
}

}  // namespace

Result<std::unique_ptr<TlsServer>> TlsServer::open(CallGate& gate, const TlsServerOptions& options,
                                                   std::span<grpc::Service* const> services) {
  tls::require_tls13();
  std::signal(SIGPIPE, SIG_IGN);
  STILE_CHECKED(check_files(options.files, gate.trust_domain()));
  STILE_TRY(auto acceptor, Acceptor::listen(options.host, options.port));
  gate.connections().narrow(connections_we_can_hold());

  grpc::EnableDefaultHealthCheckService(true);
  grpc::ServerBuilder builder;
  set_connection_limits(builder);
  set_call_limits(builder, options.threads);
  const auto credentials = server_credentials(
      options.files, options.reload_seconds,
      [&gate](const auto& uri_names, const auto& pem) { return gate.judge(uri_names, pem); });
  auto inlet = builder.experimental().AddExternalConnectionAcceptor(
      grpc::ServerBuilder::experimental_type::ExternalConnectionType::FROM_FD, credentials);
  for (grpc::Service* service : services) builder.RegisterService(service);
  auto server = builder.BuildAndStart();
  if (!server) return Error{Reason::kIo, "gRPC cannot start its server"};

  std::unique_ptr<TlsServer> running(
      new TlsServer(gate, std::move(acceptor), std::move(inlet), std::move(server)));
  running->start_accepting();
  STILE_CHECKED(prove_tls_floor(options.host, running->port(), [&gate](const std::string& remote) {
    gate.connections().expect_own(remote, std::chrono::steady_clock::now());
  }));
  return running;
}

TlsServer::TlsServer(CallGate& gate, std::unique_ptr<Acceptor> acceptor,
                     std::unique_ptr<Inlet> inlet, std::unique_ptr<grpc::Server> server)
    : gate_(gate),
      acceptor_(std::move(acceptor)),
      inlet_(std::move(inlet)),
      server_(std::move(server)) {}

TlsServer::~TlsServer() { close(std::chrono::milliseconds(0)); }

void TlsServer::start_accepting() {
  acceptor_->start({.connection = [this](Descriptor socket) { hand_over(std::move(socket)); },
                    .tick = [this] { gate_.keep_watch(std::chrono::steady_clock::now()); },
                    .trouble =
                        [this](std::string_view what) {
                          gate_.log({Reason::kFlood, "", std::string(what)});
                        }});
}

void TlsServer::hand_over(Descriptor socket) {
  const Status admitted = gate_.connections().admit(socket, std::chrono::steady_clock::now());
  if (!admitted.ok()) {
    gate_.log({admitted.reason(), "", admitted.error().detail});
    return;
  }
  Inlet::NewConnectionParameters connection;
  connection.fd = socket.release();
  inlet_->HandleNewConnection(&connection);
}

void TlsServer::set_serving(bool serving) {
  server_->GetHealthCheckService()->SetServingStatus(serving);
}

void TlsServer::close(std::chrono::milliseconds grace) {
  if (!server_) return;
  acceptor_->stop();
  server_->GetHealthCheckService()->Shutdown();
  server_->Shutdown(gpr_time_add(gpr_now(GPR_CLOCK_MONOTONIC),
                                 gpr_time_from_millis(grace.count(), GPR_TIMESPAN)));
  server_->Wait();
  server_.reset();
}

}  // namespace stile::gateway
