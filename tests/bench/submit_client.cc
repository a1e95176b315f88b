#include "tests/bench/submit_client.h"

#include <grpcpp/channel.h>
#include <grpcpp/generic/generic_stub.h>

#include <chrono>
#include <condition_variable>
#include <mutex>

#include "agents/transport/channel.h"
#include "stile/v1/exchange.pb.h"
#include "tests/support/scheme.h"

namespace stile::bench {
namespace {

using Clock = std::chrono::steady_clock;

constexpr std::size_t kUnansweredMost = 32;
constexpr auto kConnectMost = std::chrono::seconds(10);
constexpr char kMethod[] = "/stile.v1.Exchange/Submit";

grpc::ByteBuffer buffer_of(const std::string& message) {
  const grpc::Slice slice(message);
  return {&slice, 1};
}

// Submitting sends bytes made beforehand, so that the client costs as little as it can.
class Submitting final : public grpc::ClientBidiReactor<grpc::ByteBuffer, grpc::ByteBuffer> {
 public:
  explicit Submitting(std::span<const std::string> requests) : requests_(requests) {}

  Result<double> run(const std::shared_ptr<grpc::Channel>& channel) {
    grpc::GenericStub stub(channel);
    stub.PrepareBidiStreamingCall(&context_, kMethod, {}, this);
    v1::SubmitRequest begin;
    begin.mutable_begin();
    outgoing_ = buffer_of(begin.SerializeAsString());
    StartWrite(&outgoing_);
    StartRead(&incoming_);
    StartCall();
    std::unique_lock lock(mutex_);
    ended_.wait(lock, [this] { return done_; });
    if (!refusal_.empty()) return Error{Reason::kUnavailable, refusal_};
    if (answered_ < requests_.size()) {
      return Error{Reason::kUnavailable, "the stream ended early: " + status_.error_message()};
    }
    return std::chrono::duration<double>(last_answer_ - first_sent_).count();
  }

  void OnWriteDone(bool ok) override {
    const std::lock_guard lock(mutex_);
    writing_ = false;
    if (ok) send_next();
  }

  void OnReadDone(bool ok) override {
    const std::lock_guard lock(mutex_);
    if (!ok) return;
    take_answer();
    StartRead(&incoming_);
    send_next();
  }

  void OnDone(const grpc::Status& status) override {
    const std::lock_guard lock(mutex_);
    status_ = status;
    done_ = true;
    ended_.notify_all();
  }

 private:
  void send_next() {
    if (writing_ || sent_ - answered_ == kUnansweredMost) return;
    if (sent_ == requests_.size()) {
      if (!closed_) StartWritesDone();
      closed_ = true;
      return;
    }
    if (sent_ == 0) first_sent_ = Clock::now();
    outgoing_ = buffer_of(requests_[sent_++]);
    writing_ = true;
    StartWrite(&outgoing_);
  }

  void take_answer() {
    grpc::Slice slice;
    v1::SubmitAnswer answer;
    const bool read =
        incoming_.TrySingleSlice(&slice).ok() || incoming_.DumpToSingleSlice(&slice).ok();
    if (!read || !answer.ParseFromArray(slice.begin(), static_cast<int>(slice.size()))) {
      refusal_ = "an answer cannot be read";
    } else if (!answer.has_receipt()) {
      refusal_ = "refused: " + answer.ShortDebugString();
    }
    if (!refusal_.empty()) context_.TryCancel();
    ++answered_;
    last_answer_ = Clock::now();
  }

  const std::span<const std::string> requests_;
  grpc::ClientContext context_;
  grpc::ByteBuffer outgoing_;
  grpc::ByteBuffer incoming_;
  std::mutex mutex_;
  std::condition_variable ended_;
  std::size_t sent_ = 0;
  std::size_t answered_ = 0;
  bool writing_ = true;  // the first message is on its way before the call starts
  bool closed_ = false;
  bool done_ = false;
  std::string refusal_;
  grpc::Status status_;
  Clock::time_point first_sent_;
  Clock::time_point last_answer_;
};

}  // namespace

Result<double> submit_all(const std::string& address, const tls::IdentityFiles& files,
                          std::span<const std::string> requests) {
  const auto channel = agent::dial(address, files, support::agency(support::kGateway));
  if (!channel->WaitForConnected(std::chrono::system_clock::now() + kConnectMost)) {
    return Error{Reason::kUnavailable, "no connection to " + address};
  }
  Submitting submitting(requests);
  return submitting.run(channel);
}

}  // namespace stile::bench
