// The gateway's own program on a ledger that somebody altered while it was down.
#include <gtest/gtest.h>

#include <chrono>
#include <fstream>
#include <iterator>
#include <string>
#include <thread>

#include "core/crypto/initialise.h"
#include "core/crypto/key_file.h"
#include "tests/bench/gateway_world.h"
#include "tests/bench/ledger_file.h"
#include "tests/bench/process.h"
#include "tests/support/built_from.h"
#include "tests/support/scheme.h"
#include "tests/support/temporary_folder.h"
#include "tests/unit/gateway/store/raw.h"

namespace stile::test {
namespace {

using bench::Process;
using bench::run_once;

// More than one step of the check.
constexpr std::uint64_t kLeaves = 10'000;

class AlteredLedgerTest : public ::testing::Test {
 protected:
  AlteredLedgerTest() {
    const auto log = crypto::NoteSigner::make(
        support::kLog,
        crypto::SigningKey::from_seed(crypto::read_key_file(folder_.file("log.key")).value())
            .value());
    EXPECT_TRUE(run_once(command("initialise"), said_).ok());
    EXPECT_TRUE(bench::make_ledger(store_, {.leaves = kLeaves}, *log).ok());
  }

  std::vector<std::string> command(const std::string& word = {}) const {
    std::vector<std::string> all = {support::build_dir() + "/gateway/stile-gateway", "--config",
                                    gateway_ + "/gateway.textproto"};
    if (!word.empty()) all.push_back(word);
    return all;
  }
  void alter(const std::string& sql) const {
    EXPECT_EQ(gateway::raw(store_,
                           "DROP TRIGGER leaf_update; DROP TRIGGER leaf_delete;"
                           "DROP TRIGGER tree_hash_update; " +
                               sql),
              SQLITE_OK);
  }
  bool says(const std::string& words) const {
    std::ifstream in(said_);
    const std::string text(std::istreambuf_iterator<char>(in), {});
    return text.find(words) != std::string::npos;
  }
  // expect_stopped() starts it, and has to see it stop by itself.
  void expect_stopped(const std::string& why) const {
    EXPECT_FALSE(run_once(command(), said_).ok());
    EXPECT_TRUE(says("\"event\":\"serving\""));
    EXPECT_TRUE(says("\"event\":\"integrity_stop\""));
    EXPECT_TRUE(says(why)) << why;
    EXPECT_FALSE(run_once(command("check"), said_).ok());
  }

  support::TemporaryFolder folder_;
  const bench::GatewayWorld world_ = bench::GatewayWorld::make(folder_.path()).value();
  const std::string gateway_ = world_.new_gateway("attacked").value();
  const std::string store_ = gateway_ + "/store.db";
  const std::string said_ = gateway_ + "/log";
};

TEST_F(AlteredLedgerTest, OneLeftAloneIsCheckedBesideTheService) {
  EXPECT_TRUE(run_once(command("check"), said_).ok());
  auto running = Process::start(command(), said_).value();
  for (int i = 0; i < 6000 && !says("\"event\":\"ledger_checked\""); ++i) {
    std::this_thread::sleep_for(std::chrono::milliseconds(10));
  }
  EXPECT_TRUE(says("\"event\":\"ledger_checked\""));
  EXPECT_TRUE(running.stop().ok());
}

TEST_F(AlteredLedgerTest, AnAlteredLeafStopsIt) {
  alter("UPDATE leaf SET body = replace(body, 'rows 256', 'rows 255') WHERE idx = 9000");
  expect_stopped("leaf 9000 is not the one that was hashed");
}

TEST_F(AlteredLedgerTest, ADeletedLeafStopsIt) {
  alter("DELETE FROM leaf WHERE idx = 77");
  expect_stopped("leaf 77 is not the one that was hashed");
}

TEST_F(AlteredLedgerTest, AnAlteredInnerHashStopsIt) {
  alter("UPDATE tree_hash SET hash = zeroblob(32) WHERE idx = 2");
  expect_stopped("tree hash 2 is wrong");
}

}  // namespace
}  // namespace stile::test
