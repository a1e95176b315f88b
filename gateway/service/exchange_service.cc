#include "gateway/service/exchange_service.h"

#include <condition_variable>
#include <deque>
#include <mutex>
#include <optional>
#include <thread>

#include "core/base/limits.h"
#include "core/wire/consignment_codec.h"
#include "core/wire/strict.h"
#include "gateway/service/receipts.h"
#include "gateway/service/status_map.h"

namespace stile::gateway {
namespace {

// How many consignments of one stream may be on their way to the ledger at once.
constexpr std::size_t kUnansweredMost = limits::kLeavesPerCommit;

// Answers carries outcomes from the committer's thread to the stream's answering thread, and
// holds the reader back when too many are unanswered.
class Answers {
 public:
  void expect() {
    std::unique_lock lock(mutex_);
    room_.wait(lock, [&] { return ended_ || unanswered_ < kUnansweredMost; });
    ++unanswered_;
  }
  void give(Outcome outcome) {
    const std::lock_guard lock(mutex_);
    ready_.push_back(std::move(outcome));
    changed_.notify_all();
  }
  // take() is the next outcome; nothing once none will come any more.
  std::optional<Outcome> take() {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [&] { return ended_ || !ready_.empty() || (last_ && unanswered_ == 0); });
    if (ended_ || ready_.empty()) return std::nullopt;
    std::optional<Outcome> outcome(std::move(ready_.front()));
    ready_.pop_front();
    --unanswered_;
    room_.notify_all();
    return outcome;
  }
  // no_more(): nothing else will be expected. end(): nothing else will be answered.
  void no_more() {
    const std::lock_guard lock(mutex_);
    last_ = true;
    changed_.notify_all();
  }
  void end() {
    const std::lock_guard lock(mutex_);
    ended_ = true;
    changed_.notify_all();
    room_.notify_all();
  }
  bool ended() const {
    const std::lock_guard lock(mutex_);
    return ended_;
  }

 private:
  mutable std::mutex mutex_;
  std::condition_variable changed_;
  std::condition_variable room_;
  std::deque<Outcome> ready_;
  std::size_t unanswered_ = 0;
  bool last_ = false;
  bool ended_ = false;
};

int wire_code(Reason reason) { return static_cast<int>(reason) + 1; }

void put_refusal(const RecordedRefusal& refused, v1::SubmitAnswer& answer) {
  auto& wire = *answer.mutable_refusal();
  wire.set_reason(wire_code(refused.refusal().reason));
  wire.set_last_number(refused.last_number());
  for (const auto& fault : refused.refusal().faults) {
    auto& row = *wire.add_fault();
    row.set_row(fault.row);
    row.set_reason(wire_code(fault.reason));
    if (fault.field) row.set_field(static_cast<v1::Field>(*fault.field));
  }
}

// Answering turns outcomes into answers until the first refusal.
class Answering {
 public:
  Answering(Shared& shared, std::uint64_t verified_size)
      : shared_(shared), shown_(shared.store, verified_size) {}

  Result<v1::SubmitAnswer> answer(const Outcome& outcome) {
    v1::SubmitAnswer answer;
    if (const auto* refused = std::get_if<RecordedRefusal>(&outcome)) {
      answer.set_number(refused->refusal().number);
      put_refusal(*refused, answer);
      return answer;
    }
    const auto& recorded = std::get<Recorded>(outcome);
    answer.set_number(recorded.number());
    auto& receipt = *answer.mutable_receipt();
    STILE_TRY(const auto leaf, shared_.store.leaf_text(recorded.leaf_index()));
    STILE_TRY(const auto proof, shown_.receipt(recorded.leaf_index(), recorded.tree_size()));
    if (leaf) receipt.set_leaf(*leaf);
    receipt.set_receipt(proof.receipt);
    for (const auto& hash : proof.consistency) receipt.add_consistency(std::string(view(hash)));
    return answer;
  }

