#include <chrono>
#include <future>
#include <memory>
#include <utility>

#include "core/wire/strict.h"
#include "gateway/pipeline/asked.h"
#include "gateway/service/exchange_service.h"
#include "gateway/service/outcomes.h"
#include "gateway/service/status_map.h"

// Exchange.Ask: one question, answered once its leaf is durable.
namespace stile::gateway {
namespace {

// How long an asker waits at most: a ledger that takes as long has failed.
constexpr auto kLongestWait = std::chrono::seconds(30);

Entry entry_of(Shared& shared, const v1::AskRequest& request, const Peer& peer) {
  Hash salt{};
  if (!copy_exact(request.salt(), salt)) {
    return Refusal{peer, Reason::kMalformed, {}, {}, 0, 0, {}, "salt", enquiry_kind()};
  }
  auto asked = ask(request.question(), salt, peer, *shared.documents.current(), shared.clock());
  if (asked.passed()) return std::move(asked).take();
  return std::move(asked).refusal();
}

// recorded() waits until what was asked is durable; nothing when the ledger did not say in time.
std::optional<Outcome> recorded(Shared& shared, Entry entry) {
  const auto promise = std::make_shared<std::promise<Outcome>>();
  auto future = promise->get_future();
  const bool queued = shared.committer.submit(
      std::move(entry), Urgency::kInteractive,
      [promise](Outcome outcome) { promise->set_value(std::move(outcome)); });
  if (!queued) return std::nullopt;
  if (future.wait_for(kLongestWait) != std::future_status::ready) return std::nullopt;
  return future.get();
}

}  // namespace

grpc::Status ExchangeService::Ask(grpc::ServerContext* context, const v1::AskRequest* request,
                                  v1::AskAnswer* answer) {
  auto call = shared_.gate.enter(*context, 0);
  if (!call.ok()) return status_of(call.reason());
  call->received(request->ByteSizeLong());
  const auto strict = wire::check_strict(*request);
  if (!strict.ok()) return status_of(strict.reason());
  const auto seen = request->verified_size();
  if (seen > shared_.committer.newest().tree_size) return status_of(Reason::kIntegrity);

  const Peer peer{call->peer(), call->fingerprint()};
  const auto outcome = recorded(shared_, entry_of(shared_, *request, peer));
  if (!outcome) return status_of(Reason::kUnavailable);
  if (const auto* refused = std::get_if<RecordedRefusal>(&*outcome)) {
    shared_.log("question_refused", refused->refusal().reason,
                peer.id.short_text() + " " + refused->refusal().detail);
    put_refusal(*refused, *answer->mutable_refusal());
    return grpc::Status::OK;
  }
  const auto& asked = std::get<RecordedQuestion>(*outcome);
  if (asked.fresh()) shared_.attached.wake(asked.source());
  Shown shown(shared_, seen);
  const Status put = put_receipt(asked.leaf_index(), asked.tree_size(), shared_.store, shown,
                                 *answer->mutable_receipt());
  if (!put.ok()) return status_of(put.reason());
  shared_.shown.note(peer.id.text(), shown.size());
  return grpc::Status::OK;
}

}  // namespace stile::gateway
