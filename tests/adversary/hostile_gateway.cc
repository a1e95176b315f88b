#include "tests/adversary/hostile_gateway.h"

#include <utility>

#include "core/crypto/note.h"
#include "core/crypto/pseudonym.h"
#include "core/crypto/random.h"
#include "core/ledger/checkpoint.h"
#include "core/ledger/proof.h"
#include "core/record/row.h"
#include "core/record/statement.h"
#include "tests/support/keys.h"
#include "tests/support/scheme.h"

namespace stile::test {
namespace {

record::Statement statement_of(const wire::Consignment& consignment) {
  const auto note = crypto::parse_note(consignment.statement).value();
  return record::parse_statement(note.text).value();
}

const crypto::PseudonymKey& pseudonym_key() {
  static const auto key = crypto::PseudonymKey::generate(crypto::system_random());
  return key;
}

wire::Parcel parcel_of(const wire::Consignment& consignment) {
  wire::Parcel parcel{consignment.statement, consignment.salt, {}};
  for (const auto& row : consignment.rows) {
    Token subject{};
    const bool child = copy_exact(row.subject_token, subject);
    parcel.rows.push_back(
        {row.row, child ? Bytes(view(crypto::pseudonym(pseudonym_key(), subject))) : Bytes()});
  }
  return parcel;
}

// Whoever can alter a parcel can also compute its hashes anew.
void make_fit(ledger::Leaf& leaf, const wire::Parcel& parcel) {
  std::vector<Hash> hashes;
  for (const auto& row : parcel.rows) hashes.push_back(record::row_hash(row.row));
  const Hash list = record::row_list_hash(hashes);
  leaf.rows = static_cast<std::uint32_t>(parcel.rows.size());
  leaf.commit_rows = ledger::commitment(parcel.salt, "rows", view(list));
}

}  // namespace

class HostileGateway::Tree : public ledger::HashReader {
 public:
  explicit Tree(const std::vector<Hash>& hashes) : hashes_(hashes) {}
  Result<Hash> stored_hash(std::uint64_t index) const override { return hashes_.at(index); }

 private:
  const std::vector<Hash>& hashes_;
};

HostileGateway::HostileGateway(std::shared_ptr<const agreement::DocumentSet> documents,
                               const crypto::SealingPublicKey& recipient, std::string_view log)
    : documents_(std::move(documents)),
      recipient_(recipient),
      log_(std::make_shared<const crypto::NoteSigner>(
          support::signer_named(log.empty() ? support::kLog : log))) {}

ledger::Leaf HostileGateway::leaf_of(const wire::Consignment& consignment) const {
  const auto statement = statement_of(consignment);
  const auto* agreement = documents_->agreement(statement.disclosure.agreement).value();
  const auto& clause = agreement->clauses.front();
  ledger::Leaf leaf;
  leaf.op = ledger::Op::kDisclosure;
  leaf.time = support::kNow;
  leaf.nonce = crypto::random_token(crypto::system_random());
  leaf.from = statement.disclosure.from.text();
  leaf.to = statement.disclosure.to.text();
  leaf.agreement = statement.disclosure.agreement;
  leaf.counter = statement.number;
  leaf.occasion = std::string(record::name(clause.occasion));
  leaf.clause = clause.name;
  leaf.purpose = std::string(agreement::name(agreement->purpose));
  leaf.fields = clause.treatments.names();
  leaf.rows = statement.rows;
  leaf.decision = "admitted";
  leaf.commit_rows = ledger::commitment(consignment.salt, "rows", view(statement.row_list));
  leaf.commit_actor = statement.actor;
  leaf.build = "0.0.0";
  return leaf;
}

agent::ParcelDelivery HostileGateway::deliver(const wire::Consignment& consignment,
                                              const GatewayLies& lies) {
  ledger::Leaf leaf = leaf_of(consignment);
  wire::Parcel parcel = parcel_of(consignment);
  if (lies.parcel) lies.parcel(parcel);
  if (!lies.honest_leaf) make_fit(leaf, parcel);
  if (lies.leaf) lies.leaf(leaf);
  Entry entry = enter(leaf, lies.hidden);
  return {frontier_.size() - 1, crypto::seal(recipient_, wire::encode_parcel(parcel)).value(),
          std::move(entry.leaf), std::move(entry.receipt), std::move(entry.consistency)};
}

HostileGateway::Entry HostileGateway::admit(const wire::Consignment& consignment,
                                            const GatewayLies& lies) {
  ledger::Leaf leaf = leaf_of(consignment);
  if (lies.leaf) lies.leaf(leaf);
  return enter(leaf, lies.hidden);
}

HostileGateway::Entry HostileGateway::enter(const ledger::Leaf& leaf, bool hidden) {
  std::string text = ledger::leaf_text(leaf).value();
  append(hidden ? "a leaf that nobody is shown" : text);
  const Tree tree(hashes_);
  const std::uint64_t index = size() - 1;
  leaves_[index] = leaf;
  const auto proof = ledger::inclusion_proof(index, size(), tree).value();
  auto grown = consistency(shown_, size());
  shown_ = size();
  return {std::move(text), ledger::receipt_text({index, proof, checkpoint()}), std::move(grown)};
}

std::vector<Hash> HostileGateway::consistency(std::uint64_t old_size,
                                              std::uint64_t new_size) const {
  return ledger::consistency_proof(old_size, new_size, Tree(hashes_)).value();
}

std::vector<Hash> HostileGateway::inclusion(std::uint64_t index, std::uint64_t size) const {
  return ledger::inclusion_proof(index, size, Tree(hashes_)).value();
}

std::string HostileGateway::checkpoint() const {
  const ledger::Checkpoint now{log_->verifier().name(), size(), frontier_.root()};
  return crypto::sign_note(ledger::checkpoint_text(now), *log_);
}

void HostileGateway::add_others(std::size_t count, std::string_view word) {
  for (std::size_t i = 0; i < count; ++i) append(std::string(word) + std::to_string(size()));
}

void HostileGateway::append(std::string_view leaf) {
  for (const Hash& hash : frontier_.append(ledger::leaf_hash(leaf))) hashes_.push_back(hash);
}

}  // namespace stile::test