 private:
  Shared& shared_;
  Shown shown_;
};

void answer_all(Shared& shared, std::uint64_t verified_size, ExchangeService::Stream& stream,
                Answers& answers) {
  Answering answering(shared, verified_size);
  while (auto outcome = answers.take()) {
    const auto answer = answering.answer(*outcome);
    if (!answer.ok()) {
      shared.log("answer_failed", answer.reason(), answer.error().detail);
      break;
    }
    const bool last = answer->has_refusal();
    if (!stream.Write(answer.value()) || last) break;
  }
  answers.end();
}

Entry entry_of(Shared& shared, v1::Consignment&& wire, const Peer& peer) {
  auto consignment = wire::consignment_from(std::move(wire));
  if (!consignment.ok()) {
    return Refusal{peer, consignment.reason(), {}, {}, 0, 0, {}, consignment.error().detail};
  }
  return travel(std::move(consignment).value(), peer,
                World{shared.documents.current(), shared.clock(), shared.store});
}

// submit_one() sends one consignment on its way; false ends the stream.
bool submit_one(Shared& shared, v1::Consignment&& wire, const Peer& peer,
                const std::shared_ptr<Answers>& answers) {
  auto entry = entry_of(shared, std::move(wire), peer);
  bool refused = false;
  if (const auto* refusal = std::get_if<Refusal>(&entry)) {
    refused = true;
    shared.log("consignment_refused", refusal->reason,
               peer.id.short_text() + " " + refusal->detail);
  }
  answers->expect();
  const auto done = [answers, &shared](Outcome outcome) {
    if (const auto* recorded = std::get_if<Recorded>(&outcome)) {
      if (recorded->fresh()) shared.attached.wake(recorded->recipient());
    }
    answers->give(std::move(outcome));
  };
  const bool queued = shared.committer.submit(std::move(entry), Urgency::kBulk, done);
  if (!queued) answers->end();
  return queued && !refused;
}

grpc::Status read_all(Shared& shared, Call& call, const Peer& peer,
                      ExchangeService::Stream& stream, const std::shared_ptr<Answers>& answers) {
  v1::SubmitRequest request;
  while (!answers->ended() && stream.Read(&request)) {
    call.received(request.ByteSizeLong());
    const auto strict = wire::check_strict(request);
    if (!strict.ok() || !request.has_consignment()) {
      shared.committer.submit(Refusal{peer, strict.ok() ? Reason::kMalformed : strict.reason(),
                                      {}, {}, 0, 0, {}, {}},
                              Urgency::kBulk, nullptr);
      return status_of(strict.ok() ? Reason::kMalformed : strict.reason());
    }
    if (!submit_one(shared, std::move(*request.mutable_consignment()), peer, answers)) break;
  }
  return grpc::Status::OK;
}

}  // namespace

grpc::Status ExchangeService::Submit(grpc::ServerContext* context, Stream* stream) {
  auto call = shared_.gate.enter(*context, limits::kMessageBytes);
  if (!call.ok()) return status_of(call.reason());
  v1::SubmitRequest begin;
  if (!stream->Read(&begin) || !begin.has_begin()) return status_of(Reason::kMalformed);
  call->received(begin.ByteSizeLong());
  const auto verified_size = begin.begin().verified_size();
  if (verified_size > shared_.committer.newest().tree_size) return status_of(Reason::kIntegrity);

  const Peer peer{call->peer(), call->fingerprint()};
  const auto listener = std::make_shared<Wakeups::Listener>(
      Wakeups::Listener{[] {}, [context] { context->TryCancel(); }});
  shared_.submitting.attach(peer.id.text(), listener);
  const auto answers = std::make_shared<Answers>();
  std::thread answering([&] { answer_all(shared_, verified_size, *stream, *answers); });
  auto status = read_all(shared_, *call, peer, *stream, answers);
  answers->no_more();
  answering.join();
  shared_.submitting.detach(peer.id.text(), listener);
  return status;
}

}  // namespace stile::gateway
