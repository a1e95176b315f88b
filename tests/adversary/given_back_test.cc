#include <grpcpp/channel.h>
#include <grpcpp/client_context.h>
#include <gtest/gtest.h>

#include <array>
#include <map>
#include <mutex>
#include <string>
#include <utility>
#include <vector>

#include "agents/transport/channel.h"
#include "core/crypto/note.h"
#include "core/crypto/random.h"
#include "core/ledger/leaf.h"
#include "core/ledger/proof.h"
#include "gateway/service/collecting_service.h"
#include "gateway/transport/tls_server.h"
#include "stile/v1/ledger.grpc.pb.h"
#include "tests/support/keys.h"
#include "tests/support/scheme.h"
#include "tests/system/transport/identities.h"
#include "tests/unit/core/ledger/memory_tree.h"

// What agencies give back of a ledger that was closed, while its gateway collects that.
namespace stile::test {
namespace {

using namespace gateway;
using support::kOfsted;
using support::kOthershire;
using support::kTestshire;

constexpr std::uint64_t kLeaves = 600;  // more than are kept together
constexpr std::uint64_t kKept = 2;

class GivenBackTest : public ::testing::Test {
 protected:
  GivenBackTest() {
    for (std::uint64_t i = 0; i < kLeaves; ++i) {
      leaves_.push_back(leaf_between(kTestshire, kOfsted));
      tree_.append(leaves_.back());
    }
    const auto log = support::signer_named(support::kLog);
    checkpoint_ = crypto::sign_note(
        ledger::checkpoint_text({support::kLog, tree_.size(), tree_.root()}), log);
    support::Scheme scheme;
    scheme.directory.log_key = "stile.example/ledger-2";
    const std::string closed = support::closed_log_text(support::kLog, checkpoint_, kKept);
    scheme.directory.signing.edit = [closed](std::string& text) { text += closed; };
    service_.emplace(
        gate_, scheme.document_set(),
        CollectingService::Ports{.keep =
                                     [this](std::span<const GivenBack> given) {
                                       const std::lock_guard lock(mutex_);
                                       if (full_)
                                         return Status(Error{Reason::kIo, "the disk is full"});
                                       for (const auto& one : given) kept_[one.index] = one;
                                       return ok();
                                     },
                                 .given =
                                     [this](const AgencyId& agency, std::uint64_t leaves) {
                                       const std::lock_guard lock(mutex_);
                                       given_.emplace_back(agency.text(), leaves);
                                     },
                                 .refused =
                                     [this](const AgencyId& /*agency*/, const Error& error) {
                                       const std::lock_guard lock(mutex_);
                                       refused_.push_back(error.reason);
                                     }});
    const std::array<grpc::Service*, 1> services = {&*service_};
    server_ =
        TlsServer::open(gate_, {.host = "127.0.0.1", .files = identity("gateway"), .threads = 8},
                        services)
            .value();
  }
  ~GivenBackTest() override { server_->close(std::chrono::milliseconds(0)); }

  static std::string leaf_between(const char* from, const char* to) {
    ledger::Leaf leaf;
    leaf.op = ledger::Op::kAdministration;
    leaf.time = support::kNow;
    leaf.nonce = crypto::random_token(crypto::system_random());
    leaf.from = from;
    leaf.to = to;
    leaf.decision = "noted";
    leaf.build = "test";
    return ledger::leaf_text(leaf).value();
  }
  v1::HeldLeaf held(std::uint64_t index) const {
    v1::HeldLeaf one;
    one.set_leaf(leaves_[index]);
    one.set_receipt(ledger::receipt_text(
        {index, ledger::inclusion_proof(index, tree_.size(), tree_).value(), checkpoint_}));
    return one;
  }
  // give() is what the gateway says to it: how many it took.
  std::pair<grpc::StatusCode, std::uint64_t> give(const char* agency,
                                                  const std::vector<v1::HeldLeaf>& all) {
    const auto channel =
        agent::dial("127.0.0.1:" + std::to_string(server_->port()),
                    identity(std::string(support::agency(agency).code())), gateway_id());
    grpc::ClientContext context;
    context.set_deadline(std::chrono::system_clock::now() + std::chrono::seconds(60));
    v1::GivenBack answer;
    const auto stub = v1::Ledger::NewStub(channel);
    const auto writer = stub->GiveBack(&context, &answer);
    for (const auto& one : all) writer->Write(one);
    writer->WritesDone();
    const grpc::Status status = writer->Finish();
    return {status.error_code(), answer.leaves()};
  }
  std::vector<v1::HeldLeaf> all_lost() const {
    std::vector<v1::HeldLeaf> all;
    for (std::uint64_t i = kKept; i < kLeaves; ++i) all.push_back(held(i));
    return all;
  }

