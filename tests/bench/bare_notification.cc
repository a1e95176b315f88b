#include "tests/bench/bare_notification.h"

#include <grpcpp/channel.h>
#include <grpcpp/client_context.h>

#include <chrono>
#include <filesystem>
#include <string_view>
#include <utility>

#include "agents/transport/channel.h"
#include "core/base/ids.h"
#include "stile/v1/exchange.grpc.pb.h"
#include "tests/bench/bare_server.h"
#include "tests/bench/plain_database.h"
#include "tests/bench/process.h"

namespace stile::bench {
namespace {

using Microseconds = std::chrono::duration<double, std::micro>;

constexpr char kBareServer[] = "--bare-server";
constexpr char kGateway[] = "spiffe://training.stile.example/gateway";
constexpr std::size_t kBytes = 2048;
constexpr auto kConnectMost = std::chrono::seconds(10);

// Leg is a machine that is reached over one stream, open from the beginning.
class Leg {
 public:
  static Result<std::unique_ptr<Leg>> open(const std::string& folder, const std::string& identities,
                                           const std::string& caller) {
    std::filesystem::create_directory(folder);
    STILE_TRY(Process server, Process::start({"/proc/self/exe", kBareServer, folder,
                                              identities + "/gateway/identity"},
                                             folder + "/log"));
    STILE_CHECKED(server.wait_for(folder + "/address"));
    STILE_TRY(const AgencyId gateway, AgencyId::parse(kGateway));
    const auto files = tls::IdentityFiles::in_folder(identities + "/" + caller + "/identity");
    const auto channel = agent::dial(lines_of(folder + "/address").front(), files, gateway);
    if (!channel->WaitForConnected(std::chrono::system_clock::now() + kConnectMost)) {
      return Error{Reason::kUnavailable, "no connection to a bare server"};
    }
    return std::make_unique<Leg>(std::move(server), channel);
  }

  Leg(Process server, const std::shared_ptr<grpc::Channel>& channel)
      : server_(std::move(server)),
        stub_(v1::Exchange::NewStub(channel)),
        stream_(stub_->Submit(&context_)) {}
  ~Leg() {
    context_.TryCancel();
    static_cast<void>(stream_->Finish());
  }
  Leg(const Leg&) = delete;
  Leg& operator=(const Leg&) = delete;

  Status round_trip(const v1::SubmitRequest& request) {
    v1::SubmitAnswer answer;
    if (stream_->Write(request) && stream_->Read(&answer)) return ok();
    return Error{Reason::kUnavailable, "a bare server does not answer"};
  }

 private:
  Process server_;
  grpc::ClientContext context_;
  std::unique_ptr<v1::Exchange::Stub> stub_;
  std::unique_ptr<grpc::ClientReaderWriter<v1::SubmitRequest, v1::SubmitAnswer>> stream_;
};

}  // namespace

struct BareNotification::Machines {
  Machines(const std::string& folder, std::vector<std::unique_ptr<Leg>> reached)
      : source(folder + "/bare-source.db",
               "CREATE TABLE message (id INTEGER PRIMARY KEY, bytes BLOB NOT NULL)"),
        kept(source, "INSERT INTO message (bytes) VALUES (?)"),
        legs(std::move(reached)) {
    request.mutable_consignment()->set_statement(std::string(kBytes, 's'));
  }

  PlainDatabase source;
  PlainInsert kept;
  std::vector<std::unique_ptr<Leg>> legs;
  v1::SubmitRequest request;
};

BareNotification::BareNotification(std::unique_ptr<Machines> machines)
    : machines_(std::move(machines)) {}
BareNotification::BareNotification(BareNotification&&) noexcept = default;
BareNotification::~BareNotification() = default;

Result<BareNotification> BareNotification::open(const std::string& folder,
                                                const std::string& identities,
                                                const std::vector<std::string>& callers) {
  std::vector<std::unique_ptr<Leg>> legs;
  for (const auto& caller : callers) {
    STILE_TRY(legs.emplace_back(), Leg::open(folder + "/bare-" + caller, identities, caller));
  }
  return BareNotification(std::make_unique<Machines>(folder, std::move(legs)));
}

Result<double> BareNotification::sample() {
  const auto begun = std::chrono::steady_clock::now();
  machines_->kept.run(machines_->request.consignment().statement());
  for (const auto& leg : machines_->legs) STILE_CHECKED(leg->round_trip(machines_->request));
  return Microseconds(std::chrono::steady_clock::now() - begun).count();
}

Result<bool> be_bare_server(int count, char** arguments) {
  if (count != 4 || std::string_view(arguments[1]) != kBareServer) return false;
  STILE_CHECKED(serve_bare(arguments[2], tls::IdentityFiles::in_folder(arguments[3])));
  return true;
}

}  // namespace stile::bench
