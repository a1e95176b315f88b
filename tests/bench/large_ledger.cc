#include <sqlite3.h>

#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <random>
#include <string_view>
#include <thread>
#include <vector>

#include "core/crypto/initialise.h"
#include "core/crypto/key_file.h"
#include "core/crypto/random.h"
#include "core/ledger/merkle.h"
#include "core/tls/floor.h"
#include "gateway/store/sqlite_store.h"
#include "tests/bench/figure.h"
#include "tests/bench/gateway_world.h"
#include "tests/bench/ledger_file.h"
#include "tests/bench/process.h"
#include "tests/support/built_from.h"
#include "tests/support/scheme.h"
#include "tests/support/temporary_folder.h"

namespace stile::bench {
namespace {

namespace fs = std::filesystem;

constexpr double kMillisecond = 1e-3;
constexpr auto kPoll = std::chrono::microseconds(500);
constexpr int kPollsMost = 20'000;
constexpr std::uint64_t kSeed = 20'261'129;

// Size is how much is measured, and how often.
struct Size {
  LedgerSize ledger = {.leaves = 10'000'000, .without_body = 9'000'000};
  int proofs = 10'000;
  int starts = 7;
};

class Stopwatch {
 public:
  double seconds() const {
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - begun_).count();
  }

 private:
  std::chrono::steady_clock::time_point begun_ = std::chrono::steady_clock::now();
};

// Read notes where each hash that was asked for is stored.
class Read : public ledger::HashReader {
 public:
  explicit Read(const ledger::HashReader& reader) : reader_(reader) {}
  Result<Hash> stored_hash(std::uint64_t index) const override {
    places_.push_back(index);
    return reader_.stored_hash(index);
  }
  const std::vector<std::uint64_t>& places() const { return places_; }

 private:
  const ledger::HashReader& reader_;
  mutable std::vector<std::uint64_t> places_;
};

// PlainLookup finds stored hashes with SQLite and nothing else.
class PlainLookup {
 public:
  explicit PlainLookup(const std::string& path) {
    require(sqlite3_open_v2(path.c_str(), &database_, SQLITE_OPEN_READONLY, nullptr), SQLITE_OK);
    require(sqlite3_prepare_v2(database_, "SELECT hash FROM tree_hash WHERE idx = ?", -1,
                               &statement_, nullptr),
            SQLITE_OK);
  }
  PlainLookup(const PlainLookup&) = delete;
  PlainLookup& operator=(const PlainLookup&) = delete;
  ~PlainLookup() {
    sqlite3_finalize(statement_);
    sqlite3_close(database_);
  }
  void find(std::uint64_t index) {
    sqlite3_bind_int64(statement_, 1, static_cast<sqlite3_int64>(index));
    require(sqlite3_step(statement_), SQLITE_ROW);
    require(sqlite3_column_bytes(statement_, 0), 32);
    sqlite3_reset(statement_);
  }

 private:
  static void require(int found, int expected) {
    if (found != expected) std::abort();
  }
  sqlite3* database_ = nullptr;
  sqlite3_stmt* statement_ = nullptr;
};

// measure_proofs() makes proofs of leaves anywhere, as the gateway does, and checks each.
Status measure_proofs(const std::string& path, int proofs) {
  STILE_TRY(const auto store, gateway::SqliteStore::open(path, crypto::system_random()));
  STILE_TRY(const std::uint64_t size, store->tree_size());
  STILE_TRY(const Hash root, ledger::root_at(size, *store));
  PlainLookup plain(path);
  std::mt19937_64 engine{kSeed};
  std::vector<double> ours;
  std::vector<double> floor;
  for (int i = 0; i < proofs; ++i) {
    const std::uint64_t index = engine() % size;
    const Read read(*store);
    const Stopwatch proving;
    STILE_TRY(const auto proof, ledger::inclusion_proof(index, size, read));
    ours.push_back(proving.seconds() / kMillisecond);
    const Stopwatch finding;
    for (const std::uint64_t place : read.places()) plain.find(place);
    floor.push_back(finding.seconds() / kMillisecond);
    STILE_TRY(const Hash leaf, store->stored_hash(ledger::stored_hash_index(0, index)));
    STILE_CHECKED(ledger::verify_inclusion(index, size, leaf, proof, root));
  }
  print({"inclusion_proof", "ms", median(ours), median(floor), "its hashes, looked up"});
  print({"inclusion_proof_p99", "ms", percentile(ours, 99), percentile(floor, 99),
         "its hashes, looked up"});
  return ok();
}

// started() is how long it takes until a gateway answers.
Result<double> started(const std::string& folder) {
  const std::string address = folder + "/address";
  fs::remove(address);
  const Stopwatch starting;
  STILE_TRY(Process gateway, Process::start({support::build_dir() + "/gateway/stile-gateway",
                                             "--config", folder + "/gateway.textproto"},
                                            folder + "/log"));
  for (int polls = 0; polls < kPollsMost && !fs::exists(address); ++polls) {
    std::this_thread::sleep_for(kPoll);
  }
  const double seconds = starting.seconds();
  STILE_CHECKED(gateway.wait_for(address));
  STILE_CHECKED(gateway.stop());
  return seconds;
}

Status measure_starts(const std::string& large, const std::string& empty, int starts) {
  std::vector<double> ours;
  std::vector<double> floor;
  for (int i = 0; i < starts; ++i) {
    STILE_TRY(const double with_ledger, started(large));
    STILE_TRY(const double without, started(empty));
    ours.push_back(with_ledger);
    floor.push_back(without);
  }
  print({"gateway_startup", "s", median(ours), median(floor), "the same without a ledger"});
  return ok();
}

Result<crypto::NoteSigner> log_of(const GatewayWorld& world) {
  STILE_TRY(const Bytes seed, crypto::read_key_file(world.folder() + "/log.key"));
  STILE_TRY(auto key, crypto::SigningKey::from_seed(seed));
  return crypto::NoteSigner::make(support::kLog, std::move(key));
}

Result<std::string> new_gateway(const GatewayWorld& world, const std::string& name) {
  STILE_TRY(const std::string folder, world.new_gateway(name));
  STILE_CHECKED(run_once({support::build_dir() + "/gateway/stile-gateway", "--config",
                          folder + "/gateway.textproto", "initialise"},
                         folder + "/log"));
  return folder;
}

Status measure(const Size& size) {
  setenv("TMPDIR", kOnDisk, 0);
  const support::TemporaryFolder folder;
  STILE_TRY(const auto world, GatewayWorld::make(folder.path()));
  STILE_TRY(const auto log, log_of(world));
  STILE_TRY(const std::string large, new_gateway(world, "large"));
  STILE_TRY(const std::string empty, new_gateway(world, "empty"));
  const std::string store = large + "/store.db";
  STILE_CHECKED(make_ledger(store, size.ledger, log));
  STILE_CHECKED(measure_proofs(store, size.proofs));
  return measure_starts(large, empty, size.starts);
}

}  // namespace
}  // namespace stile::bench

int main(int argc, char** argv) {
  using namespace stile::bench;
  stile::tls::require_tls13();
  stile::crypto::initialise();
  const bool smoke = argc > 1 && std::string_view(argv[1]) == "--smoke";
  const Size few{{.leaves = 5'000, .without_body = 4'000}, 100, 1};
  return exit_code("large_ledger", measure(smoke ? few : Size{}));
}