  ledger::MemoryTree tree_;
  std::vector<std::string> leaves_;
  std::string checkpoint_;
  std::mutex mutex_;
  bool full_ = false;
  std::map<std::uint64_t, GivenBack> kept_;
  std::vector<std::pair<std::string, std::uint64_t>> given_;
  std::vector<Reason> refused_;
  CallGate gate_{"stile.example", [](const auto&, const auto&) { return ok(); }, {}};
  std::optional<CollectingService> service_;
  std::unique_ptr<TlsServer> server_;
};

TEST_F(GivenBackTest, EveryLeafOfAPartyIsKept) {
  const auto answer = give(kTestshire, all_lost());
  EXPECT_EQ(answer, (std::pair{grpc::StatusCode::OK, kLeaves - kKept}));
  EXPECT_EQ(kept_.size(), kLeaves - kKept);
  EXPECT_EQ(kept_.at(17).leaf, leaves_[17]);
  EXPECT_TRUE(refused_.empty());
}

TEST_F(GivenBackTest, OneThatDoesNotVerifyHoldsUpNoneBehindIt) {
  auto all = all_lost();
  all[3].set_leaf(leaf_between(kTestshire, kOfsted));
  all[5].set_receipt("not a receipt");
  const auto answer = give(kOfsted, all);
  EXPECT_EQ(answer, (std::pair{grpc::StatusCode::OK, kLeaves - kKept - 2}));
  EXPECT_FALSE(kept_.contains(kKept + 3));
  EXPECT_FALSE(kept_.contains(kKept + 5));
  EXPECT_TRUE(kept_.contains(kLeaves - 1));
  EXPECT_EQ(refused_, std::vector{Reason::kIntegrity}) << "the first of them";
}

TEST_F(GivenBackTest, NothingIsTakenOfWhoIsNoPartyNorOfWhatIsKept) {
  EXPECT_EQ(give(kOthershire, {held(10)}), (std::pair{grpc::StatusCode::OK, std::uint64_t{0}}));
  EXPECT_EQ(give(kTestshire, {held(0)}), (std::pair{grpc::StatusCode::OK, std::uint64_t{0}}));
  EXPECT_EQ(refused_, (std::vector{Reason::kWrongParty, Reason::kOutOfScope}));
  EXPECT_TRUE(kept_.empty());
}

TEST_F(GivenBackTest, WhoHasNothingIsNamedOnce) {
  give(kOfsted, {});
  give(kOfsted, {});
  give(kOfsted, {held(7)});
  using Named = std::vector<std::pair<std::string, std::uint64_t>>;
  EXPECT_EQ(given_, (Named{{kOfsted, 0}, {kOfsted, 1}}));
}

TEST_F(GivenBackTest, WhatCannotBeKeptIsNotSaidToBeTaken) {
  full_ = true;
  EXPECT_NE(give(kTestshire, all_lost()).first, grpc::StatusCode::OK);
  EXPECT_TRUE(given_.empty());
  full_ = false;
  EXPECT_EQ(give(kTestshire, all_lost()).second, kLeaves - kKept);
}

}  // namespace
}  // namespace stile::test
