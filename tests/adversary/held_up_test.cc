#include <grpcpp/client_context.h>
#include <gtest/gtest.h>

#include <chrono>
#include <memory>
#include <thread>
#include <utility>
#include <vector>

#include "core/base/limits.h"
#include "stile/v1/exchange.grpc.pb.h"
#include "stile/v1/ledger.grpc.pb.h"
#include "tests/adversary/caller.h"
#include "tests/adversary/two_forces.h"
#include "tests/system/transport/eventually.h"

// A force that sends and does not listen, or holds every call it may, holds up nobody but itself.
// What another hears is bounded by Caller's minute: no test here asks how fast.
namespace stile::test {
namespace {

using support::kOthershire;
using support::kTestshire;

constexpr std::size_t kCalls = 16;  // of one agency at once (ConnectionLimits)

// How many consignments have more leaves, and how many more answers, than HTTP/2 sends ahead of a
// reader and the gateway may have unanswered.
constexpr std::size_t kManyLeaves = 120;
constexpr std::size_t kManyAnswers = 2000;

std::vector<record::Event> some(const char* home, std::size_t count) {
  std::vector<record::Event> records;
  for (std::size_t i = 0; i < count; ++i) {
    records.push_back(support::call_out(home, "2026-10-10T20:15Z", "CAD-" + std::to_string(i)));
  }
  return records;
}

// Held is othershire with calls open on which it reads nothing.
class Held {
 public:
  explicit Held(const TwoForces& world) : channel_(world.dial(kOthershire)) {}
  ~Held() {
    for (const auto& context : contexts_) context->TryCancel();
    for (const auto& question : questions_) question->Finish();
    if (sender_.joinable()) sender_.join();
    if (submission_) submission_->Finish();
  }

  // ask() opens so many streams of all leaves.
  void ask(std::size_t streams) {
    v1::LeavesRequest request;
    request.set_most(1000);
    for (std::size_t i = 0; i < streams; ++i) {
      questions_.push_back(ledger_->Leaves(&context(), request));
    }
  }

  // submit() sends these on one stream, as fast as they are taken, from a thread of its own.
  void submit(std::vector<wire::Consignment> consignments) {
    submission_ = exchange_->Submit(&context());
    v1::SubmitRequest request;
    request.mutable_begin();
    submission_->Write(request);
    sender_ = std::thread([this, request, consignments = std::move(consignments)]() mutable {
      for (const auto& consignment : consignments) {
        request.mutable_consignment()->ParseFromString(wire::encode_consignment(consignment));
        if (!submission_->Write(request)) return;
      }
    });
  }

 private:
  grpc::ClientContext& context() {
    contexts_.push_back(std::make_unique<grpc::ClientContext>());
    contexts_.back()->set_deadline(std::chrono::system_clock::now() + std::chrono::minutes(2));
    return *contexts_.back();
  }

  const std::shared_ptr<grpc::Channel> channel_;
  const std::unique_ptr<v1::Exchange::Stub> exchange_ = v1::Exchange::NewStub(channel_);
  const std::unique_ptr<v1::Ledger::Stub> ledger_ = v1::Ledger::NewStub(channel_);
  std::vector<std::unique_ptr<grpc::ClientContext>> contexts_;
  std::vector<std::unique_ptr<grpc::ClientReader<v1::LeafAnswer>>> questions_;
  std::unique_ptr<grpc::ClientReaderWriter<v1::SubmitRequest, v1::SubmitAnswer>> submission_;
  std::thread sender_;
};

// All that testshire does in a month, in little.
Heard a_month(const TwoForces& world) {
  Caller caller(world.dial(kTestshire));
  Heard heard = caller.submit(world.hand(kTestshire).consign(some(support::kHome, 3), 1));
  Ofsted(world).store(1, kTestshire);
  for (const auto& more : {caller.attach(hello(), 1), caller.leaves(), caller.sync()}) {
    heard.insert(heard.end(), more.begin(), more.end());
  }
  return heard;
}

bool all_well(const Heard& heard) {
  bool receipt = false;
  for (const auto& line : heard) {
    if (line.starts_with("status ") && !line.starts_with("status 0 ")) return false;
    receipt = receipt || line.find("receipt {") != line.npos;
  }
  return receipt;
}

std::vector<wire::Consignment> othershires(const TwoForces& world, std::size_t count) {
  const auto hand = world.hand(kOthershire);
  std::vector<wire::Consignment> consignments;
  for (std::uint64_t number = 1; number <= count; ++number) {
    consignments.push_back(
        hand.consign(some(support::kOthershireHome, 1), number, of_othershire()));
  }
  return consignments;
}

std::uint64_t taken_of_othershire(const TwoForces& world) {
  const auto taken = world.store().last_taken().value();
  for (const auto& last : taken) {
    if (last.stream.source == kOthershire) return last.number;
  }
  return 0;
}

TEST(HeldUpTest, AForceThatReadsNoAnswersHoldsUpNobodyElse) {
  const TwoForces world;
  Held othershire(world);
  othershire.submit(othershires(world, kManyAnswers));
  ASSERT_TRUE(comes_true([&] { return taken_of_othershire(world) > limits::kLeavesPerCommit; }));
  EXPECT_TRUE(all_well(a_month(world)));
  EXPECT_LT(taken_of_othershire(world), kManyAnswers);  // it is held up itself
}

TEST(HeldUpTest, AForceThatHoldsEveryCallItMayHoldsUpNobodyElse) {
  const TwoForces world;
  Caller(world.dial(kOthershire)).submit(othershires(world, kManyLeaves));
  Held othershire(world);
  othershire.ask(kCalls);
  EXPECT_TRUE(all_well(a_month(world)));
}

}  // namespace
}  // namespace stile::test
