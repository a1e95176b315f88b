#include <algorithm>
#include <utility>

#include "agents/link/attached_stream.h"
#include "agents/link/gateway_client.h"
#include "core/ledger/proof.h"
#include "core/wire/strict.h"

// What an attached agent does with the parcels that are delivered to it.
namespace stile::agent {
namespace {

constexpr std::size_t kParcelsAtOnce = 8;

int wire_code(Reason reason) { return static_cast<int>(reason) + 1; }

}  // namespace

Result<AttachedStream::Delivered> AttachedStream::delivered(v1::AttachDown&& down) {
  STILE_CHECKED(wire::check_strict(down));
  auto& delivery = *down.mutable_delivery();
  STILE_TRY(auto proof, proof_of(delivery));
  Delivered one;
  ParcelDelivery& parcel = one.parcel;
  parcel.id = delivery.parcel();
  parcel.sealed = std::move(*delivery.mutable_sealed());
  parcel.leaf = std::move(*delivery.mutable_leaf());
  parcel.receipt = std::move(*delivery.mutable_receipt());
  parcel.consistency = std::move(proof.hashes);
  parcel.from = proof.from;
  const auto receipt = ledger::parse_receipt(parcel.receipt);
  if (!receipt.ok()) return one;  // the sink rejects it
  const auto size = size_of(receipt->checkpoint);
  if (size.ok()) one.to = size.value();
  return one;
}

// Those go together of which each is proven from the one before. What is malformed ends the
// attachment, after what came before it.
Status AttachedStream::take_deliveries(std::deque<v1::AttachDown>& messages) {
  if (ports_->parcels == nullptr) {
    return Error{Reason::kMalformed, "the gateway sent a parcel, and we receive nothing"};
  }
  Status read;
  std::vector<Delivered> parcels;
  while (!messages.empty() && messages.front().has_delivery() && parcels.size() < kParcelsAtOnce) {
    const std::uint64_t from = messages.front().delivery().consistency_from();
    // A tree smaller than was shown elsewhere leaves the view where it is, or behind that.
    const bool follows = parcels.empty() || (from == parcels.back().to &&
                                             parcels.back().parcel.from <= parcels.back().to);
    if (!follows) break;
    auto parcel = delivered(std::move(messages.front()));
    messages.pop_front();
    if (!parcel.ok()) {
      read = parcel.error();
      break;
    }
    parcels.push_back(std::move(parcel).value());
  }
  STILE_CHECKED(take_parcels(std::move(parcels)));
  return read;
}

// Together all of them are taken, or none.
Status AttachedStream::take_parcels(std::vector<Delivered> parcels) {
  if (parcels.size() > 1) {
    STILE_CHECKED(prove_from_view(parcels.front()));
    std::vector<ParcelDelivery> together;
    for (Delivered& one : parcels) together.push_back(std::move(one.parcel));
    const auto taken = ports_->parcels->take_together(together);
    for (std::size_t i = 0; i < parcels.size(); ++i) {
      if (taken.ok()) STILE_CHECKED(answer(together[i].id, taken.value()[i]));
      parcels[i].parcel = std::move(together[i]);
    }
    if (taken.ok()) return ok();
  }
  for (Delivered& one : parcels) STILE_CHECKED(take_one(std::move(one)));
  return ok();
}

// Where a question of one's own was answered meanwhile, it is proven again from there.
Status AttachedStream::take_one(Delivered delivered) {
  const ParcelDelivery& parcel = delivered.parcel;
  for (;;) {
    STILE_CHECKED(prove_from_view(delivered));
    const auto taken = ports_->parcels->take(parcel);
    const bool moved = !taken.ok() && taken.reason() == Reason::kUnavailable &&
                       ports_->log->view().size() != parcel.from;
    if (!moved) return answer(parcel.id, taken);
  }
}

// Where a parcel was rejected, or an answer is still on its way, this agency's own view is behind
// what it was shown, and the proof has to begin there.
Status AttachedStream::prove_from_view(Delivered& delivered) {
  ParcelDelivery& parcel = delivered.parcel;
  const std::uint64_t to = delivered.to;
  const std::uint64_t known = ports_->log->view().size();
  if (parcel.from == known) return ok();
  parcel.from = known;
  parcel.consistency.clear();
  if (to == 0 || known == 0 || known == to) return ok();
  STILE_CHECKED(answer_parcels());
  STILE_TRY(parcel.consistency, gateway_->consistency(std::min(known, to), std::max(known, to)));
  return ok();
}

Status AttachedStream::answer(std::uint64_t parcel, const Result<Bytes>& taken) {
  v1::AttachUp up;
  if (taken.ok()) {
    up.mutable_parcel_stored()->set_parcel(parcel);
    up.mutable_parcel_stored()->set_acknowledgement(taken.value());
  } else {
    ports_->log_event("parcel_not_taken", taken.error());
    if (taken.reason() == Reason::kIo || taken.reason() == Reason::kUnavailable) {
      return taken.error();
    }
    up.mutable_parcel_rejected()->set_parcel(parcel);
    up.mutable_parcel_rejected()->set_reason(wire_code(taken.reason()));
  }
  answers_.push_back(std::move(up));
  return answers_.size() < kParcelsAtOnce ? ok() : answer_parcels();
}

Status AttachedStream::answer_parcels() {
  for (const auto& up : std::exchange(answers_, {})) STILE_CHECKED(write(up));
  return ok();
}

}  // namespace stile::agent
