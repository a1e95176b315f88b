#include "tests/bench/bare_leg.h"

#include <grpcpp/channel.h>

#include <chrono>
#include <filesystem>
#include <string_view>
#include <utility>

#include "agents/transport/channel.h"
#include "core/base/ids.h"
#include "tests/bench/bare_server.h"

namespace stile::bench {
namespace {

constexpr char kBareServer[] = "--bare-server";
constexpr char kOfRows[] = "--bare-server-of-rows";
constexpr char kGateway[] = "spiffe://training.stile.example/gateway";
constexpr auto kConnectMost = std::chrono::seconds(10);

}  // namespace

Result<std::unique_ptr<BareLeg>> BareLeg::open(const std::string& folder,
                                               const std::string& identities,
                                               const std::string& caller, BareKeeps keeps) {
  std::filesystem::create_directory(folder);
  const char* mode = keeps == BareKeeps::kRows ? kOfRows : kBareServer;
  STILE_TRY(Process server,
            Process::start({"/proc/self/exe", mode, folder, identities + "/gateway/identity"},
                           folder + "/log"));
  STILE_CHECKED(server.wait_for(folder + "/address"));
  STILE_TRY(const AgencyId gateway, AgencyId::parse(kGateway));
  const auto files = tls::IdentityFiles::in_folder(identities + "/" + caller + "/identity");
  const auto channel = agent::dial(lines_of(folder + "/address").front(), files, gateway);
  if (!channel->WaitForConnected(std::chrono::system_clock::now() + kConnectMost)) {
    return Error{Reason::kUnavailable, "no connection to a bare server"};
  }
  return std::make_unique<BareLeg>(std::move(server), channel);
}

BareLeg::BareLeg(Process server, const std::shared_ptr<grpc::Channel>& channel)
    : server_(std::move(server)),
      stub_(v1::Exchange::NewStub(channel)),
      stream_(stub_->Submit(&context_)) {}

BareLeg::~BareLeg() {
  context_.TryCancel();
  static_cast<void>(stream_->Finish());
}

Status BareLeg::round_trip(const v1::SubmitRequest& request) {
  v1::SubmitAnswer answer;
  if (stream_->Write(request) && stream_->Read(&answer)) return ok();
  return Error{Reason::kUnavailable, "a bare server does not answer"};
}

Result<bool> be_bare_server(int count, char** arguments) {
  const std::string_view mode = count == 4 ? arguments[1] : "";
  if (mode != kBareServer && mode != kOfRows) return false;
  STILE_CHECKED(serve_bare(arguments[2], tls::IdentityFiles::in_folder(arguments[3]),
                           mode == kOfRows ? BareKeeps::kRows : BareKeeps::kMessages));
  return true;
}

}  // namespace stile::bench
