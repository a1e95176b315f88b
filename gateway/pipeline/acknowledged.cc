#include "gateway/pipeline/acknowledged.h"

#include "core/crypto/note.h"

namespace stile::gateway {
namespace {

Refusal refused(const Peer& peer, const Parcel& parcel, Reason reason, std::string detail) {
  return {peer, reason, parcel.source, parcel.agreement, 0, 0, {}, std::move(detail)};
}

}  // namespace

Verdict<Acknowledged> acknowledge(Bytes note, const Parcel& parcel, const Peer& peer,
                                  const agreement::DocumentSet& documents) {
  if (parcel.recipient != peer.id.text()) {
    return refused(peer, parcel, Reason::kWrongPeer, "not this agency's parcel");
  }
  const auto parsed = crypto::parse_note(note);
  if (!parsed.ok()) return refused(peer, parcel, parsed.reason(), parsed.error().detail);
  auto what = record::parse_acknowledgement(parsed->text);
  if (!what.ok()) return refused(peer, parcel, what.reason(), what.error().detail);
  const auto* agency = documents.agency(peer.id);
  if (agency == nullptr) return refused(peer, parcel, Reason::kUnknownAgency, {});
  const auto signers = crypto::verified_names(*parsed, std::span(&agency->signing_key, 1));
  if (!signers.ok() || signers->empty()) {
    return refused(peer, parcel, Reason::kBadSignature, "acknowledgement not signed by its agency");
  }
  if (what->consignment != parcel.digest || what->from.text() != parcel.source ||
      what->to != peer.id) {
    return refused(peer, parcel, Reason::kConflict, "acknowledges another consignment");
  }
  return Acknowledged(parcel, std::move(what).value(), peer, std::move(note));
}

}  // namespace stile::gateway
