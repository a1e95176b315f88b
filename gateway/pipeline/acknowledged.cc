#include "gateway/pipeline/acknowledged.h"

#include "core/crypto/note.h"

namespace stile::gateway {
namespace {

// A leaf is shown to whom it names, so a refusal names the source only where it is known.
Refusal refused(const Peer& peer, const std::optional<Disclosed>& about, Reason reason,
                std::string detail) {
  Refusal refusal{peer, reason, {}, {}, 0, 0, {}, std::move(detail)};
  if (about) {
    refusal.to = about->source;
    refusal.agreement = about->agreement;
  }
  return refusal;
}

}  // namespace

Disclosed disclosed(const Parcel& parcel) {
  return {parcel.id, parcel.source, parcel.recipient, parcel.digest, parcel.agreement};
}

Result<std::optional<Disclosed>> spoken_of(ByteView note, const Peer& peer, const Store& store) {
  const auto parsed = crypto::parse_note(note);
  if (!parsed.ok()) return std::optional<Disclosed>();
  const auto what = record::parse_acknowledgement(parsed->text);
  if (!what.ok()) return std::optional<Disclosed>();
  STILE_TRY(const auto notice,
            store.notice(peer.id.text(), what->from.text(), what->number, what->consignment));
  if (!notice) return std::optional<Disclosed>();
  return std::optional(
      Disclosed{notice->id, notice->source, notice->recipient, notice->digest, notice->agreement});
}

Verdict<Acknowledged> acknowledge(Bytes note, const std::optional<Disclosed>& about,
                                  const Peer& peer, const agreement::DocumentSet& documents) {
  if (about && about->recipient != peer.id.text()) {
    return refused(peer, about, Reason::kWrongPeer, "not this agency's parcel");
  }
  const auto parsed = crypto::parse_note(note);
  if (!parsed.ok()) return refused(peer, about, parsed.reason(), parsed.error().detail);
  auto what = record::parse_acknowledgement(parsed->text);
  if (!what.ok()) return refused(peer, about, what.reason(), what.error().detail);
  const auto* agency = documents.agency(peer.id);
  if (agency == nullptr) return refused(peer, about, Reason::kUnknownAgency, {});
  const auto signers = crypto::verified_names(*parsed, std::span(&agency->signing_key, 1));
  if (!signers.ok() || signers->empty()) {
    return refused(peer, about, Reason::kBadSignature, "acknowledgement not signed by its agency");
  }
  if (!about) return refused(peer, about, Reason::kNotFound, "acknowledges what is not there");
  if (what->consignment != about->digest || what->from.text() != about->source ||
      what->to != peer.id) {
    return refused(peer, about, Reason::kConflict, "acknowledges another consignment");
  }
  return Acknowledged(*about, std::move(what).value(), peer, std::move(note));
}

}  // namespace stile::gateway
