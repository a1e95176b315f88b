#include "gateway/service/exchange_service.h"

#include <google/protobuf/arena.h>

#include <memory>
#include <thread>
#include <utility>
#include <vector>

#include "core/base/limits.h"
#include "core/handover/bulk_thread.h"
#include "core/handover/handover.h"
#include "core/wire/consignment_codec.h"
#include "core/wire/strict.h"
#include "gateway/service/answers.h"
#include "gateway/service/outcomes.h"
#include "gateway/service/receipts.h"
#include "gateway/service/status_map.h"

namespace stile::gateway {
namespace {

// How many consignments of one stream may be on their way to the ledger at once, and how many
// messages may have been read ahead of the one that is worked on.
constexpr std::size_t kUnansweredMost = limits::kLeavesPerCommit;
constexpr std::size_t kReadAheadMost = 4;
constexpr std::size_t kTogetherMost = 8;

// Answering turns outcomes into answers until the first refusal.
class Answering {
 public:
  Answering(Shared& shared, const AgencyId& agency, std::uint64_t verified_size)
      : shared_(shared), agency_(agency), shown_(shared, verified_size) {}

  Result<v1::SubmitAnswer> answer(const Outcome& outcome) {
    v1::SubmitAnswer answer;
    if (const auto* refused = std::get_if<RecordedRefusal>(&outcome)) {
      answer.set_number(refused->refusal().number);
      put_refusal(*refused, *answer.mutable_refusal());
      return answer;
    }
    const auto& recorded = std::get<Recorded>(outcome);
    answer.set_number(recorded.number());
    STILE_CHECKED(put_receipt(recorded.leaf_index(), recorded.tree_size(), shared_.store, shown_,
                              *answer.mutable_receipt()));
    if (agency_.kind() == AgencyKind::kForce) shared_.shown.note(agency_.text(), shown_.size());
    return answer;
  }

