#include "gateway/pipeline/challenged.h"

#include <algorithm>

#include "core/crypto/digest.h"
#include "core/crypto/note.h"
#include "core/ledger/leaf.h"
#include "core/record/identity_request.h"

namespace stile::gateway {
namespace {

// Cited is the consignment that a word names.
struct Cited {
  AgencyId source;
  std::uint64_t number = 0;
  Hash consignment{};
};

Result<Cited> cited_by(ByteView note) {
  STILE_TRY(const auto parsed, crypto::parse_note(note));
  if (record::is_identity_request(parsed.text)) {
    STILE_TRY(const auto what, record::parse_identity_request(parsed.text));
    return Cited{what.from, what.number, what.consignment};
  }
  STILE_TRY(const auto what, record::parse_challenge(parsed.text));
  return Cited{what.from, what.number, what.consignment};
}

}  // namespace

Result<std::optional<Given>> given_to(ByteView note, const Peer& peer, const Store& store) {
  const std::optional<Given> nothing;
  const auto what = cited_by(note);
  if (!what.ok()) return nothing;
  STILE_TRY(const auto taken,
            store.admitted(peer.id.text(), what->source.text(), what->number, what->consignment));
  if (!taken) return nothing;
  STILE_TRY(const auto text, store.leaf_text(taken->leaf_index));
  if (!text) return nothing;
  STILE_TRY(const ledger::Leaf leaf, ledger::parse_leaf(*text));
  // An exercise disclosed no record.
  const bool disclosed = leaf.occasion != record::name(record::OccasionKind::kExercise);
  if (!disclosed || !leaf.agreement) return nothing;
  return std::optional(Given{taken->leaf_index, leaf.from, *leaf.agreement, leaf.rows});
}

// A leaf is shown to whom it names.
Refusal refusal_about(const std::optional<Given>& about, const Peer& peer, Reason reason,
                      std::string detail) {
  Refusal refusal{peer, reason, {}, {}, 0, 0, {}, std::move(detail)};
  if (about) {
    refusal.to = about->source;
    refusal.agreement = about->agreement;
  }
  return refusal;
}

Verdict<Challenged> challenge(Bytes note, const std::optional<Given>& about, const Peer& peer,
                              const agreement::DocumentSet& documents) {
  const auto parsed = crypto::parse_note(note);
  if (!parsed.ok()) return refusal_about(about, peer, parsed.reason(), parsed.error().detail);
  auto what = record::parse_challenge(parsed->text);
  if (!what.ok()) return refusal_about(about, peer, what.reason(), what.error().detail);
  if (what->to != peer.id) {
    return refusal_about(about, peer, Reason::kWrongPeer, "another agency's challenge");
  }
  const auto* agency = documents.agency(peer.id);
  if (agency == nullptr) return refusal_about(about, peer, Reason::kUnknownAgency, {});
  const auto signers = crypto::verified_names(*parsed, std::span(&agency->signing_key, 1));
  if (!signers.ok() || signers->empty()) {
    return refusal_about(about, peer, Reason::kBadSignature, "challenge not signed by its agency");
  }
  if (!about) return refusal_about(about, peer, Reason::kNotFound, "challenges what was not given");
  return Challenged(*about, std::move(what).value(), peer, std::move(note));
}

Result<bool> check_challenge(const Challenged& entry, const std::vector<ChallengedRow>& before) {
  const auto same = std::ranges::find(before, entry.what().row, &ChallengedRow::row);
  if (same != before.end()) {
    if (same->note == crypto::sha256(entry.note())) return false;
    return Error{Reason::kConflict, "that row is challenged already"};
  }
  if (before.size() < entry.about().rows) return true;
  return Error{Reason::kFlood, "as many challenges as the consignment has rows"};
}

}  // namespace stile::gateway
