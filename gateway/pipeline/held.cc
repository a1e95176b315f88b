#include "gateway/pipeline/held.h"

namespace stile::gateway {

Fate fate_of(const Hash& agreement, const agreement::DocumentSet& documents, Instant now) {
  const auto in_force = documents.was_in_force(agreement, now);
  if (in_force.ok()) return Fate::kGoes;
  return in_force.reason() == Reason::kEnded ? Fate::kEnds : Fate::kWaits;
}

std::optional<Held> hold(const WaitingParcel& parcel, const agreement::DocumentSet& documents,
                         Instant now) {
  using record::Holding;
  switch (fate_of(parcel, documents, now)) {
    case Fate::kEnds: return Held(parcel, Holding::kEnded);
    case Fate::kWaits:
      if (parcel.frozen) return std::nullopt;
      return Held(parcel, Holding::kFrozen);
    case Fate::kGoes: break;
  }
  if (parcel.frozen) return Held(parcel, Holding::kThawed);
  const bool late = parcel.urgency == Urgency::kInteractive && !parcel.uncollected &&
                    parcel.admitted + kCollectedWithin <= now;
  if (late) return Held(parcel, Holding::kUncollected);
  return std::nullopt;
}

}  // namespace stile::gateway
