#include "tests/unit/agents/recipient/gateway_hand.h"

#include <algorithm>

#include "core/crypto/note.h"
#include "core/ledger/checkpoint.h"
#include "core/ledger/proof.h"
#include "core/record/statement.h"
#include "tests/support/keys.h"
#include "tests/support/scheme.h"

namespace stile::support {
namespace {

agreement::Treatments disclosed(const agreement::Clause& clause, const record::Occasion& occasion) {
  agreement::Treatments treatments = clause.treatments;
  if (occasion.exercises()) return {};
  if (!occasion.corrects()) return treatments;
  treatments.withhold(record::Field::kChildPseudonym);
  treatments.withhold(record::Field::kChildIdentity);
  if (record::kind_of(*occasion.change) == record::ChangeKind::kCorrected) return treatments;
  agreement::Treatments none;
  if (occasion.identifies()) {
    none.grant(record::Field::kChildIdentity, record::Treatment::kSeal);
  }
  return none;
}

}  // namespace

GatewayHand::GatewayHand(const agreement::DocumentSet& documents)
    : documents_(documents), log_(signer_named(kLog)), tree_(3) {}

ledger::Leaf GatewayHand::leaf_of(const wire::Consignment& consignment) const {
  const auto note = crypto::parse_note(consignment.statement).value();
  const auto statement = record::parse_statement(note.text).value();
  const auto* agreement = documents_.agreement(statement.disclosure.agreement).value();
  const auto& clause =
      *std::ranges::find(agreement->clauses, statement.disclosure.clause, &agreement::Clause::name);
  ledger::Leaf leaf;
  leaf.op = ledger::Op::kDisclosure;
  leaf.time = kNow;
  leaf.from = statement.disclosure.from.text();
  leaf.to = statement.disclosure.to.text();
  leaf.agreement = statement.disclosure.agreement;
  leaf.counter = tree_.size();
  leaf.occasion = record::name(statement.disclosure.occasion.kind);
  leaf.clause = clause.name;
  leaf.purpose = agreement::name(agreement->purpose);
  leaf.fields = disclosed(clause, statement.disclosure.occasion).names();
  leaf.rows = statement.rows;
  leaf.decision = "admitted";
  leaf.commit_rows = ledger::commitment(consignment.salt, "rows", view(statement.row_list));
  leaf.commit_actor = statement.actor;
  leaf.build = "test";
  return leaf;
}

agent::ParcelDelivery GatewayHand::deliver(const wire::Consignment& consignment,
                                           const crypto::SealingPublicKey& to,
                                           std::uint64_t seen_size, const GatewayLies& lies) {
  wire::Parcel parcel{consignment.statement, consignment.salt, {}};
  for (const auto& row : consignment.rows) parcel.rows.push_back({row.row, row.subject_token});
  if (lies.parcel) lies.parcel(parcel);
  ledger::Leaf leaf = leaf_of(consignment);
  if (lies.leaf) lies.leaf(leaf);
  const std::string text = ledger::leaf_text(leaf).value();
  const std::uint64_t index = tree_.size();
  tree_.append(text);
  const auto proof = ledger::inclusion_proof(index, tree_.size(), tree_).value();
  agent::ParcelDelivery sent{++parcels_, crypto::seal(to, wire::encode_parcel(parcel)).value(),
                             text, ledger::receipt_text({index, proof, checkpoint()}),
                             consistency(seen_size)};
  if (lies.sent) lies.sent(sent);
  return sent;
}

GatewayHand::Shown GatewayHand::record(const std::string& leaf_text, std::uint64_t seen_size) {
  const std::uint64_t index = tree_.size();
  tree_.append(leaf_text);
  const auto proof = ledger::inclusion_proof(index, tree_.size(), tree_).value();
  return {leaf_text, ledger::receipt_text({index, proof, checkpoint()}), consistency(seen_size)};
}

void GatewayHand::fork() {
  const std::uint64_t size = tree_.size();
  tree_ = ledger::MemoryTree();
  while (tree_.size() < size) tree_.append("other leaf " + std::to_string(tree_.size()));
}

std::string GatewayHand::checkpoint() const {
  return crypto::sign_note(ledger::checkpoint_text({kLog, tree_.size(), tree_.root()}), log_);
}

std::vector<Hash> GatewayHand::consistency(std::uint64_t from) const {
  return ledger::consistency_proof(from, tree_.size(), tree_).value();
}

}  // namespace stile::support