 private:
  Shared& shared_;
  const AgencyId agency_;
  Shown shown_;
};

void answer_all(Shared& shared, const AgencyId& agency, std::uint64_t verified_size,
                ExchangeService::Stream& stream, Answers& answers) {
  Answering answering(shared, agency, verified_size);
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

// Message is what was read, on memory of its own: one piece for its rows instead of one for each.
struct Message {
  static constexpr std::size_t kPiece = 128 << 10;
  static google::protobuf::ArenaOptions options() {
    google::protobuf::ArenaOptions options;
    options.start_block_size = kPiece;
    return options;
  }
  std::unique_ptr<google::protobuf::Arena> memory =
      std::make_unique<google::protobuf::Arena>(options());
  v1::SubmitRequest* request =
      google::protobuf::Arena::CreateMessage<v1::SubmitRequest>(memory.get());
};

Entry entry_of(Shared& shared, v1::Consignment&& wire, const Peer& peer, Urgency urgency) {
  auto consignment = wire::consignment_from(std::move(wire));
  if (!consignment.ok()) {
    return Refusal{peer, consignment.reason(), {}, {}, 0, 0, {}, consignment.error().detail};
  }
  return travel(std::move(consignment).value(), peer,
                World{shared.documents.current(), shared.clock(), shared.store, urgency});
}

// Travelling sends a stream's consignments along the road, in the order in which they came. Those
// that came close together reach the ledger together, so that one commit serves them all. Bulk has
// a thread of its own, so that the next ones are read meanwhile. With the first refusal the stream
// ends: what was read ahead is dropped, and sent again by its source.
class Travelling {
 public:
  Travelling(Shared& shared, const Peer& peer, Urgency urgency, std::shared_ptr<Answers> answers)
      : shared_(shared), peer_(peer), urgency_(urgency), answers_(std::move(answers)) {
    if (urgency_ == Urgency::kBulk) thread_ = std::thread([this] { run(); });
  }

  // put() takes a message; false once the stream has to end. What somebody waits for goes on at
  // once, in the thread that has read it: that is sooner than to wake another.
  bool put(Message message) {
    if (urgency_ == Urgency::kInteractive) return take(*message.request);
    return handover_.put(std::move(message));
  }
  // finish() waits until all that was put is on its way, and says how the stream ends.
  grpc::Status finish() {
    handover_.no_more();
    if (thread_.joinable()) thread_.join();
    answers_->no_more();
    return status_;
  }

 private:
  void run() {
    give_way_to_others();
    while (auto message = handover_.take()) {
      if (!take(*message->request)) break;
    }
    handover_.end();
  }

  // take() sends one message on its way; false ends the stream.
  bool take(v1::SubmitRequest& request) {
    const auto strict = wire::check_strict(request);
    if (strict.ok() && request.has_consignment()) {
      return submit(entry_of(shared_, std::move(*request.mutable_consignment()), peer_, urgency_));
    }
    const Reason reason = strict.ok() ? Reason::kMalformed : strict.reason();
    submit_together();
    shared_.committer.submit(Refusal{peer_, reason, {}, {}, 0, 0, {}, {}}, urgency_, nullptr);
    status_ = status_of(reason);
    return false;
  }

  // submit() lets an entry wait for the next one that has been read already.
  bool submit(Entry entry) {
    bool refused = false;
    if (const auto* refusal = std::get_if<Refusal>(&entry)) {
      refused = true;
      shared_.log("consignment_refused", refusal->reason,
                  peer_.id.short_text() + " " + refusal->detail);
    }
    answers_->expect();
    Committer::Kept kept;
    if (const auto* admitted = std::get_if<Pseudonymised>(&entry)) {
      kept = [&shared = shared_, to = admitted->stream().recipient] { shared.attached.wake(to); };
    }
    auto done = [answers = answers_](Outcome outcome) { answers->give(std::move(outcome)); };
    together_.push_back({std::move(entry), std::move(done), std::move(kept)});
    const bool waits = !refused && together_.size() < kTogetherMost && handover_.has_next();
    return waits || (submit_together() && !refused && !answers_->ended());
  }

  bool submit_together() {
    const bool queued = shared_.committer.submit_all(std::exchange(together_, {}), urgency_);
    if (!queued) answers_->end();
    return queued;
  }

  Shared& shared_;
  const Peer peer_;
  const Urgency urgency_;
  const std::shared_ptr<Answers> answers_;
  Handover<Message> handover_{kReadAheadMost};
  std::vector<Committer::Queued> together_;
  grpc::Status status_;
  std::thread thread_;
};

}  // namespace

grpc::Status ExchangeService::Submit(grpc::ServerContext* context, Stream* stream) {
  auto call = shared_.gate.enter(*context, limits::kMessageBytes);
  if (!call.ok()) return status_of(call.reason());
  v1::SubmitRequest begin;
  if (!stream->Read(&begin) || !begin.has_begin()) return status_of(Reason::kMalformed);
  const auto strict = wire::check_strict(begin);
  if (!strict.ok()) return status_of(strict.reason());
  call->received(begin.ByteSizeLong());
  const auto verified_size = begin.begin().verified_size();
  if (verified_size > shared_.committer.newest().tree_size) return status_of(Reason::kIntegrity);

  const Peer peer{call->peer(), call->fingerprint()};
  const bool interactive = begin.begin().interactive();
  auto& streams = interactive ? shared_.notifying : shared_.submitting;
  const auto listener = std::make_shared<Wakeups::Listener>(
      Wakeups::Listener{[] {}, [context] { context->TryCancel(); }});
  streams.attach(peer.id.text(), listener);
  const auto answers = std::make_shared<Answers>(kUnansweredMost);
  const Urgency urgency = interactive ? Urgency::kInteractive : Urgency::kBulk;
  std::thread answering([&] {
    if (urgency == Urgency::kBulk) give_way_to_others();
    answer_all(shared_, peer.id, verified_size, *stream, *answers);
  });
  Travelling travelling(shared_, peer, urgency, answers);
  for (;;) {
    Message message;
    if (!stream->Read(message.request)) break;
    call->received(message.request->ByteSizeLong());
    if (!travelling.put(std::move(message))) break;
  }
  auto status = travelling.finish();
  answering.join();
  streams.detach(peer.id.text(), listener);
  return status;
}

}  // namespace stile::gateway
