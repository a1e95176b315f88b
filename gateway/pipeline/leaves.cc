#include "gateway/pipeline/leaves.h"

namespace stile::gateway {
namespace {

// leaf_of_word() is of what a recipient says about a consignment that it was given, to its source.
template <typename Word>
ledger::Leaf leaf_of_word(const Word& entry, const char* decision, Instant now) {
  ledger::Leaf leaf;
  leaf.op = ledger::Op::kState;
  leaf.time = now;
  leaf.from = entry.what().to.text();
  leaf.to = entry.about().source;
  leaf.agreement = entry.about().agreement;
  leaf.decision = decision;
  leaf.commit_actor = entry.what().actor;
  leaf.peer_certificate = entry.peer().certificate;
  return leaf;
}

}  // namespace

ledger::Leaf leaf_of(const Refusal& refusal, Instant now) {
  ledger::Leaf leaf;
  leaf.op = ledger::Op::kRefusal;
  leaf.time = now;
  leaf.from = refusal.peer.id.text();
  leaf.to = refusal.to;
  leaf.agreement = refusal.agreement;
  leaf.occasion = refusal.occasion;
  leaf.rows = refusal.rows;
  leaf.decision = "refused";
  leaf.reason = std::string(name(refusal.reason));
  leaf.peer_certificate = refusal.peer.certificate;
  return leaf;
}

Refusal refusal_of(const Pseudonymised& entry, Reason reason) {
  return {entry.peer(),
          reason,
          entry.stream().recipient,
          entry.leaf().agreement,
          entry.number(),
          entry.leaf().rows,
          {},
          {}};
}

Refusal refusal_of(const Acknowledged& entry, Reason reason) {
  return {entry.peer(), reason, entry.what().from.text(), entry.agreement(), 0, 0, {}, {}};
}

Refusal refusal_of(const Challenged& entry, Reason reason) {
  return {entry.peer(), reason, entry.about().source, entry.about().agreement, 0, 0, {}, {}};
}

ledger::Leaf leaf_of(const Challenged& entry, Instant now) {
  return leaf_of_word(entry, "challenged", now);
}

Refusal refusal_of(const IdentityAsked& entry, Reason reason) {
  return {entry.peer(), reason, entry.about().source, entry.about().agreement, 0, 0, {}, {}};
}

ledger::Leaf leaf_of(const IdentityAsked& entry, Instant now) {
  return leaf_of_word(entry, "identity-requested", now);
}

Refusal refusal_of(const Asked& entry, Reason reason) {
  const auto& what = entry.what();
  return {entry.peer(), reason, what.to.text(), what.agreement, 0, 0, {}, {}, enquiry_kind()};
}

ledger::Leaf leaf_of(const Asked& entry, Instant now) {
  ledger::Leaf leaf;
  leaf.op = ledger::Op::kConsultation;
  leaf.time = now;
  leaf.from = entry.what().from.text();
  leaf.to = entry.what().to.text();
  leaf.agreement = entry.what().agreement;
  leaf.occasion = enquiry_kind();
  leaf.purpose = std::string(agreement::name(agreement::Purpose::kPreInspectionEnquiry));
  leaf.decision = "asked";
  leaf.commit_actor = entry.what().actor;
  leaf.commit_reason = ledger::commitment(entry.salt(), "question", view(entry.digest()));
  leaf.peer_certificate = entry.peer().certificate;
  return leaf;
}

ledger::Leaf leaf_of(const Acknowledged& entry, Instant now) {
  ledger::Leaf leaf;
  leaf.op = ledger::Op::kState;
  leaf.time = now;
  leaf.from = entry.what().to.text();
  leaf.to = entry.what().from.text();
  leaf.agreement = entry.agreement();
  leaf.decision = record::name(entry.what().state);
  leaf.commit_actor = entry.what().actor;
  leaf.peer_certificate = entry.peer().certificate;
  return leaf;
}

ledger::Leaf leaf_of(record::Holding what, const Parcel& parcel, const ledger::Leaf& admitted,
                     Instant now) {
  ledger::Leaf leaf;
  leaf.op = ledger::Op::kState;
  leaf.time = now;
  leaf.from = parcel.source;
  leaf.to = parcel.recipient;
  leaf.agreement = parcel.agreement;
  leaf.occasion = admitted.occasion;
  leaf.decision = record::name(what);
  leaf.commit_rows = admitted.commit_rows;
  return leaf;
}

bool is_news(record::Holding what, const Parcel& parcel) {
  switch (what) {
    case record::Holding::kFrozen: return !parcel.frozen;
    case record::Holding::kThawed: return parcel.frozen;
    case record::Holding::kUncollected: return !parcel.uncollected;
    case record::Holding::kEnded: return true;
  }
  __builtin_trap();
}

ParcelMark marked(record::Holding what, const Parcel& parcel) {
  const bool frozen =
      what == record::Holding::kFrozen || (parcel.frozen && what != record::Holding::kThawed);
  return {parcel.id, frozen, parcel.uncollected || what == record::Holding::kUncollected};
}

Result<bool> tells_news(const Acknowledged& word, const std::optional<Parcel>& waiting,
                        const std::optional<Notice>& notice) {
  const auto said = word.what().state;
  if (notice) return notice->state ? record::moves_on(*notice->state, said) : true;
  // A return and an answer are stored, and nothing else.
  const bool other = waiting && waiting->number != word.what().number;
  if (other || said != record::DisclosureState::kStored) return Reason::kConflict;
  return waiting.has_value();
}

}  // namespace stile::gateway
