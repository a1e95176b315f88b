#include "gateway/pipeline/challenged.h"

#include <algorithm>

#include "core/crypto/digest.h"
#include "core/crypto/note.h"
#include "core/ledger/leaf.h"

namespace stile::gateway {
namespace {

// A leaf is shown to whom it names, so a refusal names the source only where it is known.
Refusal refused(const Peer& peer, const std::optional<Given>& about, Reason reason,
                std::string detail) {
  Refusal refusal{peer, reason, {}, {}, 0, 0, {}, std::move(detail)};
  if (about) {
    refusal.to = about->source;
    refusal.agreement = about->agreement;
  }
  return refusal;
}

}  // namespace

Result<std::optional<Given>> given_to(ByteView note, const Peer& peer, const Store& store) {
  const std::optional<Given> nothing;
  const auto parsed = crypto::parse_note(note);
  if (!parsed.ok()) return nothing;
  const auto what = record::parse_challenge(parsed->text);
  if (!what.ok()) return nothing;
  STILE_TRY(const auto taken,
            store.admitted(peer.id.text(), what->from.text(), what->number, what->consignment));
  if (!taken) return nothing;
  STILE_TRY(const auto text, store.leaf_text(taken->leaf_index));
  if (!text) return nothing;
  STILE_TRY(const ledger::Leaf leaf, ledger::parse_leaf(*text));
  // An exercise disclosed no record.
  const bool disclosed = leaf.occasion != record::name(record::OccasionKind::kExercise);
  if (!disclosed || !leaf.agreement) return nothing;
  return std::optional(Given{taken->leaf_index, leaf.from, *leaf.agreement, leaf.rows});
}

Verdict<Challenged> challenge(Bytes note, const std::optional<Given>& about, const Peer& peer,
                              const agreement::DocumentSet& documents) {
  const auto parsed = crypto::parse_note(note);
  if (!parsed.ok()) return refused(peer, about, parsed.reason(), parsed.error().detail);
  auto what = record::parse_challenge(parsed->text);
  if (!what.ok()) return refused(peer, about, what.reason(), what.error().detail);
  if (what->to != peer.id) {
    return refused(peer, about, Reason::kWrongPeer, "another agency's challenge");
  }
  const auto* agency = documents.agency(peer.id);
  if (agency == nullptr) return refused(peer, about, Reason::kUnknownAgency, {});
  const auto signers = crypto::verified_names(*parsed, std::span(&agency->signing_key, 1));
  if (!signers.ok() || signers->empty()) {
    return refused(peer, about, Reason::kBadSignature, "challenge not signed by its agency");
  }
  if (!about) return refused(peer, about, Reason::kNotFound, "challenges what was not given");
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
