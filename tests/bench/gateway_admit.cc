#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string_view>

#include "core/crypto/initialise.h"
#include "core/tls/floor.h"
#include "tests/bench/bare_server.h"
#include "tests/bench/figure.h"
#include "tests/bench/gateway_world.h"
#include "tests/bench/process.h"
#include "tests/bench/return_load.h"
#include "tests/bench/submit_client.h"
#include "tests/support/built_from.h"
#include "tests/support/temporary_folder.h"

namespace stile::bench {
namespace {

constexpr char kBareServer[] = "--bare-server";
constexpr double kMemoryMiB = 100;

// Size is how much is sent, and how often.
struct Size {
  int months = 100;
  std::size_t rows = 10'000;
  int rounds_before = 5;  // the long run lies between, so that a machine that slows down or
  int rounds_after = 4;   // speeds up shows on both sides of it
};

std::string address_in(const std::string& folder) {
  std::string address;
  std::ifstream(folder + "/address") >> address;
  return address;
}

// Run is one server's life: how fast it took everything, and how much memory that needed.
struct Run {
  double rows_per_second = 0;
  double peak_memory_mib = 0;
};

class Bench {
 public:
  Bench(const GatewayWorld& world, const ReturnLoad& load, const Size& size)
      : world_(world), load_(load), size_(size) {}

  Status run() {
    STILE_CHECKED(rounds(size_.rounds_before));
    STILE_TRY(const Run whole, through_gateway(load_.requests, load_.rows));
    STILE_CHECKED(rounds(size_.rounds_after));
    const double ours = median(ours_);
    print({"gateway_admit", "rows/s", ours, median(floor_), "bare gRPC stream into SQLite"});
    print({"gateway_admit_1m", "rows/s", whole.rows_per_second, ours,
           "gateway_admit at 10,000 rows"});
    print({"gateway_peak_memory", "MiB", whole.peak_memory_mib, kMemoryMiB, "limit of 100 MiB"});
    return ok();
  }

 private:
  std::span<const std::string> first_month() const {
    return std::span(load_.requests)
        .first(load_.requests.size() / static_cast<std::size_t>(size_.months));
  }

  Status rounds(int count) {
    for (int i = 0; i < count; ++i) {
      STILE_TRY(const Run ours, through_gateway(first_month(), size_.rows));
      STILE_TRY(const Run floor, through_bare_server(first_month(), size_.rows));
      ours_.push_back(ours.rows_per_second);
      floor_.push_back(floor.rows_per_second);
    }
    return ok();
  }

  Result<Run> through_gateway(std::span<const std::string> requests, std::size_t rows) {
    STILE_TRY(const auto folder, world_.new_gateway("gateway-" + std::to_string(++served_)));
    const std::vector<std::string> command = {support::build_dir() + "/gateway/stile-gateway",
                                              "--config", folder + "/gateway.textproto"};
    auto initialise = command;
    initialise.emplace_back("initialise");
    STILE_CHECKED(run_once(initialise, folder + "/log"));
    return through(command, folder, requests, rows);
  }

  Result<Run> through_bare_server(std::span<const std::string> requests, std::size_t rows) {
    const auto folder = world_.folder() + "/bare-" + std::to_string(++served_);
    std::filesystem::create_directory(folder);
    return through({"/proc/self/exe", kBareServer, folder, world_.folder() + "/gateway"}, folder,
                   requests, rows);
  }

  Result<Run> through(const std::vector<std::string>& command, const std::string& folder,
                      std::span<const std::string> requests, std::size_t rows) const {
    STILE_TRY(Process server, Process::start(command, folder + "/log"));
    STILE_CHECKED(server.wait_for(folder + "/address"));
    STILE_TRY(const double seconds,
              submit_all(address_in(folder), world_.source_files(), requests));
    const Run run{static_cast<double>(rows) / seconds, server.peak_memory_mib()};
    STILE_CHECKED(server.stop());
    std::filesystem::remove_all(folder);
    return run;
  }

  const GatewayWorld& world_;
  const ReturnLoad& load_;
  const Size size_;
  int served_ = 0;
  std::vector<double> ours_;
  std::vector<double> floor_;
};

Status measure(const Size& size) {
  setenv("TMPDIR", kOnDisk, 0);
  const support::TemporaryFolder folder;
  STILE_TRY(const auto world, GatewayWorld::make(folder.path()));
  const auto load = make_returns(world, size.months, size.rows);
  return Bench(world, load, size).run();
}

}  // namespace
}  // namespace stile::bench

int main(int argc, char** argv) {
  using namespace stile::bench;
  stile::tls::require_tls13();
  stile::crypto::initialise();
  const std::string_view mode = argc > 1 ? argv[1] : "";
  if (mode == kBareServer && argc == 4) {
    return exit_code(
        "gateway_admit",
        serve_bare(argv[2], stile::tls::IdentityFiles::in_folder(argv[3]), BareKeeps::kMessages));
  }
  const Size smoke{2, 600, 1, 0};
  return exit_code("gateway_admit", measure(mode == "--smoke" ? smoke : Size{}));
}
