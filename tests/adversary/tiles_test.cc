#include <gtest/gtest.h>

#include <cstdint>
#include <memory>
#include <string>

#include "core/ledger/checkpoint.h"
#include "core/ledger/merkle.h"
#include "stile/v1/ledger.grpc.pb.h"
#include "tests/adversary/caller.h"
#include "tests/adversary/two_forces.h"
#include "tests/support/keys.h"

// Hash tiles over RPC: whoever is attached makes every proof from them, and learns hashes alone.
namespace stile::test {
namespace {

using support::kOfsted;
using support::kOthershire;
using support::kTestshire;

class TilesTest : public ::testing::Test {
 protected:
  // The ledger of the gateway's start, of a consignment of testshire's and of its receipt.
  TilesTest() {
    const std::vector calls = {support::call_out(support::kHome, "2026-10-10T20:15Z")};
    Caller(world_.dial(kTestshire)).submit(world_.hand(kTestshire).consign(calls, 1));
    Ofsted(world_).store(1, kTestshire);
    world_.settle();
  }

  grpc::Status ask(std::uint32_t level, std::uint64_t index, std::uint32_t width) {
    grpc::ClientContext context;
    v1::TileRequest request;
    request.set_level(level);
    request.set_index(index);
    request.set_width(width);
    answer_.Clear();
    return ledger_->Tile(&context, request, &answer_);
  }
  grpc::StatusCode code(std::uint32_t level, std::uint64_t index, std::uint32_t width) {
    return ask(level, index, width).error_code();
  }

  TwoForces world_;
  // Of an agency that no leaf names.
  const std::unique_ptr<v1::Ledger::Stub> ledger_ = v1::Ledger::NewStub(world_.dial(kOthershire));
  v1::TileAnswer answer_;
};

TEST_F(TilesTest, AreWhatTheSignedRootIsMadeOf) {
  v1::CheckpointAnswer newest;
  grpc::ClientContext context;
  ASSERT_TRUE(ledger_->Checkpoint(&context, {}, &newest).ok());
  const auto log = support::signer_named(support::kLog).verifier();
  const auto seen = ledger::verify_checkpoint(newest.note(), log).value();
  ASSERT_EQ(seen.size, 3U);
  ledger::Frontier tree;
  ASSERT_TRUE(ask(0, 0, 3).ok());
  ASSERT_EQ(answer_.hashes().size(), 3 * sizeof(Hash));
  for (std::size_t i = 0; i < 3; ++i) {
    Hash hash;
    ASSERT_TRUE(copy_exact(ByteView(answer_.hashes()).substr(i * hash.size(), hash.size()), hash));
    tree.append(hash);
  }
  EXPECT_EQ(tree.root(), seen.root);
  const std::string whole = answer_.hashes();
  ASSERT_TRUE(ask(0, 0, 2).ok());  // of when it had two leaves
  EXPECT_EQ(answer_.hashes(), whole.substr(0, 2 * sizeof(Hash)));
}

TEST_F(TilesTest, EndAtTheNewestCheckpoint) {
  EXPECT_EQ(code(0, 0, 4), grpc::StatusCode::NOT_FOUND);
  EXPECT_EQ(code(0, 0, 256), grpc::StatusCode::NOT_FOUND);
  EXPECT_EQ(code(0, 1, 1), grpc::StatusCode::NOT_FOUND);
  EXPECT_EQ(code(1, 0, 1), grpc::StatusCode::NOT_FOUND);
  EXPECT_EQ(code(63, 0, 1), grpc::StatusCode::NOT_FOUND);
  EXPECT_EQ(code(0, UINT64_MAX, 1), grpc::StatusCode::NOT_FOUND);
  EXPECT_EQ(answer_.hashes(), "");
}

TEST_F(TilesTest, AreOfNoOtherForm) {
  EXPECT_EQ(code(0, 0, 0), grpc::StatusCode::INVALID_ARGUMENT);
  EXPECT_EQ(code(0, 0, 257), grpc::StatusCode::INVALID_ARGUMENT);
  EXPECT_EQ(code(64, 0, 1), grpc::StatusCode::INVALID_ARGUMENT);
  EXPECT_EQ(code(UINT32_MAX, UINT64_MAX, UINT32_MAX), grpc::StatusCode::INVALID_ARGUMENT);
}

TEST_F(TilesTest, SayTheSameToEveryone) {
  ASSERT_TRUE(ask(0, 0, 3).ok());
  const std::string hashes = answer_.hashes();
  for (const char* agency : {kTestshire, kOfsted}) {
    v1::TileRequest request;
    request.set_width(3);
    v1::TileAnswer answer;
    grpc::ClientContext context;
    ASSERT_TRUE(v1::Ledger::NewStub(world_.dial(agency))->Tile(&context, request, &answer).ok());
    EXPECT_EQ(answer.hashes(), hashes) << agency;
  }
}

TEST_F(TilesTest, StayWhenTextsGo) {
  ASSERT_TRUE(ask(0, 0, 3).ok());
  const std::string hashes = answer_.hashes();
  world_.delete_texts(3);
  ASSERT_TRUE(ask(0, 0, 3).ok());
  EXPECT_EQ(answer_.hashes(), hashes);
}

}  // namespace
}  // namespace stile::test
