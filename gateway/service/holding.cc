#include "gateway/service/holding.h"

namespace stile::gateway {
namespace {

void hold_parcels(Shared& shared) {
  const auto parcels = shared.store.waiting_parcels();
  if (!parcels.ok()) {
    shared.log("holding_failed", parcels.reason(), parcels.error().detail);
    return;
  }
  const auto documents = shared.documents.current();
  const Instant now = shared.clock();
  for (const auto& parcel : parcels.value()) {
    auto held = hold(parcel, *documents, now);
    if (!held) continue;
    const auto done = [&shared](const Outcome& outcome) {
      const auto& recorded = std::get<Held>(outcome);
      shared.attached.wake(recorded.source());
      shared.attached.wake(recorded.recipient());  // what is thawed goes
    };
    if (!shared.committer.submit(*std::move(held), parcel.urgency, done)) return;
  }
}

void forget_questions(Shared& shared) {
  const auto questions = shared.store.waiting_questions();
  if (!questions.ok()) {
    shared.log("holding_failed", questions.reason(), questions.error().detail);
    return;
  }
  for (const auto& question : questions.value()) {
    if (!has_lapsed(question.text, shared.clock())) continue;
    if (!shared.committer.submit(NoteTaken{question.id}, Urgency::kBulk, nullptr)) return;
  }
}

}  // namespace

void look_after_waiting(Shared& shared) {
  hold_parcels(shared);
  forget_questions(shared);
}

}  // namespace stile::gateway
